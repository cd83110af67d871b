import Foundation
import Testing

@testable import Delivery

/// Connects to a real TLS server whose certificate was issued by a private authority.
@Suite(.serialized)
struct TLSTests {
  let request = OutgoingRequest(method: "POST", path: "/", fields: [], body: Data("x".utf8))

  func code(_ server: TLSServer, ca: String?, name: String = "localhost") -> DeliveryError.Code? {
    do throws(DeliveryError) {
      let transport = try CurlTransport(
        to: CentreAddress("https://\(name):\(server.port)"), certificateAuthority: ca,
        agentVersion: "0")
      _ = try transport.send(request)
      return nil
    } catch {
      return error.code
    }
  }

  @Test func acceptsOnlyCertificatesOfTheAuthority() throws {
    let server = try TLSServer()
    #expect(code(server, ca: server.authority) == nil)
    #expect(code(server, ca: nil) == .tls)
    #expect(code(server, ca: "/etc/ssl/certs/ca-certificates.crt") != nil)
    #expect(
      code(server, ca: server.authority, name: "127.0.0.1") == .tls, "certificate for another name")
    #expect(code(server, ca: "/nonexistent.pem") == .configuration)
  }

  @Test func refusesOldTLSVersions() throws {
    let server = try TLSServer(maximum: "TLSv1_1")
    #expect(code(server, ca: server.authority) == .tls)
  }
}

/// An HTTPS server that answers every POST with 200, from Python's standard library.
final class TLSServer {
  private static let program = """
    import http.server, ssl, sys
    class H(http.server.BaseHTTPRequestHandler):
      def do_POST(self):
        self.rfile.read(int(self.headers['Content-Length']))
        self.send_response(200); self.send_header('Content-Length', '0'); self.end_headers()
      def log_message(self, *a): pass
    c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    c.minimum_version = ssl.TLSVersion.TLSv1
    c.set_ciphers('ALL:@SECLEVEL=0')
    if sys.argv[2]: c.maximum_version = ssl.TLSVersion[sys.argv[2]]
    c.load_cert_chain(sys.argv[1] + '/s.pem', sys.argv[1] + '/s.key')
    class Server(http.server.ThreadingHTTPServer):
      def handle_error(self, *a): pass
    s = Server(('localhost', 0), H)
    s.socket = c.wrap_socket(s.socket, server_side=True)
    print(s.server_port, flush=True)
    s.serve_forever()
    """

  let port: Int
  let authority: String
  private let bench: Workbench
  private let process = Process()

  /// - Parameters:
  ///   - maximum: the newest TLS version that it supports.
  ///   - always: whether its certificates are valid from 1970 to 2099.
  init(maximum: String = "", always: Bool = false) throws {
    bench = try Workbench()
    authority = "\(bench.path)/ca.pem"
    let make = """
      cd \(bench.path) &&
      openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9 \
        -subj /CN=authority -keyout ca.key -out ca.pem &&
      openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout s.key -out s.csr &&
      printf 'subjectAltName=DNS:localhost' > ext &&
      openssl x509 -req -in s.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 9 \
        -extfile ext -out s.pem
      """
    let lasting = """
      cd \(bench.path) && mkdir certs && : > index && echo 01 > serial &&
      printf '%s\\n' '[ca]' 'default_ca=d' '[d]' 'database=index' 'serial=serial' \
        'new_certs_dir=certs' 'default_md=sha256' 'policy=p' '[p]' 'commonName=supplied' \
        '[a]' 'basicConstraints=critical,CA:TRUE' '[s]' 'subjectAltName=DNS:localhost' > cnf &&
      openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=authority \
        -keyout ca.key -out ca.csr &&
      openssl ca -config cnf -batch -selfsign -keyfile ca.key -in ca.csr -extensions a \
        -startdate 19700101000000Z -enddate 20991231235959Z -notext -out ca.pem &&
      openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout s.key -out s.csr &&
      openssl ca -config cnf -batch -keyfile ca.key -cert ca.pem -in s.csr -extensions s \
        -startdate 19700101000000Z -enddate 20991231235959Z -notext -out s.pem
      """
    let openssl = Process()
    openssl.executableURL = URL(fileURLWithPath: "/bin/sh")
    openssl.arguments = ["-c", always ? lasting : make]
    openssl.standardError = FileHandle.nullDevice
    openssl.standardOutput = FileHandle.nullDevice
    try openssl.run()
    openssl.waitUntilExit()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", Self.program, bench.path, maximum]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    port = try #require(Int(line.trimmingCharacters(in: .whitespacesAndNewlines)))
  }

  deinit {
    // Not terminate(): a child started on a dispatch thread inherits a blocked SIGTERM.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}
