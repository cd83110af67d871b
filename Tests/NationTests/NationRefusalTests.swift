import Foundation
import GRDB
import InventoryStore
import TestSupport
import Testing

@testable import Nation
@testable import PostgreSQL

/// Failures between a province and the nation: one line and an exit code, and no other effect.
@Suite(.serialized)
struct NationRefusalTests {
  private func publish(
    _ province: ProvinceBench, _ address: String, _ more: [String] = [],
    environment: [String: String] = [:]
  ) throws -> Program {
    try Program.run(
      "commune-inventory",
      ["publish", "--database", province.file.path, "--to", address] + more,
      environment: environment)
  }

  /// Creates a database's publishers and analysts as the documentation describes.
  private func makeUsers(_ nation: NationBench) throws {
    try nation.sql(
      """
      DO $$ BEGIN
        PERFORM pg_advisory_xact_lock(2);
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'commune_inventory_51') THEN
          CREATE ROLE commune_inventory_51 LOGIN PASSWORD 'right' IN ROLE commune_inventory_publisher;
          CREATE ROLE analyst LOGIN PASSWORD 'right' IN ROLE commune_inventory_analyst;
        END IF;
      END $$
      """)
  }

  @Test func credentialsAndNames() throws {
    let nation = try NationBench()
    try makeUsers(nation)
    let province = try ProvinceBench(["51"])
    let base =
      "@127.0.0.1:\(nation.server.port)/\(nation.name)?sslmode=verify-full"
      + "&sslrootcert=\(nation.server.ca)"
    let user = "postgresql://commune_inventory_51"
    try publish(province, user + base, environment: ["PGPASSWORD": "wrong"])
      .expectRefusal(78, "28P01")
    try publish(province, user + base).expectRefusal(78, "wants a password")
    try publish(province, "postgresql://nowhere.invalid/x").expectRefusal(69, "cannot be reached")
    try publish(
      province, "\(user)@127.0.0.1:\(nation.server.port)/nowhere",
      environment: ["PGPASSWORD": "right"]
    ).expectRefusal(78, "3D000")
    try publish(province, "mysql://localhost/x").expectRefusal(64, "must begin with postgresql://")
    try publish(province, "postgresql://localhost/x?sslmod=verify-full")
      .expectRefusal(64, "sslmod")
    try publish(province, "postgresql://127.0.0.1:9/x").expectRefusal(69, "cannot be reached")
    #expect(try nation.sql("SELECT count(*) FROM commune_inventory.publication") == "0")

    // A password file like that of the nightly service.
    let passwords = province.file.deletingLastPathComponent().appending(path: "pgpass")
    try "127.0.0.1:*:*:commune_inventory_51:right\n".write(
      to: passwords, atomically: true, encoding: .utf8)
    chmod(passwords.path, 0o600)
    let done = try publish(province, user + base, environment: ["PGPASSFILE": passwords.path])
    try done.expectSuccess()
    #expect(done.errors.isEmpty)
    // A password in the address works, with a warning.
    let warned = try publish(province, "\(user):right\(base)")
    try warned.expectSuccess()
    #expect(warned.errors.contains("can read the password in the address"))
    #expect(!warned.errors.contains("right"))
    try nation.expectEqual(province)
  }

