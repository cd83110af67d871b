import Foundation
import Testing

/// A mistyped `--database`: no command but `serve` and `init` creates an inventory.
struct MissingInventoryTests {
  /// Every command that opens an inventory.
  static let commands: [[String]] = [
    ["rank"], ["rank", "--explain", "21250"], ["plan", "--budget", "1"], ["communes", "list"],
    ["token", "create", "--commune", "21250"], ["token", "list"], ["token", "revoke", "1"],
    ["machines", "list"], ["machines", "show", "m0"], ["machines", "approve", "m0"],
    ["machines", "retire", "m0"], ["machines", "merge", "m0", "m1"],
    ["machines", "quarantine", "m0", "--reason", "x"], ["machines", "proposals"],
    ["user", "add", "an", "--role", "planner", "--country"], ["user", "list"],
    ["user", "remove", "an"],
    ["user", "invite", "an"], ["verify"],
  ]

  private func expect(_ says: String, _ database: String) throws {
    for command in Self.commands {
      try Command.run("commune-inventory", command + ["--database", database])
        .expectRefusal(78, says)
    }
  }

  @Test func nothingIsMade() throws {
    let scratch = try Scratch()
    let file = scratch.file("inventroy.sqlite").path
    let table = try scratch.write("code,officials\n21250,10\n", "table.csv")
    try expect("The database \(file) does not exist", file)
    for command in [
      ["communes", "import", table], ["backup", scratch.file("copy").path],
      ["bundle", "import", scratch.folder.path],
    ] {
      try Command.run("commune-inventory", command + ["--database", file])
        .expectRefusal(78, "commune-inventory init --database \(file)")
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path) == ["table.csv"])
    // Commands that do not use an inventory do not require one.
    #expect(
      try Command.run(
        "commune-inventory", ["policy", "show"], environment: ["STATE_DIRECTORY": file]
      )
      .status == 0)
  }

  @Test func initMakesOneAndLeavesItAlone() throws {
    let scratch = try Scratch()
    let file = scratch.file("new/inventory.sqlite").path
    func make() throws -> Command {
      try Command.run("commune-inventory", ["init", "--database", file])
    }
    let made = try make()
    #expect(made.status == 0 && made.output.contains("3321 communes"), "\(made.errors)")
    #expect(
      try Command.run("commune-inventory", ["user", "list", "--database", file]).status == 0)
    let before = try Data(contentsOf: URL(fileURLWithPath: file))
    let again = try make()
    #expect(again.status == 0 && again.output.contains("nothing was changed"), "\(again.errors)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == before)
  }

  @Test func whatIsNoInventoryStaysAsItIs() throws {
    let scratch = try Scratch()
    try expect("is a folder", scratch.folder.path)
    let empty = try scratch.write("", "empty.sqlite")
    try expect("is empty", empty)
    let text = try scratch.write(String(repeating: "not a database ", count: 99), "text.sqlite")
    try expect("cannot be read as an SQLite database", text)
    let foreign = scratch.file("foreign.sqlite").path
    try sqlite(foreign, "CREATE TABLE moz_places (id INTEGER PRIMARY KEY);")
    try expect("belongs to another program", foreign)
    for command in ["init", "serve"] {
      for (path, says) in [
        (scratch.folder.path, "is a folder"), (text, "cannot be read"),
        (foreign, "another program"),
      ] {
        try Command.run(
          "commune-inventory",
          [command, "--database", path] + (command == "serve" ? ["--listen", "127.0.0.1:0"] : [])
        ).expectRefusal(78, says)
      }
    }
    #expect(try scratch.text("text.sqlite").hasPrefix("not a database"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: empty)).isEmpty)
    #expect(
      try Command.run("/usr/bin/sqlite3", [foreign, ".tables"]).output.contains("moz_places"))
    // An inventory left by an interrupted first start is completed.
    #expect(try Command.run("commune-inventory", ["init", "--database", empty]).status == 0)
  }

  /// A file that a centre has served and that is empty now is lost, not new.
  @Test func anEmptiedInventoryIsNotBegunAnew() throws {
    let scratch = try Scratch()
    let file = scratch.file("inventory.sqlite").path
    do { _ = try ServingCentre(in: scratch) }
    try #require(truncate(file, 0) == 0)
    for log in ["-wal", "-shm"] { unlink(file + log) }
    for command in [["serve", "--listen", "127.0.0.1:0"], ["serve", "--check"], ["rank"]] {
      let refused = try Command.run("commune-inventory", command + ["--database", file])
      #expect(refused.status == 78, "\(command)")
      #expect((refused.errors + refused.output).contains("although a centre has served"))
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: file)).isEmpty)
    #expect(try Command.run("commune-inventory", ["init", "--database", file]).status == 0)
    #expect(
      try Command.run("commune-inventory", ["token", "list", "--database", file]).status == 0)
  }

  @Test func initBesideACentreWhoseFileIsAwayMakesNone() throws {
    let centre = try ServingCentre()
    let away = centre.scratch.file("away").path
    try FileManager.default.moveItem(atPath: centre.database, toPath: away)
    try centre.inventory("init").expectRefusal(78, "Another server is using")
    #expect(!FileManager.default.fileExists(atPath: centre.database))
    try centre.inventory("rank").expectRefusal(78, "is gone, although a centre has served it")
    try FileManager.default.moveItem(atPath: away, toPath: centre.database)
    #expect(try centre.inventory("rank").status == 0)
  }

  /// What an interrupted first start leaves is no loss.
  @Test func anInterruptedFirstStartIsCompleted() throws {
    let scratch = try Scratch()
    _ = try scratch.write("", "inventory.sqlite")
    _ = try scratch.write("", "inventory.sqlite-serving")
    #expect(try ServingCentre(in: scratch).inventory("rank").status == 0)
  }

  @Test func laterVersion() throws {
    let scratch = try Scratch()
    let database = try scratch.inventory()
    try sqlite(database[1], "INSERT INTO grdb_migrations VALUES ('v999_later');")
    try expect("later version of this program", database[1])
  }

  @Test func notOurs() throws {
    guard geteuid() != 0 else { return }
    let scratch = try Scratch()
    let database = try scratch.inventory()
    chmod(database[1], 0)
    try expect("may not read", database[1])
  }

  private func sqlite(_ file: String, _ sql: String) throws {
    let done = try Command.run("/usr/bin/sqlite3", [file, sql])
    try #require(done.status == 0, "\(done.errors)")
  }
}
