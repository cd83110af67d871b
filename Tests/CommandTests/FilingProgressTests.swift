import Foundation
import Testing

/// Progress of long commands that file, rank and delete: on a terminal, in a pipe, interrupted.
struct FilingProgressTests {
  private static let interrupted: Int32 = 130

  /// Ends a program when it shows its line.
  ///
  /// - Parameter slowly: nil if the work takes long enough anyway.
  private func interrupt(
    _ arguments: [String], at label: String, of program: String = "commune-inventory",
    environment: [String: String] = [:], slowly milliseconds: UInt32? = 20
  ) throws {
    let ended = try Terminal.run(
      arguments, of: program, environment: environment, interrupting: "\(label): ",
      slowly: milliseconds)
    #expect(ended.status == Self.interrupted, "\(ended.text)")
    // No progress line remains, whatever else was printed before the end.
    let last = ended.text.ranges(of: "\r\u{1B}[K").last.map { ended.text[$0.upperBound...] }
    #expect(last?.contains(label) == false, "\(ended.text)")
  }

  private func isSound(_ database: [String]) throws {
    let verified = try Command.run("commune-inventory", ["verify"] + database)
    #expect(verified.status == 0, "\(verified.errors)")
  }

  private func piped(
    _ arguments: [String], of program: String = "commune-inventory",
    environment: [String: String] = [:]
  ) throws -> Command {
    let result = try Command.run(
      program, arguments, environment: environment.merging(["LANG": "C"]) { $1 })
    #expect(!(result.output + result.errors).contains("\u{1B}"), "\(result.errors)")
    return result
  }

  /// Inventories of `count` computers as another agent writes them.
  private func inventories(_ count: Int, _ name: String, in scratch: Scratch) throws -> [String] {
    let one = String(
      decoding: try ThirdPartyAgentTests.exchange("windows10-22h2.json"), as: UTF8.self)
    return try (100..<100 + count).map { number in
      let text = one.replacing("PC-TUPHAP", with: "\(name)-\(number)")
        .replacing("4c4c4544-0058-5110", with: "4c4c4544-\(name)-5\(number)")
        .replacing("5XQ7YT2", with: "\(name)\(number)")
      return try scratch.write(text, "\(name)-\(number).json")
    }
  }

