import Foundation
import Testing

/// Progress of long commands on a terminal, in a pipe, and interrupted.
struct ProgressTests {
  /// An inventory whose verification takes a moment.
  private func large(_ scratch: Scratch) throws -> [String] {
    let database = try scratch.inventory()
    let path = try #require(database.last)
    let fill = try Command.run(
      "/usr/bin/python3",
      [
        "-c",
        """
        import sqlite3, sys
        db = sqlite3.connect(sys.argv[1])
        db.execute("CREATE TABLE IF NOT EXISTS filler (n INTEGER PRIMARY KEY, body TEXT)")
        db.executemany("INSERT INTO filler (body) VALUES (?)", (("x%d" % n * 40,) for n in range(900000)))
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        """, path,
      ])
    try #require(fill.status == 0, "\(fill.errors)")
    return database
  }

  @Test(.timeLimit(.minutes(3)))
  func aLineOnATerminalAndNoneInAPipe() throws {
    let scratch = try Scratch()
    let database = try large(scratch)
    let backup = scratch.file("backup.sqlite").path
    let shown = try Terminal.run(["backup", backup] + database)
    try shown.expectProgress("Backing up")
    let verified = try Terminal.run(["verify", backup] + database, slowly: 20)
    try verified.expectProgress("Verifying")
    let piped = try Command.run(
      "commune-inventory", ["verify", backup] + database, environment: ["LANG": "C"])
    #expect(piped.status == 0 && piped.errors.isEmpty)
    #expect(piped.output.split(separator: "\n").count == 1, "\(piped.output)")
    let restored = try Command.run(
      "commune-inventory", ["restore", backup] + database, environment: ["LANG": "C"])
    #expect(restored.status == 0 && restored.errors.isEmpty, "\(restored.errors)")
    let retained = try Command.run(
      "commune-inventory", ["retention", "--dry-run"] + database, environment: ["LANG": "C"])
    #expect(retained.status == 0 && retained.errors.isEmpty, "\(retained.errors)")
    #expect(!retained.output.contains("\u{1B}"))
  }

  @Test(.timeLimit(.minutes(3)), arguments: ["backup", "restore"])
  func anInterruptLeavesNothing(_ command: String) throws {
    // On a busy machine the interrupt can come after the end, which proves nothing.
    for _ in 1...5 where try isInterruptedInTime(command) { return }
    Issue.record("five times \(command) had ended before the interrupt came")
  }

  /// - Returns: whether the interrupt came before the end.
  private func isInterruptedInTime(_ command: String) throws -> Bool {
    let scratch = try Scratch()
    let database = try large(scratch)
    let backup = scratch.file("backup.sqlite").path
    if command == "restore" {
      let made = try Command.run("commune-inventory", ["backup", backup] + database)
      #expect(made.status == 0, "\(made.errors)")
    }
    func files() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path)
        .filter { !$0.hasSuffix("-serving") && !$0.hasSuffix("-shm") && !$0.hasSuffix("-wal") }
        .sorted()
    }
    let before = try files()
    let ended = try Terminal.run(
      [command, backup] + database, interrupting: command == "backup" ? "Backing" : "Restoring",
      slowly: 40)
    if ended.status == 0 { return false }
    #expect(ended.status == 130, "\(ended.text)")
    // An interrupt after the file is in place leaves the file and what it replaced.
    let after = try files()
    let isDone = command == "restore" && after.contains { $0.contains(".replaced-") }
    #expect(
      isDone ? after.filter { !$0.contains(".replaced-") } == before : after == before,
      "\(after), after \(before)")
    let sound = try Command.run("commune-inventory", ["verify"] + database)
    #expect(sound.status == 0, "\(sound.errors)")
    return true
  }
}
