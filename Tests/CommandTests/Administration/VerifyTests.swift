import Foundation
import Testing

/// `verify` and `backup` on an inventory filled by the real programs.
struct VerifyTests {
  struct Verification: Decodable {
    var faults: [String]
    var machines: Int
    var reports: Int
    var auditHead: String
  }

  /// Runs SQL on a file, bypassing the centre.
  private func tamper(_ path: String, _ sql: String) throws {
    let done = try Command.run("/usr/bin/sqlite3", ["-bail", path, sql])
    #expect(done.status == 0, "\(done.errors)")
  }

  private func copy(_ path: String, _ name: String, _ scratch: Scratch) throws -> String {
    try FileManager.default.copyItem(atPath: path, toPath: scratch.file(name).path)
    return scratch.file(name).path
  }

  @Test func backupsAreWholeAndTamperingIsSeen() throws {
    let centre = try ServingCentre()
    let id = try centre.enrol("a")
    #expect(try centre.agent("a", "report").status == 0)
    let backup = centre.scratch.file("backup.sqlite").path

    let made = try centre.inventory("backup", backup)
    #expect(made.status == 0 && made.output.contains("1 machines, 1 reports"), "\(made.errors)")
    let mode = try FileManager.default.attributesOfItem(atPath: backup)[.posixPermissions]
    #expect((mode as? NSNumber)?.intValue == 0o600)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: backup))
    try centre.inventory("backup", backup).expectRefusal(65, "already exists")
    #expect(try Data(contentsOf: URL(fileURLWithPath: backup)) == bytes)
    try centre.inventory("backup", "/nowhere/b.sqlite").expectRefusal(65, "/nowhere does not exist")

    let head = try centre.json(Verification.self, "verify").auditHead
    let whole = try Command.run("commune-inventory", ["verify", backup, "--head", head])
    #expect(whole.status == 0 && whole.output.contains("head \(head)"), "\(whole.errors)")
    let restored = try ServingCentre(restoring: backup)
    #expect(
      try restored.json(MachineCommandTests.Machine.self, "machines", "show", id).reports == 1)

    // Anyone who can write the file can drop the triggers and restore them.
    let triggers = try Command.run(
      "/usr/bin/sqlite3",
      [
        backup,
        "SELECT group_concat(sql, ';') || ';' FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit'",
      ]
    ).output
    let names = triggers.matches(of: /CREATE TRIGGER "?(\w+)/).map { "DROP TRIGGER \($0.1);" }
    #expect(names.count == 3)
    for (name, sql, fault) in [
      (
        "changed", "UPDATE audit SET actor = 'nobody' WHERE number = 2",
        "audit: entry 2 was changed"
      ),
      ("removed", "DELETE FROM audit WHERE number = 2", "audit: entry 2 is missing"),
      (
        "section", "UPDATE section SET digest = zeroblob(32) WHERE probe = 'hardware'",
        "does not match its digest"
      ),
      ("sequence", "UPDATE machine SET lastSequence = 0", "beyond its last sequence"),
      (
        "orphan", "PRAGMA foreign_keys = OFF; DELETE FROM machine",
        "refers to a row"
      ),
    ] {
      let file = try copy(backup, "\(name).sqlite", centre.scratch)
      try tamper(file, names.joined() + sql + ";" + triggers)
      let found = try Command.run("commune-inventory", ["verify", file])
      #expect(found.status == 65, "\(name)")
      #expect(found.output.contains(fault), "\(name): \(found.output)")
      #expect(found.errors.contains("restore a backup"), "\(name): \(found.errors)")
    }
    let cut = try copy(backup, "cut.sqlite", centre.scratch)
    try tamper(
      cut,
      names.joined() + "DELETE FROM audit WHERE number = (SELECT max(number) FROM audit);"
        + triggers)
    #expect(try Command.run("commune-inventory", ["verify", cut]).status == 0)
    let shorter = try Command.run("commune-inventory", ["verify", cut, "--head", head])
    #expect(shorter.status == 65 && shorter.errors.contains("no entry has the hash"))
    #expect(!shorter.errors.contains("restore a backup"), "the hash may be mistyped")
    for (wrong, status) in [("\(head) ", 0), (head.uppercased(), 0)] {
      #expect(
        try Command.run("commune-inventory", ["verify", backup, "--head", wrong]).status == status)
    }
    for wrong in ["", "bogus", String(head.dropLast()), head + "0"] {
      try Command.run("commune-inventory", ["verify", backup, "--head", wrong])
        .expectRefusal(64, "not a hash")
    }
  }

  @Test func whatIsNoInventory() throws {
    let scratch = try Scratch()
    let text = try scratch.write(String(repeating: "not a database ", count: 99), "x.sqlite")
    try Command.run("commune-inventory", ["verify", text]).expectRefusal(
      78, "cannot be read as an SQLite database")
    try Command.run("commune-inventory", ["verify", "/nowhere.sqlite"])
      .expectRefusal(78, "The database /nowhere.sqlite does not exist")
    try Command.run(
      "commune-inventory",
      ["backup", scratch.file("b").path, "--database", "/nowhere.sqlite"]
    ).expectRefusal(78, "The database /nowhere.sqlite does not exist")
    try Command.run("commune-inventory", ["backup"]).expectRefusal(64, "Usage")
  }
}
