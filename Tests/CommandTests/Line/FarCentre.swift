import Foundation
import Reporting
import Testing

/// The real centre at one end of a shaped line, over TLS, and the real agent at the other.
final class FarCentre {
  static let address = "https://\(ShapedLine.centre):8443"

  let line: ShapedLine
  let scratch: Scratch
  private let process: Process

  init(_ line: ShapedLine) throws {
    self.line = line
    scratch = try Scratch()
    let folder = scratch.file("tls").path
    let issued = try Command.run(
      "commune-inventory", ["tls", "issue", "--name", ShapedLine.centre, "--directory", folder])
    try #require(issued.status == 0, "\(issued.errors)")
    process = try Command.start(
      ShapedLine.enter,
      line.atCentre(
        "commune-inventory",
        [
          "serve", "--listen", "127.0.0.1:0", "--agents-listen", "\(ShapedLine.centre):8443",
          "--tls-certificate", "\(folder)/\(ShapedLine.centre).pem", "--tls-key",
          "\(folder)/\(ShapedLine.centre).key", "--database", scratch.file("i.sqlite").path,
        ]),
      output: scratch.file("output"), errors: scratch.file("errors"))
    for _ in 0..<600 where try !scratch.text("output").contains("Agents on ") {
      let errors = try scratch.text("errors")
      try #require(process.isRunning, "\(errors)")
      usleep(50_000)
    }
    let made = try Command.run(
      "commune-inventory",
      [
        "token", "create", "--commune", "21250", "--server", Self.address, "--database",
        scratch.file("i.sqlite").path,
      ])
    let token = try #require(made.output.firstMatch(of: /--token (\S+)/))
    let enrolled = try agent(
      "enroll", "--server", Self.address, "--ca", "\(folder)/ca.pem", "--token", String(token.1))
    try #require(enrolled.status == 0, "\(enrolled.errors)")
  }

  deinit {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  private func words(_ arguments: [String]) -> [String] {
    line.atAgent("commune-probe", arguments + ["--state", scratch.file("state").path])
  }

  func agent(_ arguments: String...) throws -> Command {
    try Command.run(ShapedLine.enter, words(arguments))
  }

  func start(_ arguments: String...) throws -> Process {
    try Command.start(
      ShapedLine.enter, words(arguments), output: scratch.file("agent.output"),
      errors: scratch.file("agent.errors"))
  }

  func measure() throws -> Outcome<BandwidthFacts> {
    let said = try agent("collect", "--only", "bandwidth", "--format", "json")
    try #require(said.status == 0, "\(said.errors)")
    return try Self.section(said.output)
  }

  static func section(_ json: String) throws -> Outcome<BandwidthFacts> {
    let report = try JSONDecoder().decode(Report.self, from: Data(json.utf8))
    return try #require(report.bandwidth)
  }

  /// The bytes that the agent has booked this month.
  func booked() throws -> Int? {
    struct Quota: Decodable { let usedBytes: Int }
    guard let bytes = try? Data(contentsOf: scratch.file("state/bandwidth.json")) else {
      return nil
    }
    return try JSONDecoder().decode(Quota.self, from: bytes).usedBytes
  }
}
