import Foundation
import GRDB
import InventoryFixtures
import Reporting
import Testing

@testable import InventoryStore

/// Decisions since a backup, after its restore.
struct CarriedDecisionsTests {
  private static let first = "scrypt$10$8$1$" + String(repeating: "a", count: 40)
  private static let second = "scrypt$10$8$1$" + String(repeating: "b", count: 40)
  private let backupAt = TestInventory.start.addingTimeInterval(3600)
  private let later = TestInventory.start.addingTimeInterval(7200)
  private let now = TestInventory.start.addingTimeInterval(10_800)

  /// A file and an earlier backup of it.
  private struct Files {
    let folder = FileManager.default.temporaryDirectory.appending(path: "carried-\(UUID())")
    var path: String { folder.appending(path: "inventory.sqlite").path }
    var backup: String { folder.appending(path: "backup.sqlite").path }
  }

  private func user(
    _ name: String, _ role: UserRole, _ scope: Scope, in inventory: TestInventory
  ) async throws -> User {
    let people = inventory.store.people
    let (_, secret) = try await people.invite(name, role: role, scope: scope, now: backupAt)
    return try await people.accept(secret, name: nil, password: Self.first, now: backupAt)
  }

  /// Users and computers, a backup, then decisions of each kind; not being served.
  private func make() async throws -> (files: Files, machines: [MachineKey]) {
    let files = Files()
    try FileManager.default.createDirectory(at: files.folder, withIntermediateDirectories: true)
    let inventory = try TestInventory()
    let store = inventory.store
    let hung = try await user("hung", .administrator, .country, in: inventory)
    _ = try await user("mai", .administrator, .country, in: inventory)
    let lan = try await user("lan", .officer, .province("51"), in: inventory)
    _ = try await user("binh", .planner, .country, in: inventory)
    _ = try await user("quy", .officer, .commune("21250"), in: inventory)
    _ = try await user("tu", .planner, .commune("21250"), in: inventory)
    for user in [hung, lan] {
      _ = try await store.sessions.signIn(
        user, password: Self.first, from: "192.0.2.1", now: backupAt, limits: SessionLimits())
    }
    let ended = try await store.apiTokens.create(
      for: lan, label: "ended", days: 30, now: backupAt)
    _ = try await store.apiTokens.create(for: hung, label: "his", days: 30, now: backupAt)
    _ = try await store.apiTokens.create(for: lan, label: "kept", days: 30, now: backupAt)
    let (_, used) = try await store.people.invite(
      "an", role: .planner, scope: .country, now: backupAt)
    _ = try await store.people.invite("oanh", role: .planner, scope: .country, now: backupAt)
    var machines: [MachineKey] = []
    for _ in 0..<5 { machines.append(try await inventory.enrol(at: backupAt)) }
    let ids = machines.map(\.machineId)
    try await store.machines.quarantine(ids[3], because: "early", within: .country, now: backupAt)
    let tokens = try await store.tokens.create(
      communes: ["21250"], uses: 2, within: .country, now: backupAt)
    _ = try await store.upkeep.backUp(to: files.backup)

    try await store.people.remove("hung", now: later)
    try await store.people.change(
      "lan", role: .planner, scope: .commune("21250"), now: later)
    // Moved, so that the areas in the two files have nothing in common.
    try await store.people.change("quy", role: .officer, scope: .commune("00004"), now: later)
    try await store.people.change("tu", role: .officer, scope: .country, now: later)
    let binh = try await store.people.list().first { $0.name == "binh" }
    #expect(
      try await store.people.changePassword(
        of: try #require(binh), from: Self.first, to: Self.second, now: later))
    _ = try await store.people.accept(used, name: nil, password: Self.second, now: later)
    _ = try await store.people.invite("moi", role: .planner, scope: .country, now: later)
    try await store.apiTokens.revoke(ended.id, of: nil, by: Actor("mai"), now: later)
    try await store.machines.merge(ids[0], into: ids[1], within: .country, now: later)
    try await store.machines.quarantine(ids[2], because: "odd", within: .country, now: later)
    try await store.machines.approve(ids[3], within: .country, now: later)
    _ = try await store.keys.rotate(
      machines[4], to: TestInventory.key(), sequence: 1, now: later)
    let key = TestInventory.key()
    _ = try await store.enrolments.enrol(
      EnrolmentRequest(
        token: try #require(tokens.first).token, publicKey: key, installId: "i",
        agentVersion: "0.1.0", evidence: [:]), publicKey: key, now: later)
    try await store.pool.vacuum(into: files.path)
    return (files, machines)
  }

  private func expect(
    _ answers: [(sql: String, value: String?)], in path: String,
    _ location: SourceLocation = #_sourceLocation
  ) async throws {
    try await DatabaseQueue(path: path).read { database in
      for (sql, value) in answers {
        let found = try String.fetchOne(database, sql: sql)
        #expect(found == value, "\(sql)", sourceLocation: location)
      }
    }
    #expect(try Verification.check(path).faults == [], sourceLocation: location)
  }

  private func rights(_ name: String) -> String {
    """
    SELECT role || ' ' || coalesce(province, commune, 'country') || ' '
      || coalesce(substr(password, -1), '-') || CASE WHEN removedAt IS NULL THEN '' ELSE ' gone' END
    FROM user WHERE name = '\(name)'
    """
  }

  private func state(_ machine: MachineKey) -> String {
    "SELECT state FROM machine WHERE id = '\(machine.machineId)'"
  }

  @Test func whatTakesAwayHolds() async throws {
    let (files, machines) = try await make()
    defer { try? FileManager.default.removeItem(at: files.folder) }
    // In the second round, the decisions are in the log of the first restore.
    for round in 0..<2 {
      let result = try Restoration(of: files.backup, to: files.path)
        .run(now: now.addingTimeInterval(Double(round) * 60))
      #expect(result.missingUsers == (round == 0 ? ["moi"] : []) && !result.lacksAdministrator)
      #expect(result.carriedDecisions == 10, "\(result)")
      try await expectWhatTakesAway(machines, in: files.path)
    }
  }

  private func expectWhatTakesAway(_ machines: [MachineKey], in path: String) async throws {
    try await expect(
      [
        (rights("hung"), "administrator country - gone"),
        (rights("mai"), "administrator country a"),
        (rights("lan"), "planner 21250 a"),
        (rights("quy"), "officer 00004 -"),
        // Grants must be decided again.
        (rights("tu"), "planner 21250 a"),
        (rights("binh"), "planner country b"),
        (rights("an"), "planner country b"),
        ("SELECT group_concat(label) FROM program_token WHERE revokedAt IS NULL", "kept"),
        ("SELECT count(*) FROM user_session", "0"),
        // The link that is still open.
        ("SELECT group_concat(name) FROM invitation JOIN user ON number = user", "oanh"),
        (state(machines[0]), "retired"),
        (
          "SELECT mergedInto - number FROM machine WHERE id = '\(machines[0].machineId)'", "1"
        ),
        (state(machines[1]), "active"), (state(machines[2]), "quarantined"),
        (
          "SELECT quarantineReason FROM machine WHERE id = '\(machines[2].machineId)'", "odd"
        ),
        (state(machines[3]), "quarantined"),
        (
          """
          SELECT group_concat(number || ':' || coalesce((validUntil - \(later.microseconds))
            / 86400000000, '-'), ' ') FROM machine_key WHERE machine = \(machines[4].machine)
          """, "1:30 2:-"
        ),
        ("SELECT max(uses) FROM enrolment_token WHERE maximumUses = 2", "1"),
        (
          """
          SELECT group_concat(action || ' ' || subject, ', ') FROM (SELECT * FROM audit
            WHERE json_extract(details, '$.carriedFrom') IS NOT NULL ORDER BY number)
          WHERE subject LIKE 'user %'
          """,
          "user.passwordSet user an, user.passwordSet user binh, user.removed user hung, "
            + "user.changed user lan, user.changed user quy, user.invited user quy"
        ),
        (
          """
          SELECT group_concat(action, ' ') FROM (SELECT * FROM audit
            WHERE subject IN (SELECT id FROM machine) AND actor = 'centre' ORDER BY number)
          """, "machine.merged machine.quarantined"
        ),
      ], in: path)
  }

  /// Undoing the restore of a wrong backup brings the file back as it was.
  @Test func replacedFileComesBackAsItWas() async throws {
    let (files, machines) = try await make()
    defer { try? FileManager.default.removeItem(at: files.folder) }
    let first = try Restoration(of: files.backup, to: files.path).run(now: now)
    let second = try Restoration(of: try #require(first.replaced), to: files.path)
      .run(now: now.addingTimeInterval(60))
    #expect(second.missingUsers == [])
    try await expect(
      [
        (rights("hung"), "administrator country - gone"), (rights("lan"), "planner 21250 a"),
        (rights("tu"), "officer country a"), (rights("binh"), "planner country b"),
        ("SELECT count(*) FROM user WHERE name = 'moi' AND removedAt IS NULL", "1"),
        (state(machines[3]), "active"), (state(machines[2]), "quarantined"),
        (state(machines[0]), "retired"),
      ], in: files.path)
  }

  /// The decisions are unknown then, but no one stays signed in and no link opens.
  @Test(arguments: [true, false])
  func accessEndsWithoutReadableFile(_ isThere: Bool) async throws {
    let (files, _) = try await make()
    defer { try? FileManager.default.removeItem(at: files.folder) }
    try FileManager.default.removeItem(atPath: files.path)
    if isThere {
      try Data("SQLite format 3\0 and nothing else".utf8)
        .write(to: URL(fileURLWithPath: files.path))
    }
    let result = try Restoration(of: files.backup, to: files.path, mayBeNew: !isThere)
      .run(now: now)
    #expect(result.carriedDecisions == nil && result.missingUsers == [])
    try await expect(
      [
        (rights("hung"), "administrator country a"),
        ("SELECT (SELECT count(*) FROM user_session) + (SELECT count(*) FROM invitation)", "0"),
      ], in: files.path)
  }

  /// The disk that holds it is dying: parts of it cannot be read.
  @Test(arguments: ["user", "audit", "machine", "enrolment_token"])
  func damagedFileIsReplacedWithoutIt(_ table: String) async throws {
    let (files, machines) = try await make()
    defer { try? FileManager.default.removeItem(at: files.folder) }
    let (page, size) = try await DatabaseQueue(path: files.path).read { database in
      (
        try Int.fetchOne(
          database, sql: "SELECT rootpage FROM sqlite_schema WHERE name = ?", arguments: [table]),
        try Int.fetchOne(database, sql: "PRAGMA page_size")
      )
    }
    let (root, bytes) = (try #require(page), try #require(size))
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: files.path))
    try file.seek(toOffset: UInt64((root - 1) * bytes))
    try file.write(contentsOf: Data(repeating: 0xA5, count: bytes))
    try file.close()
    let result = try Restoration(of: files.backup, to: files.path).run(now: now)
    #expect(result.carriedDecisions == nil && result.replaced != nil, "\(result)")
    try await expect(
      [
        (rights("hung"), "administrator country a"), (state(machines[2]), "active"),
        ("SELECT count(*) FROM user_session", "0"),
      ], in: files.path)
  }

  /// The only administrator of the backup is no longer one.
  @Test func lackOfAdministratorIsSaid() async throws {
    let files = Files()
    try FileManager.default.createDirectory(at: files.folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: files.folder) }
    let inventory = try TestInventory()
    _ = try await user("hung", .administrator, .country, in: inventory)
    _ = try await user("lan", .planner, .country, in: inventory)
    _ = try await inventory.store.upkeep.backUp(to: files.backup)
    _ = try await user("mai", .administrator, .country, in: inventory)
    try await inventory.store.people.remove("hung", now: later)
    try await inventory.store.pool.vacuum(into: files.path)
    let result = try Restoration(of: files.backup, to: files.path).run(now: now)
    #expect(result.lacksAdministrator && result.missingUsers == ["mai"])
  }

  /// The schema of an earlier version, on either side.
  @Test(arguments: ["v009", "v016"])
  func earlierSchemas(_ last: String) async throws {
    let (files, machines) = try await make()
    defer { try? FileManager.default.removeItem(at: files.folder) }
    let names = Array(Schema.migrations.prefix { $0 < "\(last)_~" })
    let old = "\(files.folder.path)/old.sqlite"
    _ = try OldInventory.make(of: names, from: files.backup, old)
    let result = try Restoration(of: old, to: files.path).run(now: now)
    #expect(result.carriedDecisions == 10, "\(result)")
    try await expect(
      [(rights("hung"), "administrator country - gone"), (state(machines[0]), "retired")],
      in: files.path)
  }
}
