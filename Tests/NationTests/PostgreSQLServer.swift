import Foundation
import Testing

/// A PostgreSQL server for the tests, in a temporary folder, with TLS from a private authority. It
/// ends with the tests, however they end.
final class PostgreSQLServer: Sendable {
  static let shared = Result { try PostgreSQLServer() }

  let folder: String
  let port: Int
  /// Writing end of the watchdog's pipe: the server ends when it is closed.
  private let lifeline: FileHandle
  private static let binaries = "/usr/lib/postgresql/15/bin"
  /// PostgreSQL refuses to run as root.
  private static let asItsUser =
    geteuid() == 0
    ? ["/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] : []

  var ca: String { "\(folder)/ca.pem" }

  /// - Parameter address: an additional address to listen on.
  init(listeningOn address: String? = nil) throws {
    folder = "/tmp/nation-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    chmod(folder, 0o755)
    port = try Self.freePort()
    try Self.makeCertificates(in: folder, address: address)
    try Program.run(
      "/bin/sh", ["-c", "mkdir \(folder)/run && chmod 711 \(folder)/run"]
    ).expectSuccess()
    if geteuid() == 0 {
      try Program.run(
        "/bin/sh", ["-c", "chown -R postgres \(folder)/run \(folder)/server.key"]
      ).expectSuccess()
    }
    let become = Self.asItsUser
    try Program.run(
      become.first ?? "\(Self.binaries)/initdb",
      become.dropFirst() + (become.isEmpty ? [] : ["\(Self.binaries)/initdb"])
        + [
          "-D", "\(folder)/run/data", "-U", "owner", "-E", "UTF8", "--locale=C.UTF-8",
          "--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync",
        ]
    ).expectSuccess()
    let settings = [
      "unix_socket_directories=\(folder)/run", "port=\(port)",
      "listen_addresses=\(["127.0.0.1", address].compactMap(\.self).joined(separator: ","))",
      "ssl=on", "ssl_cert_file=\(folder)/server.pem", "ssl_key_file=\(folder)/server.key",
      "fsync=off", "shared_buffers=64MB", "max_connections=60", "log_min_messages=warning",
    ]
    let rules = (address.map { ["hostssl all all \($0)/32 scram-sha-256"] } ?? [])
    try Program.run(
      "/bin/sh", ["-c", "printf '%s\\n' \"$@\" >> \(folder)/run/data/pg_hba.conf", "sh"] + rules
    ).expectSuccess()
    // Reads from a pipe to which nobody writes: the read ends when the tests end.
    let script = """
      server=$1; shift
      "$@" >"$server/run/log" 2>&1 </dev/null &
      pid=$!
      read -r _
      kill -QUIT $pid 2>/dev/null
      sleep 0.5
      rm -rf "$server"
      """
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments =
      ["-c", script, "sh", folder] + become
      + ["\(Self.binaries)/postgres", "-D", "\(folder)/run/data"]
      + settings.flatMap { ["-c", $0] }
    process.standardInput = pipe
    // It ends after the tests, which must not wait for it.
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    try pipe.fileHandleForReading.close()
    lifeline = pipe.fileHandleForWriting
    let deadline = Date().addingTimeInterval(60)
    while try Program.run(
      "\(Self.binaries)/pg_isready", ["-q", "-h", "\(folder)/run", "-p", "\(port)"]
    ).status != 0 {
      try #require(Date() < deadline, "PostgreSQL does not start: see \(folder)/run/log")
      usleep(50_000)
    }
  }

  deinit { try? lifeline.close() }

  struct Refused: Error, CustomStringConvertible { var description: String }

  /// - Returns: the output of psql without headings, with columns separated by `|`.
  @discardableResult
  func sql(_ text: String, in database: String = "postgres", as user: String = "owner") throws
    -> String
  {
    let done = try Program.run(
      "\(Self.binaries)/psql",
      [
        "-h", "\(folder)/run", "-p", "\(port)", "-U", user, "-d", database, "-qAtX",
        "-v", "ON_ERROR_STOP=1", "-c", text,
      ])
    guard done.status == 0 else { throw Refused(description: "\(text): \(done.errors)") }
    return done.output.trimmingCharacters(in: .newlines)
  }

  /// The address of a database, through the socket.
  func address(_ database: String, as user: String = "owner") -> String {
    "postgresql://\(user)@/\(database)?host=\(folder)/run&port=\(port)"
  }

  private static func makeCertificates(in folder: String, address: String?) throws {
    let names = "DNS:localhost,IP:127.0.0.1\(address.map { ",IP:\($0)" } ?? "")"
    let script = """
      set -e; cd \(folder)
      openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=authority \\
        -keyout ca.key -out ca.pem
      openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=nation \\
        -keyout server.key -out server.csr
      printf 'subjectAltName=\(names)\\n' >names
      openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names \\
        -out server.pem
      chmod 600 server.key; rm ca.key
      """
    try Program.run("/bin/sh", ["-c", script]).expectSuccess()
  }

  private static func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
      }
    }
    try #require(bound)
    return Int(address.sin_port.bigEndian)
  }
}
