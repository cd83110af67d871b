import Foundation
import TestSupport
import Testing

/// Account checks of the real agent: what a kill leaves, and that secrets appear nowhere.
struct AccountCommandTests {
  let folder: URL
  let server: CountingServer

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "agent-\(UUID())")
    for name in ["accounts", "state"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    }
    server = try CountingServer(log: folder.appending(path: "log"))
    try write("probe.toml", "[accounts]\nfolder = \"\(folder.path)/accounts\"\n")
  }

  static let user = "can.bo.8227"
  static let secret = "Mật-khẩu-97531"

  func write(_ name: String, _ text: String) throws {
    let file = folder.appending(path: name)
    try Data(text.utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
  }

  func define(_ service: String, _ kind: String, _ path: String, _ more: String = "") throws {
    try write(
      "accounts/\(service).toml",
      """
      kind = "\(kind)"
      url = "http://127.0.0.1:\(server.port)\(path)"
      credentials = "\(folder.path)/credentials"
      \(more)
      """)
  }

  func process(_ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(path: "commune-probe")
    process.arguments =
      arguments + [
        "--config", "\(folder.path)/probe.toml", "--state", "\(folder.path)/state",
        "--log-level", "debug",
      ]
    return process
  }

  func run(_ arguments: String...) throws -> (status: Int32, output: String) {
    let process = process(arguments)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let said = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: said, as: UTF8.self))
  }

  @Test func aKillInTheMiddleIsNoSecondTry() throws {
    try write("credentials", "user=officer\npassword=hang\n")
    try define("portal", "http-basic", "/basic")
    let process = process(["collect", "--only", "accounts"])
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    for _ in 0..<1000 where server.attempts == 0 { usleep(10_000) }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(server.attempts == 1)
    for _ in 0..<2 {
      let next = try run("collect", "--only", "accounts", "--format", "json")
      #expect(next.status == 0 && next.output.contains("the last check did not finish"))
    }
    #expect(server.attempts == 1)
  }

  @Test func noSecretAnywhere() throws {
    try write(
      "credentials",
      "user=\(Self.user)\npassword=\(Self.secret)\ntoken=\(Self.secret)\nclientSecret=\(Self.secret)\n"
    )
    try define("basic", "http-basic", "/basic")
    try define("digest", "http-digest", "/digest")
    try define("bearer", "bearer", "/bearer")
    try define("token", "oauth2", "/token", "[oauth2]\nclientId = \"probe\"\n")
    try define(
      "form", "form", "/post",
      "[form]\nuserField = \"u\"\npasswordField = \"p\"\n[answers.active]\nstatus = 302\n")
    try define("refused", "http-basic", "/nowhere")
    // What does not belong in a definition at all.
    try define("misplaced", "http-basic", "/basic", "\(Self.user) = \"\(Self.secret)\"")
    try define("broken", "http-basic", "/basic", "\(Self.user) \(Self.secret)")
    var said = ""
    for arguments in [
      ["collect", "--only", "accounts", "--format", "json"], ["collect", "--only", "accounts"],
      ["collect", "--only", "accounts", "--recheck", "basic"], ["collect", "--recheck", "none"],
    ] {
      let process = process(arguments)
      let pipe = Pipe()
      process.standardOutput = pipe
      process.standardError = pipe
      try process.run()
      // What other users of the machine can see of the process.
      let line =
        (try? Data(
          contentsOf: URL(
            fileURLWithPath: "/proc/\(process.processIdentifier)/cmdline"))) ?? Data()
      said += String(decoding: line, as: UTF8.self)
      said += String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
      process.waitUntilExit()
    }
    #expect(server.attempts >= 5)
    #expect(said.contains("\"service\":\"broken\"") && said.contains("misplaced"))
    let state = folder.appending(path: "state")
    let files = try FileManager.default.subpathsOfDirectory(atPath: state.path)
    #expect(files.contains("accounts.json"))
    for file in files {
      let path = state.appending(path: file).path
      said += String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(file)")
    }
    let encoded = Data("\(Self.user):\(Self.secret)".utf8).base64EncodedString()
    for secret in [Self.user, Self.secret, encoded, Data(Self.secret.utf8).base64EncodedString()] {
      #expect(!said.contains(secret))
    }
  }

  @Test func recheckNamesADefinedService() throws {
    #expect(try run("collect", "--recheck", "None Such").status == 64)
    let unknown = try run("collect", "--recheck", "portal")
    #expect(unknown.status == 78 && unknown.output.contains("portal.toml does not exist"))
  }
}

/// `Tests/Servers/web.py`.
final class CountingServer: Sendable {
  private let script: ServerScript
  private let log: URL
  var port: Int { script.port }

  init(log: URL) throws {
    self.log = log
    script = try ServerScript("web.py", [log.path])
  }

  /// The number of requests with secrets.
  var attempts: Int {
    ((try? String(contentsOf: log, encoding: .utf8)) ?? "").split(separator: "\n")
      .count { $0.hasSuffix("auth") }
  }
}
