import Foundation
import Testing

/// SIGHUP to a real centre: policy and certificates are reloaded, no connection is dropped.
struct ReloadTests {
  let scratch: Scratch
  private let folder: String

  init() throws {
    scratch = try Scratch()
    folder = scratch.file("tls").path
  }

  private func issue(_ arguments: String...) throws {
    let issued = try Command.run(
      "commune-inventory",
      ["tls", "issue", "--name", "localhost", "--directory", folder] + arguments)
    try #require(issued.status == 0, "\(issued.errors)")
  }

  /// `serial=… notAfter=…` of the certificate on a new connection.
  private func shown(_ address: String) throws -> String {
    let port = try #require(address.split(separator: ":").last)
    let said = try Command.run(
      "/bin/sh",
      [
        "-c",
        "openssl s_client -connect 127.0.0.1:\(port) -servername localhost </dev/null 2>/dev/null"
          + " | openssl x509 -noout -serial -enddate",
      ])
    #expect(said.output.hasPrefix("serial="), "\(said.output)")
    return said.output
  }

  /// The centre's policy, as programs see it.
  private func version(_ centre: ServingCentre) throws -> String {
    let said = try Command.run(
      "/usr/bin/curl", ["-sk", "\(centre.address)/api/v1/ranking?province=51"])
    return said.output.firstMatch(of: /"version" ?: ?(\d+)/).map { String($0.1) } ?? said.output
  }

  @Test func newConnectionsShowTheNewCertificate() throws {
    try issue("--for", "browsers")
    try issue()
    let people = ["\(folder)/localhost-browsers.pem", "\(folder)/localhost-browsers.key"]
    let centre = try ServingCentre(
      "--tls-certificate", people[0], "--tls-key", people[1], "--agents-listen", "127.0.0.1:0",
      "--agents-tls-certificate", "\(folder)/localhost.pem", "--agents-tls-key",
      "\(folder)/localhost.key", in: scratch)
    let before = try shown(centre.address)
    let agents = try shown(centre.agentsAddress)
    #expect(agents.contains("2099") && !before.contains("2099"))
    let open = try OpenConnection(to: centre.address, in: scratch)
    try open.ask(1)
    // As centre.toml says, for a service that is not root.
    try #require(chmod(people[1], 0o640) == 0)
    if geteuid() == 0 { try #require(chown(people[1], 0, 1) == 0) }
    try issue("--for", "browsers", "--renew")
    var renewed = stat()
    try #require(stat(people[1], &renewed) == 0)
    #expect(renewed.st_mode & 0o777 == 0o640)
    if geteuid() == 0 { #expect(renewed.st_gid == 1) }
    centre.hangUp()
    try centre.waitForLog("the certificate was reloaded")
    let after = try shown(centre.address)
    #expect(after != before)
    #expect(try shown(centre.agentsAddress) == agents)
    // The earlier connection continues.
    try open.ask(2)
    // With another certificate's key, the certificate in force stays, and one line is logged.
    try issue("--for", "browsers", "--renew", "--root", "2")
    try Data(contentsOf: URL(fileURLWithPath: "\(folder)/localhost.key"))
      .write(to: URL(fileURLWithPath: people[1]))
    centre.hangUp()
    try centre.waitForLog("the certificate was not reloaded")
    #expect(try shown(centre.address) == after)
    let lines = try scratch.text("errors").split(separator: "\n")
    #expect(lines.count { $0.contains("not reloaded") && $0.contains("does not belong") } == 1)
    try open.ask(3)
  }

  @Test func theNewPolicyIsInForceAtOnce() throws {
    let standard = Command.project.appending(path: "inventory/policies/standard.toml")
    let text = try String(contentsOf: standard, encoding: .utf8)
    let first = try #require(text.firstMatch(of: /\nversion = (\d+)\n/)?.1)
    let policy = try scratch.write(text, "policy.toml")
    let centre = try ServingCentre("--policy", policy, in: scratch)
    #expect(try version(centre) == first)
    // Rules that change every measure, and another version.
    let changed = text.replacing("\nversion = \(first)\n", with: "\nversion = 77\n")
      .replacing(/silentDays = \d+/, with: "silentDays = 9")
    try scratch.write(changed, "policy.toml")
    centre.hangUp()
    try centre.waitForLog("the policy was reloaded")
    #expect(try version(centre) == "77")
    let page = try Command.run("/usr/bin/curl", ["-s", "\(centre.address)/policy"])
    #expect(page.output.contains("77"))
    func audit() throws -> String {
      try Command.run(
        "/usr/bin/sqlite3",
        [
          centre.database,
          "SELECT actor, subject, details FROM audit WHERE action = 'policy.changed'",
        ]
      ).output
    }
    #expect(try audit().contains("centre|policy 77|"))
    #expect(try audit().contains("\"version\":77"))
    // The same policy again changes nothing, nor does a broken one.
    centre.hangUp()
    try centre.waitForLog("the policy is unchanged")
    try scratch.write("id = [", "policy.toml")
    centre.hangUp()
    try centre.waitForLog("the policy was not reloaded")
    #expect(try version(centre) == "77")
    #expect(try audit().split(separator: "\n").count == 1)
    try FileManager.default.removeItem(atPath: policy)
    centre.hangUp()
    try centre.waitForLog("the policy was not reloaded", count: 2)
    let verified = try centre.inventory("verify")
    #expect(verified.status == 0, "\(verified.output)")
  }

  /// A policy changed while the centre was down is recorded at the next start.
  @Test func aPolicyChangedBetweenStarts() throws {
    let standard = Command.project.appending(path: "inventory/policies/standard.toml")
    let text = try String(contentsOf: standard, encoding: .utf8)
    for (number, expected) in [(81, 0), (81, 0), (82, 1)] {
      let policy = try scratch.write(
        text.replacing(/\nversion = \d+\n/, with: "\nversion = \(number)\n"), "policy.toml")
      do { _ = try ServingCentre("--policy", policy, in: scratch) }
      let count = try Command.run(
        "/usr/bin/sqlite3",
        [
          scratch.file("inventory.sqlite").path,
          "SELECT count(*) FROM audit WHERE action = 'policy.changed'",
        ])
      #expect(count.output == "\(expected)\n", "\(number)")
    }
  }
}

/// A TLS connection that stays open, by `openssl s_client`.
private final class OpenConnection {
  private let process = Process()
  private let input = Pipe()
  private let output: URL

  init(to address: String, in scratch: Scratch) throws {
    output = scratch.file("connection")
    _ = FileManager.default.createFile(atPath: output.path, contents: nil)
    let port = try #require(address.split(separator: ":").last)
    process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
    process.arguments = [
      "s_client", "-quiet", "-connect", "127.0.0.1:\(port)", "-servername", "localhost",
    ]
    process.standardInput = input
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  deinit {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Sends another request on it and waits for the answer, which is the `count`th.
  func ask(_ count: Int) throws {
    try input.fileHandleForWriting.write(
      contentsOf: Data("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
    for _ in 0..<200 {
      let text = String(decoding: try Data(contentsOf: output), as: UTF8.self)
      if text.components(separatedBy: "HTTP/1.1 200").count > count { return }
      usleep(50_000)
    }
    Issue.record("no answer \(count) on the connection that was open")
  }
}
