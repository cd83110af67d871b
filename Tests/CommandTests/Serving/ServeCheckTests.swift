import Foundation
import TestSupport
import Testing

/// `serve --check`: one line per item, 0 or 78, and nothing started.
struct ServeCheckTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func check(_ arguments: String...) throws -> Command {
    try Command.run(
      "commune-inventory",
      ["serve", "--check", "--database", scratch.file("inventory.sqlite").path] + arguments)
  }

  /// That the check ends with 78 and a line `FAULT  subject … says`.
  private func expectFault(
    _ subject: String, _ says: String, _ arguments: String...,
    location: SourceLocation = #_sourceLocation
  ) throws {
    let said = try Command.run(
      "commune-inventory",
      ["serve", "--check", "--database", scratch.file("inventory.sqlite").path] + arguments)
    #expect(said.status == 78, "\(said.output)\(said.errors)", sourceLocation: location)
    let lines = said.output.split(separator: "\n")
    #expect(
      lines.contains { $0.hasPrefix("FAULT") && $0.contains(subject) && $0.contains(says) },
      "\(said.output)", sourceLocation: location)
    #expect(said.errors.split(separator: "\n").count == 1, "\(said.errors)")
  }

  private func issue(_ name: String, _ arguments: String...) throws -> (
    certificate: String, key: String
  ) {
    let folder = scratch.file("tls").path
    let issued = try Command.run(
      "commune-inventory",
      ["tls", "issue", "--name", name, "--directory", folder] + arguments)
    try #require(issued.status == 0, "\(issued.errors)")
    return ("\(folder)/\(name).pem", "\(folder)/\(name).key")
  }

  @Test func allIsWell() throws {
    let (certificate, key) = try issue("localhost")
    let said = try check(
      "--listen", "127.0.0.1:0", "--agents-listen", "127.0.0.1:0", "--tls-certificate", certificate,
      "--tls-key", key)
    #expect(said.status == 0 && said.errors.isEmpty, "\(said.output)\(said.errors)")
    for subject in ["Settings", "Policy", "Certificate", "Database", "Disk", "Port", "Letters"] {
      #expect(said.output.contains(subject), "\(said.output)")
    }
    #expect(said.output.contains("valid until 1 Jan 2100 for localhost"))
    // Nothing was created.
    #expect(!FileManager.default.fileExists(atPath: scratch.file("inventory.sqlite").path))
    _ = try scratch.inventory()
    let again = try check("--listen", "127.0.0.1:0")
    #expect(again.output.contains("readable, intact, of this version"), "\(again.output)")
    let vietnamese = try check("--listen", "127.0.0.1:0", "--language", "vi")
    #expect(vietnamese.output.contains("nguyên vẹn, đúng phiên bản này"), "\(vietnamese.output)")
    #expect(!vietnamese.output.contains("Settings"))
  }

  @Test func settingsAndPolicy() throws {
    try expectFault(
      "Settings", "Did you mean \"listen\"?", "--config", try scratch.write("listn = 1", "a.toml"))
    try expectFault("Policy", "b.toml", "--policy", try scratch.write("id = 1", "b.toml"))
    try expectFault("Policy", "/nowhere.toml", "--policy", "/nowhere.toml")
    try expectFault("Addresses", "TLS", "--listen", "0.0.0.0:0")
    try expectFault(
      "Port", "are both 127.0.0.1:18999", "--listen", "127.0.0.1:18999", "--agents-listen",
      "127.0.0.1:18999")
    let mail = try scratch.write("[mail]\nserver = \"x\"\n", "mail.toml")
    try expectFault(
      "Letters", "mail.server", "--config", try scratch.write("mail = \"\(mail)\"", "c.toml"))
    try expectFault(
      "Disk", "least-free-megabytes", "--config",
      try scratch.write("[disk]\nleast-free-megabytes = 100000000", "d.toml"))
  }

  @Test func certificates() throws {
    let (certificate, key) = try issue("localhost")
    let (_, otherKey) = try issue("a.localhost", "--root", "2")
    try expectFault(
      "Certificate", "does not belong to", "--tls-certificate", certificate, "--tls-key", otherKey)
    try expectFault(
      "Certificate", "/nowhere.pem", "--tls-certificate", "/nowhere.pem", "--tls-key", key)
    func made(_ days: Int, _ name: String) throws -> [String] {
      let (file, key) = (scratch.file("\(name).pem").path, scratch.file("\(name).key").path)
      let make =
        "openssl req -new -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=x"
        + " -keyout \(key) -out \(file)"
      let script = "\(make) -days \(days < 0 ? 30 : days)"
      let openssl = try Command.run(
        "/bin/sh", ["-c", "\(script) && chmod 600 \(key)"],
        environment: days < 0 ? FakeTime.environment("@2020-01-01 00:00:00") : [:])
      try #require(openssl.status == 0, "\(openssl.errors)")
      return ["--tls-certificate", file, "--tls-key", key, "--listen", "127.0.0.1:0"]
    }
    let expired = try made(-1, "expired")
    try expectFault(
      "Certificate", "expired on 31 Jan 2020", expired[0], expired[1], expired[2], expired[3])
    let short = try made(20, "short")
    let said = try check(short[0], short[1], short[2], short[3], short[4], short[5])
    #expect(said.status == 0 && said.output.contains("expires within 30 days"), "\(said.output)")
  }

  @Test func databases() throws {
    let database = try scratch.inventory()
    func sql(_ statement: String) throws {
      let said = try Command.run("/usr/bin/sqlite3", [database[1], statement])
      try #require(said.status == 0, "\(said.errors)")
    }
    try sql("INSERT INTO grdb_migrations VALUES ('v999_later')")
    try expectFault("Database", "later version", "--listen", "127.0.0.1:0")
    try sql("DELETE FROM grdb_migrations WHERE identifier = 'v999_later'")
    try sql(
      "DELETE FROM grdb_migrations WHERE identifier = (SELECT max(identifier) FROM grdb_migrations)"
    )
    let older = try check("--listen", "127.0.0.1:0")
    #expect(older.status == 0 && older.output.contains("(1 steps)"), "\(older.output)")
    // Garbage in the middle of the file.
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: database[1]))
    try file.seek(toOffset: 40_960)
    try file.write(contentsOf: Data(repeating: 0xAA, count: 200_000))
    try file.close()
    try expectFault("Database", database[1], "--listen", "127.0.0.1:0")
    try Data("text".utf8).write(to: URL(fileURLWithPath: database[1]))
    try expectFault("Database", "SQLite", "--listen", "127.0.0.1:0")
  }

  @Test func ports() throws {
    let centre = try ServingCentre(in: try Scratch())
    let port = try #require(centre.address.split(separator: ":").last)
    // A centre on another database is another program.
    try expectFault("Port", "in use by another program", "--listen", "127.0.0.1:\(port)")
    let beside = try Command.run(
      "commune-inventory",
      ["serve", "--check", "--database", centre.database, "--listen", "127.0.0.1:\(port)"])
    #expect(beside.status == 0 && beside.output.contains("a centre serves"), "\(beside.output)")
  }
}
