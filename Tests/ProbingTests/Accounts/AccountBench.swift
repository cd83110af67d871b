import Foundation
import Reporting
import Synchronization
import TestSupport
import Testing

@testable import Probing

/// A temporary folder of definitions, with credentials and a record of earlier checks.
final class AccountBench: Sendable {
  let folder: URL
  let storage = HeldStorage()

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "accounts-\(UUID())")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "accounts"), withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var path: String { folder.path }

  func define(_ service: String, _ text: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: "accounts/\(service).toml"))
  }

  /// - Returns: the line for a definition.
  @discardableResult
  func secrets(_ text: String, mode: Int = 0o600, name: String = "credentials") throws -> String {
    let file = folder.appending(path: name)
    try? FileManager.default.removeItem(at: file)
    try Data(text.utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
    return "credentials = \"\(file.path)\"\n"
  }

  var settings: ProbeSettings {
    var settings = ProbeSettings(isolation: Isolation(program: Self.agent))
    settings.accounts.folder = folder.appending(path: "accounts").path
    settings.accountStorage = storage
    return settings
  }

  /// Built next to the test's own program.
  static let agent = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "commune-probe").path

  func accounts(_ host: Host = Host()) throws -> [AccountFacts.Account] {
    try AccountProbe(settings).observe(host)?.accounts ?? []
  }

  /// Defines one service, forgets earlier checks, and checks it.
  func look(
    _ definition: String, _ credentials: String = "user=officer\npassword=right\n"
  ) throws -> AccountFacts.Account {
    storage.bytes = nil
    try define("service", try definition + secrets(credentials))
    return try #require(try accounts().first)
  }

  /// Makes an authority and a server certificate for the loopback names.
  ///
  /// - Parameters:
  ///   - name: what the files are called, `ok` for `ok.pem` and `ok.key`.
  ///   - alternative: `DNS:localhost,IP:127.0.0.1`.
  ///   - days: until it ends; past days for one that has expired.
  func certificate(
    _ name: String, alternative: String = "DNS:localhost,IP:127.0.0.1",
    from: String = "20200101000000Z", to: String = "20590101000000Z"
  ) throws {
    try Self.shell(
      """
      cd \(path) && mkdir -p ca && touch ca/index && echo 01 > ca/serial && rm -f ca/index &&
      : > ca/index && printf '%s\\n' '[ca]' 'default_ca=d' '[d]' 'database=ca/index' \
        'serial=ca/serial' 'new_certs_dir=ca' 'default_md=sha256' 'policy=p' 'unique_subject=no' \
        '[p]' 'commonName=supplied' '[a]' 'basicConstraints=critical,CA:TRUE' \
        '[s]' 'subjectAltName=\(alternative)' > cnf &&
      { [ -f ca.pem ] || { openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
        -subj /CN=authority -keyout ca.key -out ca.csr &&
      openssl ca -config cnf -batch -selfsign -keyfile ca.key -in ca.csr -extensions a \
        -startdate 19700101000000Z -enddate 20991231235959Z -notext -out ca.pem; }; } &&
      openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost \
        -keyout \(name).key -out s.csr &&
      openssl ca -config cnf -batch -keyfile ca.key -cert ca.pem -in s.csr -extensions s \
        -startdate \(from) -enddate \(to) -notext -out \(name).pem
      """)
  }

  @discardableResult
  static func shell(_ script: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "(\(script)) 2>&1"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let said = String(
      decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(said)")
    return said
  }
}

/// A store that a test can inspect and make fail.
final class HeldStorage: AccountStorage {
  private let state = Mutex<(bytes: [UInt8]?, error: AccountStorageError?, writes: Int)>(
    (nil, nil, 0))

  var bytes: [UInt8]? {
    get { state.withLock { $0.bytes } }
    set { state.withLock { $0.bytes = newValue } }
  }
  var error: AccountStorageError? {
    get { state.withLock { $0.error } }
    set { state.withLock { $0.error = newValue } }
  }
  var writes: Int { state.withLock { $0.writes } }

  func begin() throws(AccountStorageError) { if error == .busy { throw .busy } }

  func read() throws(AccountStorageError) -> [UInt8]? { bytes }

  func write(_ new: [UInt8]) throws(AccountStorageError) {
    if let error { throw error }
    state.withLock {
      $0.bytes = new
      $0.writes += 1
    }
  }
}

/// A real server with two ports, a certificate `ok` and a folder for its files.
final class AccountServer: Sendable {
  let bench: AccountBench
  let server: TestServer
  /// Encrypted from the start.
  let securePort: Int

  /// - Parameter prepare: Writes the server's files, given the plain port and the secure one.
  /// - Returns: from `prepare`: its command, which stays in the foreground.
  init(_ prepare: (AccountBench, Int, Int) throws -> [String]) throws {
    bench = try AccountBench()
    try bench.certificate("ok")
    let port = try Loopback.freePort()
    securePort = try Loopback.freePort()
    server = try TestServer(
      try prepare(bench, port, securePort), port: port, log: bench.folder.appending(path: "log"))
  }
}
