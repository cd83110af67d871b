import Foundation
import TestSupport
import Testing

/// `restore`, and how commands treat a lost database.
struct RestoreCommandTests {
  /// A centre's database, with an administrator, and a backup of it.
  private func centre(_ scratch: Scratch) throws -> (database: [String], backup: String) {
    let database = try scratch.inventory()
    let backup = scratch.file("backup.sqlite").path
    for command in [
      ["user", "add", "hung", "--role", "administrator", "--server", "https://x"],
      ["user", "add", "minh", "--role", "officer", "--country", "--server", "https://x"],
      ["backup", backup],
    ] {
      let done = try Command.run("commune-inventory", command + database)
      try #require(done.status == 0, "\(done.errors)")
    }
    return (database, backup)
  }

  /// A mistyped or default path without an inventory must not look like a restored centre.
  @Test(arguments: [
    ["--database", "FOLDER/typo/inventroy.sqlite"], ["--database", "FOLDER/empty.sqlite"], [],
  ])
  func nothingIsMadeWhereNothingIs(_ place: [String]) throws {
    let scratch = try Scratch()
    let (_, backup) = try centre(scratch)
    try scratch.write("", "empty.sqlite")
    let before = try FileManager.default.subpathsOfDirectory(atPath: scratch.folder.path).sorted()
    let folder = scratch.folder.path
    let options = place.map { $0.replacing("FOLDER", with: folder) }
    func restore(_ more: String...) throws -> Command {
      try Command.run(
        "commune-inventory", ["restore", backup] + options + more,
        environment: ["STATE_DIRECTORY": "\(folder)/state", "LC_ALL": "C"])
    }
    try restore().expectRefusal(78, "add --new to make it there, as on a new computer")
    try restore().expectRefusal(78, "/var/lib/commune-inventory/inventory.sqlite")
    try restore("--language", "vi").expectRefusal(78, "hoặc thêm --new")
    #expect(
      try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() == before)
    // As on a new computer, after the old one's disk died.
    let made = try restore("--new")
    #expect(made.status == 0 && made.errors.isEmpty, "\(made.errors)")
    #expect(made.output.contains("0 machines"), "\(made.output)")
    #expect(made.output.contains("What was decided since the backup is not known"))
    let path = options.last ?? "\(folder)/state/inventory.sqlite"
    let users = try Command.run("commune-inventory", ["user", "list", "--database", path])
    #expect(users.output.contains("hung"), "\(users.output)\(users.errors)")
  }

  @Test func whatWasDecidedSinceIsSaid() throws {
    let scratch = try Scratch()
    let (database, backup) = try centre(scratch)
    func run(_ command: String...) throws -> Command {
      try Command.run("commune-inventory", command + database, environment: ["LC_ALL": "C"])
    }
    let same = try run("restore", backup)
    #expect(same.output.contains("Everybody has to sign in again."), "\(same.errors)")
    #expect(!same.output.contains("decisions since"), "\(same.output)")
    for command in [
      ["user", "add", "lan", "--role", "planner", "--country", "--server", "https://x"],
      ["user", "change", "minh", "--role", "planner", "--province", "51"],
    ] {
      let done = try Command.run("commune-inventory", command + database)
      try #require(done.status == 0, "\(done.errors)")
    }
    // The replaced file is named after the current second, which must be another one.
    Thread.sleep(forTimeInterval: 1.1)
    let restored = try run("restore", backup)
    #expect(restored.status == 0, "\(restored.errors)")
    #expect(restored.output.contains("1 decisions since the backup hold"), "\(restored.output)")
    #expect(restored.output.contains("1 users added since the backup are not in it: lan."))
    let users = try run("user", "list")
    #expect(users.output.contains("minh") && !users.output.contains("officer"), "\(users.output)")
  }

  /// If a database that a centre has served is gone, serve does not create an empty one unasked.
  @Test func lostDatabaseIsNotBegunAnew() throws {
    let scratch = try Scratch()
    let (database, backup) = try centre(scratch)
    let path = database[1]
    _ = try Command.run("commune-inventory", ["restore", backup] + database)
    for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
    let serve = ["serve", "--listen", "127.0.0.1:0"] + database
    try Command.run("commune-inventory", serve).expectRefusal(
      78, "The database \(path) is gone, although a centre has served it from there")
    let check = try Command.run("commune-inventory", serve + ["--check"])
    #expect(check.status == 78 && check.output.contains("restore FILE --new --database \(path)"))
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(
      try Command.run("commune-inventory", ["restore", backup, "--new"] + database).status == 0)
    let well = try Command.run("commune-inventory", serve + ["--check"])
    #expect(well.status == 0, "\(well.output)")
    unlink(path)
    #expect(try Command.run("commune-inventory", ["init"] + database).status == 0)
  }

  /// A hash that was noted before the log was shortened.
  @Test func earlierHeadOfShortenedLog() throws {
    let scratch = try Scratch()
    let (database, backup) = try centre(scratch)
    func run(_ command: String..., at time: String? = nil) throws -> Command {
      try Command.run(
        "/usr/bin/env",
        [Command.folder.appending(path: "commune-inventory").path] + command
          + (command[0] == "verify" ? [] : database),
        environment: (try time.map { try FakeTime.environment($0) } ?? [:])
          .merging(["LC_ALL": "C"]) { $1 })
    }
    func head(_ file: String) throws -> String {
      let words = try run("verify", file).output.split(whereSeparator: \.isWhitespace)
      return String(try #require(words.last))
    }
    let earlier = try head(backup)
    for command in [
      ["user", "add", "lan", "--role", "planner", "--country", "--server", "https://x"],
      ["user", "add", "binh", "--role", "planner", "--country", "--server", "https://x"],
    ] {
      _ = try Command.run("commune-inventory", command + database)
    }
    let middle = try head(database[1])
    let kept = try run("verify", database[1], "--head", earlier)
    #expect(kept.status == 0, "\(kept.errors)")
    let retained = try run("retention", at: "+800d")
    #expect(retained.status == 0, "\(retained.errors)")
    let lost = try run("verify", database[1], "--head", earlier)
    #expect(lost.status == 65 && lost.output.contains("audit entries; head"), "\(lost.output)")
    #expect(
      lost.errors.contains("is sound, but no entry has the hash \(earlier)"), "\(lost.errors)")
    #expect(!lost.errors.contains("restore") && !lost.errors.contains("tampered"))
    // The hash of the last deleted entry is still known, like all later ones.
    for head in [middle, try head(database[1])] {
      let known = try run("verify", database[1], "--head", head)
      #expect(known.status == 0, "\(known.errors)")
    }
  }
}
