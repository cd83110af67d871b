import Foundation
import Testing

/// The real `commune-inventory serve`, on a port chosen by the system.
final class ServingCentre {
  let scratch: Scratch
  private let process: Process
  let address: String
  /// The agents' own address; empty without `--agents-listen`.
  let agentsAddress: String

  var database: String { scratch.file("inventory.sqlite").path }

  init(_ arguments: String..., in scratch: Scratch? = nil) throws {
    let scratch = try scratch ?? Scratch()
    self.scratch = scratch
    process = try Command.start(
      "commune-inventory",
      [
        "serve", "--demonstration", "--listen", "127.0.0.1:0", "--database",
        scratch.file("inventory.sqlite").path,
      ] + arguments,
      output: scratch.file("output"), errors: scratch.file("errors"))
    address = try Self.wait(for: "Serving on ", scratch, process)
    agentsAddress =
      arguments.contains("--agents-listen")
      ? try Self.wait(for: "Agents on ", scratch, process) : ""
  }

  /// A centre that agents reach over TLS as localhost, with a certificate from its own authority.
  ///
  /// - Returns: also the agents' address and the path of the authority's certificate.
  static func overTLS(
    in scratch: Scratch
  ) throws -> (centre: ServingCentre, server: String, authority: String) {
    let folder = scratch.file("tls").path
    let issued = try Command.run(
      "commune-inventory", ["tls", "issue", "--name", "localhost", "--directory", folder])
    try #require(issued.status == 0, "\(issued.errors)")
    let centre = try ServingCentre(
      "--agents-listen", "127.0.0.1:0", "--tls-certificate", "\(folder)/localhost.pem",
      "--tls-key", "\(folder)/localhost.key", in: scratch)
    let port = try #require(centre.agentsAddress.split(separator: ":").last)
    return (centre, "https://localhost:\(port)", "\(folder)/ca.pem")
  }

  /// A centre that continues from a backup.
  convenience init(restoring backup: String) throws {
    let scratch = try Scratch()
    try FileManager.default.copyItem(
      atPath: backup, toPath: scratch.file("inventory.sqlite").path)
    try self.init(in: scratch)
  }

  deinit {
    // A process that a test's thread started has SIGTERM blocked.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Makes it reload policy and certificates.
  func hangUp() { kill(process.processIdentifier, SIGHUP) }

  /// Waits until its log contains `words` the given number of times.
  func waitForLog(_ words: String, count: Int = 1) throws {
    for _ in 0..<600 {
      let log = try scratch.text("errors")
      if log.components(separatedBy: words).count > count { return }
      guard process.isRunning else { break }
      usleep(50_000)
    }
    throw CentreFailure(errors: try scratch.text("errors"))
  }

  private static func wait(
    for words: String, _ scratch: Scratch, _ process: Process
  ) throws -> String {
    for _ in 0..<600 {
      for line in try scratch.text("output").split(separator: "\n") where line.hasPrefix(words) {
        if let url = line.firstMatch(of: /(https?:\/\/[0-9.:]+)\//) { return String(url.1) }
      }
      guard process.isRunning else { break }
      usleep(50_000)
    }
    throw CentreFailure(errors: try scratch.text("errors"))
  }

  func inventory(_ arguments: String...) throws -> Command {
    try Command.run("commune-inventory", arguments + ["--database", database])
  }

  /// A token for machines of a commune.
  func token(commune: String, uses: Int = 1) throws -> String {
    let made = try inventory(
      "token", "create", "--commune", commune, "--uses", String(uses), "--server", address)
    let text = try #require(made.output.firstMatch(of: /--token (\S+)/))
    return String(text.1)
  }

  /// Enrols an agent with its own folder, and returns its machine's ID.
  func enrol(_ state: String, commune: String = "21250") throws -> String {
    let enrolled = try agent(
      state, "enroll", "--server", address, "--token", try token(commune: commune))
    let words = try #require(
      enrolled.output.firstMatch(of: /as machine (\w+) of/), "\(enrolled.errors)")
    return String(words.1)
  }

  /// Runs the agent whose folder is called `state`.
  func agent(_ state: String, _ arguments: String...) throws -> Command {
    try Command.run("commune-probe", arguments + ["--state", scratch.file(state).path])
  }

  /// The output of a command at the centre with `--format json`.
  func json<Value: Decodable>(_ type: Value.Type, _ arguments: String...) throws -> Value {
    let said = try Command.run(
      "commune-inventory", arguments + ["--format", "json", "--database", database])
    #expect(said.status == 0, "\(said.errors)")
    return try JSONDecoder().decode(type, from: Data(said.output.utf8))
  }

  struct CentreFailure: Error { var errors: String }
}
