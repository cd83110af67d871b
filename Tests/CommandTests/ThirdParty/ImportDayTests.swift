import Foundation
import Testing

/// The day for which an imported file counts, and which files hold an inventory.
struct ImportDayTests {
  struct Machine: Decodable {
    var id, state: String
    var lastReportAt: String?
  }

  let scratch: Scratch
  let database: [String]

  init() throws {
    scratch = try Scratch()
    database = try scratch.inventory()
  }

  func run(_ arguments: String...) throws -> Command {
    try Command.run("commune-inventory", arguments + database)
  }

  func machines() throws -> [Machine] {
    let listed = try run("machines", "list", "--format", "json")
    return try JSONDecoder().decode([Machine].self, from: Data(listed.output.utf8))
  }

  /// Writes an exchange as of `days` ago by the PC's clock, and by the file's date.
  func write(looked days: Double, modified: Double = 0) throws -> String {
    let file = scratch.file("pc.json")
    try ThirdPartyAgentTests.exchange(
      "windows10-22h2.json", at: Date(timeIntervalSinceNow: -days * 86_400)
    ).write(to: file)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -modified * 86_400)], ofItemAtPath: file.path)
    return file.path
  }

  @Test func deadClocksHaveAWayOut() throws {
    let file = try write(looked: 9000, modified: 9000)
    let refused = try run("import", "--commune", "21250", file)
    #expect(refused.status == 65 && refused.errors.contains("give the day with --day"))
    #expect(try machines().isEmpty)
    try run("import", "--commune", "21250", file, "--day", "2999-01-01")
      .expectRefusal(65, "future")
    try run("import", "--commune", "21250", file, "--day", "yesterday").expectRefusal(
      64, "yesterday")
    #expect(
      try run("import", "--commune", "21250", file, "--day", "2026-01-01").errors
        .contains("The inventory is from 2026-01-01"))
    let today = Date().addingTimeInterval(7 * 3600).formatted(.iso8601.year().month().day())
    let taken = try run("import", "--commune", "21250", file, "--day", today)
    #expect(taken.output == "new computers 1, updated 0, rejected 0\n", "\(taken.errors)")
  }

  /// An old file must not make a computer look as if it had reported today.
  @Test(arguments: [2.0, 5, 13.5])
  func computerCountsFromTheFilesDay(_ days: Double) throws {
    let file = try write(looked: days)
    #expect(try run("import", "--commune", "21250", file).status == 0)
    let text = try #require(try machines().first?.lastReportAt)
    let age = Date().timeIntervalSince(try Date(text, strategy: .iso8601)) / 86_400
    #expect(abs(age - days) < 0.1, "\(text)")
  }

  /// Only a file written after its retirement brings a retired PC back.
  @Test func aNewerFileBringsARetiredComputerBack() throws {
    #expect(try run("import", "--commune", "21250", try write(looked: 3)).status == 0)
    let former = try #require(try machines().first?.id)
    #expect(try run("machines", "retire", former).status == 0)
    for days in [3.0, 1] {
      let old = try run("import", "--commune", "21250", try write(looked: days))
      #expect(old.status == 65, "\(days)")
      #expect(old.errors.contains("after this inventory: run the agent there again"))
      #expect(try machines().count == 1)
    }
    // By its own time, the file must be at least a second later than the retirement.
    Thread.sleep(forTimeInterval: 2.1)
    let file = try write(looked: 0)
    let back = try run("import", "--commune", "21250", file)
    #expect(back.output == "new computers 1, updated 0, rejected 0\n", "\(back.errors)")
    let states = try machines().map { [$0.id == former, $0.state == "active"] }
    #expect(states.count == 2 && states.contains([true, false]) && states.contains([false, true]))
    #expect(try run("import", "--commune", "21250", file).errors.contains("on file already"))
    #expect(try run("verify").status == 0)
  }

  @Test(arguments: [
    #"{"action":"contact","deviceid":"PC-X","name":"GLPI-Agent","version":"1.7.3"}"#,
    #"{"action":"inventory","deviceid":"PC-E","content":{}}"#,
    #"{"action":"inventory","deviceid":"PC-F","content":{"cpus":[]}}"#,
    #"{"action":"inventory","deviceid":"PC-G","partial":true,"content":{}}"#,
    "<REQUEST><DEVICEID>pc-p</DEVICEID><QUERY>PROLOG</QUERY></REQUEST>",
    "<REQUEST><DEVICEID>pc-q</DEVICEID><QUERY>INVENTORY</QUERY><CONTENT></CONTENT></REQUEST>",
  ])
  func whatHoldsNoInventoryAddsNoComputer(_ text: String) throws {
    let file = try scratch.write(text, "said")
    let refused = try run("import", "--commune", "21250", file)
    #expect(refused.status == 65 && refused.errors.contains("holds no inventory"))
    #expect(refused.output == "new computers 0, updated 0, rejected 1\n")
    #expect(try machines().isEmpty)
  }

  /// A contact message says nothing about the computer, so it does not count as a report.
  @Test func aContactRefreshesNoComputer() throws {
    #expect(try run("import", "--commune", "21250", try write(looked: 3)).status == 0)
    let before = try machines().map(\.lastReportAt)
    let contact = try scratch.write(
      String(decoding: try ThirdPartyAgentTests.exchange("contact.json"), as: UTF8.self), "contact")
    let refused = try run("import", "--commune", "21250", contact)
    #expect(refused.status == 65 && refused.errors.contains("holds no inventory"))
    #expect(try machines().map(\.lastReportAt) == before)
  }
}
