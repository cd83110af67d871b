import Foundation
import Testing

/// Reports of machines without a line, carried on a stick and back.
struct BundleCommandTests {
  @Test func thereAndBack() throws {
    let centre = try ServingCentre()
    let ids = try ["a", "b"].map { try centre.enrol($0) }
    let stick = centre.scratch.file("stick").path
    try FileManager.default.createDirectory(atPath: stick, withIntermediateDirectories: true)
    let settings = try centre.scratch.write("server = \"http://127.0.0.1:9\"\n", "away.toml")
    for state in ["a", "b", "b"] {
      let away = try centre.agent(state, "report", "--now", "--config", settings)
      #expect(away.status == 69, "\(away.errors)")
    }
    try centre.agent("a", "bundle", "settle", stick).expectRefusal(65, "no receipt")
    #expect(
      try centre.agent("a", "bundle", "export", stick).output
        == "1 written to \(stick), 0 already there.\n")
    #expect(try centre.agent("b", "bundle", "export", stick).output.hasPrefix("2 written"))
    #expect(try centre.agent("b", "bundle", "export", stick).output.contains("2 already there"))

    // On a nearly full disk nothing is filed, and no receipt claims that it was.
    try Command.run(
      "commune-inventory", ["bundle", "import", stick, "--database", centre.database],
      environment: ["COMMUNE_INVENTORY_DISK_LEAST_FREE_MEGABYTES": "100000000"]
    ).expectRefusal(75, "nearly full")
    let imported = try centre.inventory("bundle", "import", stick)
    #expect(imported.status == 0, "\(imported.errors)")
    #expect(imported.output == "stored 3, duplicates 0, refused 0, receipts 2\n")
    let again = try centre.inventory("bundle", "import", stick)
    #expect(again.output == "stored 0, duplicates 3, refused 0, receipts 2\n")
    let machines = try ids.map {
      try centre.json(MachineCommandTests.Machine.self, "machines", "show", $0)
    }
    #expect(machines.map(\.reports) == [1, 2])

    #expect(
      try centre.agent("a", "bundle", "settle", stick).output
        == "1 settled, 0 waiting, 0 refused.\n")
    #expect(try centre.agent("b", "bundle", "settle", stick).output.hasPrefix("2 settled"))
    #expect(try centre.agent("b", "deliver", "--now").output == "0 delivered, 0 waiting.\n")
    #expect(try centre.agent("b", "report", "--now").output == "1 delivered, 0 waiting.\n")
    #expect(try centre.inventory("verify").status == 0)
  }

  /// A wrong folder, or a mount point without its stick, must not look like success.
  @Test func aFolderWithoutReportsIsRefused() throws {
    let scratch = try Scratch()
    let database = try scratch.inventory()
    for name in ["empty", "other"] {
      let folder = scratch.file(name).path
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      if name == "other" { _ = try scratch.write("x", "other/photo.jpg") }
      try Command.run("commune-inventory", ["bundle", "import", folder] + database)
        .expectRefusal(65, "There are no reports in \(folder): check that the stick is mounted")
    }
  }

  @Test func receiptsThatTheCentreDidNotWriteRemoveNothing() throws {
    let centre = try ServingCentre()
    _ = try centre.enrol("a")
    let settings = try centre.scratch.write("server = \"http://127.0.0.1:9\"\n", "away.toml")
    func collect() throws { _ = try centre.agent("a", "report", "--now", "--config", settings) }
    let stick = centre.scratch.file("stick").path
    try FileManager.default.createDirectory(atPath: stick, withIntermediateDirectories: true)
    try collect()
    #expect(try centre.agent("a", "bundle", "export", stick).status == 0)
    #expect(try centre.inventory("bundle", "import", stick).status == 0)
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: stick).first {
        $0.hasPrefix("receipt-")
      })
    let url = URL(fileURLWithPath: "\(stick)/\(name)")
    let genuine = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    try Data(genuine.replacing("\"stored\"", with: "\"refused\"").utf8).write(to: url)
    try centre.agent("a", "bundle", "settle", stick).expectRefusal(65, "No report was removed")
    try Data(genuine.utf8).write(to: url)
    #expect(
      try centre.agent("a", "bundle", "settle", stick).output
        == "1 settled, 0 waiting, 0 refused.\n")
    try collect()
    try centre.agent("a", "bundle", "settle", stick).expectRefusal(65, "used already")
    #expect(try centre.agent("a", "deliver", "--now").output == "1 delivered, 0 waiting.\n")
  }

  @Test func oneForgedReportDoesNotStopTheOthers() throws {
    let centre = try ServingCentre()
    _ = try centre.enrol("a")
    let stick = centre.scratch.file("stick").path
    try FileManager.default.createDirectory(atPath: stick, withIntermediateDirectories: true)
    let settings = try centre.scratch.write("server = \"http://127.0.0.1:9\"\n", "away.toml")
    for _ in 0..<2 { _ = try centre.agent("a", "report", "--now", "--config", settings) }
    #expect(try centre.agent("a", "bundle", "export", stick).status == 0)
    let first = try #require(
      try FileManager.default.contentsOfDirectory(atPath: stick).sorted().first)
    let url = URL(fileURLWithPath: "\(stick)/\(first)")
    var bytes = try Data(contentsOf: url)
    bytes[bytes.count - 5] ^= 1
    try bytes.write(to: url)

    let imported = try centre.inventory("bundle", "import", stick)
    #expect(imported.status == 65)
    #expect(imported.output == "stored 1, duplicates 0, refused 1, receipts 1\n")
    let lines = imported.errors.split(separator: "\n")
    #expect(lines.count == 2 && lines[0].hasPrefix("\(first): "), "\(imported.errors)")
    let settled = try centre.agent("a", "bundle", "settle", stick)
    #expect(settled.output == "1 settled, 1 waiting, 0 refused.\n", "\(settled.errors)")
    #expect(try centre.agent("a", "deliver", "--now").output == "1 delivered, 0 waiting.\n")
  }

  @Test func whatCannotBeMeant() throws {
    let scratch = try Scratch()
    let state = ["--state", scratch.file("state").path]
    for command in ["export", "settle"] {
      try Command.run("commune-probe", ["bundle", command, "/nowhere"] + state)
        .expectRefusal(78, "enrol")
      try Command.run("commune-probe", ["bundle", command] + state).expectRefusal(64, "Usage")
    }
    let database = ["--database", scratch.file("i.sqlite").path]
    #expect(try Command.run("commune-inventory", ["init"] + database).status == 0)
    try Command.run("commune-inventory", ["bundle", "import", "/nowhere"] + database)
      .expectRefusal(65, "/nowhere")
    let centre = try ServingCentre()
    _ = try centre.enrol("a")
    for command in ["export", "settle"] {
      try centre.agent("a", "bundle", command, "/nowhere").expectRefusal(
        65, "folder /nowhere does not exist")
    }
  }
}