  @Test(.timeLimit(.minutes(3))) func importing() throws {
    let scratch = try Scratch()
    let database = try scratch.inventory()
    func command(_ files: [String]) -> [String] {
      ["import", "--commune", "21250"] + files + database
    }
    let quiet = try piped(command(try inventories(3, "A001", in: scratch)))
    #expect(quiet.status == 0 && quiet.errors.isEmpty, "\(quiet.errors)")
    #expect(quiet.output == "new computers 3, updated 0, rejected 0\n")

    try Terminal.run(command(try inventories(12, "A002", in: scratch)), slowly: 20)
      .expectProgress("Importing")
    // Messages in between have their own lines.
    let mixed = try inventories(12, "A003", in: scratch) + ["/nowhere.ocs"]
    let said = try Terminal.run(command(mixed), slowly: 20)
    #expect(said.status == 65 && said.text.contains("\r\u{1B}[K/nowhere.ocs: "), "\(said.text)")

    let files = try inventories(12, "A004", in: scratch)
    try interrupt(command(files), at: "Importing")
    try isSound(database)
    let again = try piped(command(files))
    let counts = try #require(
      again.output.wholeMatch(of: /new computers (\d+), updated 0, rejected (\d+)\n/))
    let (new, known) = (Int(counts.1) ?? 0, Int(counts.2) ?? 0)
    #expect(new > 0 && new < files.count && new + known == files.count, "\(again.output)")
    #expect(again.errors.split(separator: "\n").count { $0.contains("on file already") } == known)
  }

  @Test(.timeLimit(.minutes(3))) func bundles() throws {
    let centre = try ServingCentre()
    _ = try centre.enrol("a")
    let settings = try centre.scratch.write("server = \"http://127.0.0.1:9\"\n", "away.toml")
    func stick(_ name: String, reports: Int) throws -> String {
      let path = centre.scratch.file(name).path
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      for _ in 0..<reports {
        _ = try centre.agent("a", "report", "--now", "--config", settings)
      }
      #expect(try centre.agent("a", "bundle", "export", path).status == 0)
      return path
    }
    let database = ["--database", centre.database]
    let first = try stick("first", reports: 6)
    func files() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: first).sorted()
    }
    let exported = try files()
    try interrupt(["bundle", "import", first] + database, at: "Importing", slowly: 4)
    #expect(try files() == exported)
    let again = try piped(["bundle", "import", first] + database)
    #expect(again.status == 0 && again.errors.isEmpty, "\(again.errors)")
    let counts = try #require(
      again.output.wholeMatch(of: /stored (\d), duplicates (\d), refused 0, receipts 1\n/))
    #expect((Int(counts.1) ?? 0) > 0 && (Int(counts.1) ?? 0) + (Int(counts.2) ?? 0) == 6)
    #expect(try centre.agent("a", "bundle", "settle", first).output.hasPrefix("6 settled"))

    let second = try stick("second", reports: 6)
    try Terminal.run(["bundle", "import", second] + database, slowly: 4)
      .expectProgress("Importing")
    try isSound(database)
  }

  @Test(.timeLimit(.minutes(3))) func pasts() throws {
    let scratch = try Scratch()
    func filing(_ name: String) -> [String] {
      [
        "--past-months", "5", "--database", scratch.file(name).path, "--communes", "8",
        "--machines", "2", "--nights", "30", "--changes", "1",
      ]
    }
    try interrupt(
      filing("half.sqlite"), at: "Filing the past", of: "fleet-simulator", slowly: nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path) == [])
    try Terminal.run(filing("shown.sqlite"), of: "fleet-simulator")
      .expectProgress("Filing the past")
    let quiet = try piped(filing("inventory.sqlite"), of: "fleet-simulator")
    #expect(quiet.status == 0 && quiet.output.isEmpty, "\(quiet.errors)")
    #expect(quiet.errors.split(separator: "\n").count == 1, "\(quiet.errors)")

    let database = ["--database", scratch.file("inventory.sqlite").path]
    let day = Date(timeIntervalSinceNow: -30 * 86_400).formatted(.iso8601.year().month().day())
    let rank = ["rank", "--as-of", day] + database
    try Terminal.run(rank, slowly: 20).expectProgress("Ranking the past")
    try interrupt(rank, at: "Ranking the past")
    let ranked = try piped(rank + ["--format", "csv"])
    #expect(ranked.status == 0 && ranked.errors.isEmpty, "\(ranked.errors)")

    let days = ["COMMUNE_INVENTORY_RETENTION_SECTION_BODIES_DAYS": "30"]
    let other = ["--database", scratch.file("shown.sqlite").path]
    try interrupt(["retention"] + other, at: "Deleting", environment: days, slowly: 8)
    try isSound(other)
    let retention = ["retention"] + database
    try Terminal.run(retention, environment: days, slowly: 8).expectProgress("Deleting")
    let deleted = try piped(retention, environment: days)
    #expect(deleted.status == 0 && deleted.errors.isEmpty, "\(deleted.errors)")
    #expect(deleted.output.hasPrefix("Texts of replaced sections: 0,"), "\(deleted.output)")
    try isSound(database)
  }

  @Test(.timeLimit(.minutes(3))) func fleets() throws {
    let centre = try ServingCentre()
    let tokens = try centre.inventory(
      "token", "create", "--province", "51", "--uses", "400", "--format", "json")
    let file = try centre.scratch.write(tokens.output, "tokens.json")
    func sending(_ seed: Int, communes: Int = 40) -> [String] {
      [
        "--server", centre.address, "--token-file", file, "--communes", "\(communes)",
        "--machines", "2", "--nights", "8", "--seed", "\(seed)", "--rate", "200",
      ]
    }
    let quiet = try piped(sending(1, communes: 6), of: "fleet-simulator")
    #expect(quiet.status == 0 && quiet.output.hasPrefix("sent "), "\(quiet.errors)")
    #expect(quiet.errors.split(separator: "\n").count == 1, "\(quiet.errors)")
    try Terminal.run(sending(2), of: "fleet-simulator").expectProgress("Sending")
    try interrupt(sending(3), at: "Sending", of: "fleet-simulator", slowly: nil)
    #expect(try centre.inventory("verify").status == 0)
  }
}
