import Foundation
import Testing

/// Commands that only read a backup leave it as it was.
struct ReadingCommandTests {
  @Test func backupStaysUsable() throws {
    let scratch = try Scratch()
    let database = try scratch.inventory()
    let backup = scratch.file("backups/backup.sqlite").path
    try FileManager.default.createDirectory(
      at: scratch.file("backups"), withIntermediateDirectories: true)
    let table = try scratch.write("code,officials\n21250,4\n", "officials.csv")
    for command in [
      ["user", "add", "minh", "--role", "officer", "--country", "--server", "https://x"],
      ["token", "create", "--commune", "21250", "--server", "https://x"],
      ["communes", "import", table], ["backup", backup],
    ] {
      let done = try Command.run("commune-inventory", command + database)
      try #require(done.status == 0, "\(command) \(done.errors)")
    }
    let before = try Data(contentsOf: URL(fileURLWithPath: backup))
    for command in [
      ["rank", "--province", "51", "--limit", "1"], ["rank", "--explain", "21250"],
      ["rank", "--province", "51", "--as-of", Date().formatted(.iso8601)],
      ["compare", "21250", "21244"], ["plan", "--budget", "1000000000", "--province", "51"],
      ["forecast", "--province", "51", "--budget-per-year", "1000000000"],
      ["machines", "list"], ["machines", "proposals"], ["machines", "requests"],
      ["token", "list"], ["user", "list"], ["user", "letters", "minh"],
      ["communes", "list"], ["communes", "contact", "21250"], ["communes", "groups", "list"],
      ["communes", "import", table, "--preview"], ["programme", "list"], ["programme", "plans"],
      ["digest", "--print", "--user", "minh"], ["digest", "status"], ["clock"],
      ["serve", "--check"], ["verify"], ["backup", scratch.file("second.sqlite").path],
    ] {
      let run = try Command.run("commune-inventory", command + ["--database", backup])
      #expect(run.status == 0, "\(command) \(run.errors)")
      let left = try FileManager.default.contentsOfDirectory(
        atPath: scratch.file("backups").path)
      #expect(left == ["backup.sqlite"], "\(command)")
      #expect(try Data(contentsOf: URL(fileURLWithPath: backup)) == before, "\(command)")
    }
    let restored = try Command.run("commune-inventory", ["restore", backup] + database)
    #expect(restored.status == 0, "\(restored.errors)")
  }
}