  @Test func rowLevelSecurity() throws {
    let nation = try NationBench()
    try makeUsers(nation)
    let own = try ProvinceBench(["51"])
    let other = try ProvinceBench(["01"])
    try nation.publish(other)
    let done = try publish(own, nation.server.address(nation.name, as: "commune_inventory_51"))
    try done.expectSuccess()
    try publish(other, nation.server.address(nation.name, as: "commune_inventory_51"))
      .expectRefusal(78, "42501")
    try nation.expectEqual(own)
    try nation.expectEqual(other)
    for table in (Dataset.present + Dataset.histories).map(\.table) {
      let seen = try nation.sql(
        "SELECT string_agg(DISTINCT province, ',') FROM \(table)", as: "commune_inventory_51")
      #expect(seen == "51" || seen == "", "\(table)")
    }
    #expect(
      try nation.sql(
        "DELETE FROM commune_inventory.commune RETURNING province", as: "commune_inventory_51"
      )
      .split(separator: "\n").allSatisfy { $0 == "51" })
    #expect(
      try nation.sql(
        "SELECT count(DISTINCT province) FROM commune_inventory.commune_state", as: "analyst")
        == "2")
    #expect(throws: (any Error).self) {
      try nation.sql("DELETE FROM commune_inventory.commune_state", as: "analyst")
    }
    #expect(throws: (any Error).self) {
      try nation.sql("SELECT * FROM commune_inventory.current_state", as: "commune_inventory_51")
    }
    // Publishers need no access to the views; analysts can rank.
    let ranked = try Program.run(
      "commune-inventory",
      ["rank", "--format", "json", "--from", nation.server.address(nation.name, as: "analyst")])
    try ranked.expectSuccess()
  }

  /// Nothing leaves this computer without TLS to a server that proves its name.
  @Test func onlyVerifiedServersOffThisComputer() throws {
    let address = "192.0.2.51"
    try Program.run("/usr/bin/env", ["ip", "address", "add", "\(address)/32", "dev", "lo"])
      .expectSuccess()
    defer {
      _ = try? Program.run("/usr/bin/env", ["ip", "address", "del", "\(address)/32", "dev", "lo"])
    }
    let server = try PostgreSQLServer(listeningOn: address)
    let nation = try NationBench(on: server)
    try makeUsers(nation)
    let province = try ProvinceBench(["51"])
    let password = ["PGPASSWORD": "right"]
    let user = "postgresql://commune_inventory_51@\(address):\(server.port)/\(nation.name)"
    for weaker in ["", "?sslmode=require", "?sslmode=verify-ca&sslrootcert=\(server.ca)"] {
      try publish(province, user + weaker, environment: password)
        .expectRefusal(78, "add sslmode=verify-full")
    }
    // Even if the environment or a second host would weaken it.
    try publish(province, user, environment: password.merging(["PGSSLMODE": "prefer"]) { $1 })
      .expectRefusal(78, "add sslmode=verify-full")
    try publish(
      province,
      "postgresql://commune_inventory_51@127.0.0.1:9,\(address):\(server.port)/\(nation.name)",
      environment: password
    ).expectRefusal(78, "add sslmode=verify-full")
    try publish(
      province, user + "?sslmode=verify-full&sslrootcert=\(try PostgreSQLServer.shared.get().ca)",
      environment: password
    ).expectRefusal(78, "cannot be trusted")
    try publish(
      province,
      "postgresql://commune_inventory_51@elsewhere.example:\(server.port)/\(nation.name)"
        + "?hostaddr=\(address)&sslmode=verify-full&sslrootcert=\(server.ca)",
      environment: password
    ).expectRefusal(78, "cannot be trusted")
    #expect(try nation.sql("SELECT count(*) FROM commune_inventory.publication") == "0")
    try publish(
      province, user + "?sslmode=verify-full&sslrootcert=\(server.ca)", environment: password
    ).expectSuccess()
    try nation.expectEqual(province)
  }

  @Test func schemasOfOtherVersions() throws {
    let nation = try NationBench()
    let province = try ProvinceBench(["51"])
    func refusals(_ code: Int32, _ says: String) throws {
      try publish(province, nation.address).expectRefusal(code, says)
      try Program.run("commune-inventory", ["rank", "--from", nation.address])
        .expectRefusal(code, says)
    }
    try nation.sql("INSERT INTO commune_inventory.schema_version VALUES (99)")
    try refusals(78, "is version 99")
    try Program.run("commune-inventory", ["nation", "install", "--to", nation.address])
      .expectRefusal(78, "is version 99")
    try nation.sql("DELETE FROM commune_inventory.schema_version WHERE version > 1")
    try refusals(78, "nation install")
    try nation.sql("DROP SCHEMA commune_inventory CASCADE")
    try refusals(78, "has no schema commune_inventory")
    // An upgrade from one version to the next, with existing data.
    try nation.sql(try NationSchema.script(now: ProvinceBench.now, through: 1))
    try refusals(78, "is version 1")
    let updated = try Program.run(
      "commune-inventory", ["nation", "install", "--to", nation.address])
    try updated.expectSuccess()
    #expect(updated.output.contains("from version 1 to \(NationSchema.version)"))
    let printed = try Program.run("commune-inventory", ["nation", "schema"])
    #expect(printed.output.contains("CREATE SCHEMA commune_inventory;"))
    try publish(province, nation.address).expectSuccess()
    try nation.expectEqual(province)
  }

  @Test func aFullDiskOnTheFarSide() throws {
    let server = try PostgreSQLServer.shared.get()
    let disk = try SmallDisk(size: "40m", mode: "777")
    defer { disk.unmount() }
    let space = "space_\(UUID().uuidString.prefix(8).lowercased())"
    try Program.run(
      "/bin/sh", ["-c", "mkdir \(disk.path)/space && chown postgres \(disk.path)/space"]
    )
    .expectSuccess()
    try server.sql("CREATE TABLESPACE \(space) LOCATION '\(disk.path)/space'")
    defer { _ = try? server.sql("DROP TABLESPACE \(space)") }
    let nation = try NationBench(on: server, tablespace: space)
    let province = try ProvinceBench(["01"], months: 6)
    // Room for a few months only.
    try Program.run(
      "/bin/sh",
      [
        "-c",
        """
        cd \(disk.path) && fallocate -l $(( ($(stat -f -c %a .) - 200) * $(stat -f -c %S .) )) filler
        """,
      ]
    ).expectSuccess()
    try publish(province, nation.address).expectRefusal(75, "53100")
    // Until there is room, PostgreSQL itself may be unable to answer, because it must write what it
    // evicts.
    disk.makeRoom()
    try nation.expectNoDoubles()
    try publish(province, nation.address).expectSuccess()
    try nation.expectEqual(province)
    try server.sql("DROP DATABASE \(nation.name) WITH (FORCE)")
  }

  /// A network that stalls, in the middle of a batch and before the first answer.
  @Test(.timeLimit(.minutes(3)), arguments: [0, 60_000, 400_000])
  func aNetworkThatStandsStill(after bytes: Int) throws {
    let nation = try NationBench()
    try makeUsers(nation)
    let province = try ProvinceBench(["51"], months: 12)
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Servers/stalling_proxy.py")
    let (proxy, output) = (Process(), Pipe())
    proxy.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    proxy.arguments = ["python3", script.path, "\(nation.server.port)", "\(bytes)"]
    proxy.standardOutput = output
    try proxy.run()
    defer {
      kill(proxy.processIdentifier, SIGKILL)
      proxy.waitUntilExit()
    }
    let port = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
      .trimmingCharacters(in: .newlines)
    let start = Date()
    try publish(
      province,
      "postgresql://commune_inventory_51@127.0.0.1:\(port)/\(nation.name)?sslmode=disable",
      ["--timeout", "2"], environment: ["PGPASSWORD": "right"]
    ).expectRefusal(69, "does not answer")
    #expect(Date().timeIntervalSince(start) < 60)
    try nation.expectNoDoubles()
    // The server drops the stalled connection by itself: the next run may wait for that, and
    // continues.
    try publish(
      province, nation.server.address(nation.name, as: "commune_inventory_51")
    ).expectSuccess()
    try nation.expectEqual(province)
  }

  /// Rows dated by a clock that has leapt would look newer than all later ones.
  @Test func aClockThatIsNotBelieved() throws {
    let nation = try NationBench()
    let province = try ProvinceBench(["51"])
    try province.write { database in
      let time = Date().microseconds
      try database.execute(
        sql: "INSERT OR REPLACE INTO setting (name, value) VALUES ('believedTime', ?)",
        arguments: [#"{"time":\#(time),"boot":"another","uptime":1,"confirmation":0}"#])
    }
    try Program.run(
      "/usr/bin/env",
      [
        Program.folder.appending(path: "commune-inventory").path, "publish", "--to", nation.address,
        "--database", province.file.path,
      ], environment: FakeTime.environment("+400d")
    ).expectRefusal(75, "clock is not believed")
    #expect(try nation.sql("SELECT count(*) FROM commune_inventory.publication") == "0")
    try publish(province, nation.address).expectSuccess()
  }

  @Test func whatAnInventoryLacks() throws {
    let nation = try NationBench()
    let empty = try ProvinceBench(["51"])
    try empty.write { database in
      try database.execute(
        sql: """
          DELETE FROM commune_measure_past; DELETE FROM commune_measure; DELETE FROM commune_reporting;
          DELETE FROM commune_reporting_past; DELETE FROM commune_attested_measure
          """)
    }
    try publish(empty, nation.address).expectRefusal(65, "name the province with --province")
    try publish(empty, nation.address, ["--province", "99"]).expectRefusal(65, "99")
    try publish(empty, nation.address, ["--verify", "--province", "51"])
      .expectRefusal(65, "has not been published yet")
    try publish(try ProvinceBench(["51", "01"]), nation.address)
      .expectRefusal(78, "in several provinces (01, 51)")
    try Program.run("commune-inventory", ["publish", "--database", empty.file.path])
      .expectRefusal(78, "No national database is named")
    let idle = try Program.run(
      "commune-inventory", ["publish", "--if-configured", "--database", empty.file.path])
    #expect(idle.status == 0 && idle.output.isEmpty && idle.errors.isEmpty)
    // A register without measures can be published too.
    try publish(empty, nation.address, ["--province", "51"]).expectSuccess()
    #expect(try nation.sql("SELECT count(*) FROM commune_inventory.commune") == "96")
    let verified = try publish(empty, nation.address, ["--verify", "--province", "51"])
    #expect(verified.status == 0, "\(verified.errors)")
    #expect(verified.output.contains("are equal on both sides"))
  }
}
