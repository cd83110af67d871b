import Foundation
import GRDB
@testable import InventoryStore
import Reporting
import Testing

struct AuditLogTests {
  func actions(_ path: String) throws -> [String] {
    try DatabaseQueue(path: path).read {
      try String.fetchAll($0, sql: "SELECT action FROM audit ORDER BY number")
    }
  }

  @Test func everyActionIsLoggedAndChainVerifies() async throws {
    let inventory = try TestInventory()
    let now = TestInventory.start
    let machine = try await inventory.enrol()
    let token = try #require(
      try await inventory.store.tokens.create(
        communes: ["21250"], uses: 2, within: .country, now: now
      ).first)
    try await inventory.store.tokens.revoke(token.id, within: .country, now: now)
    try await inventory.store.machines.quarantine(
      machine.machineId, because: "tiếng Việt \u{202E}\n", within: .country, now: now)
    try await inventory.store.machines.approve(machine.machineId, within: .country, now: now)
    _ = try await inventory.store.keys.rotate(
      machine, to: TestInventory.key(), sequence: 1, now: now)
    try await inventory.store.keys.revoke(
      "\(machine.machineId).1", because: "lost", within: .country, now: now)
    try await inventory.store.machines.retire(machine.machineId, within: .country, now: now)
    #expect(
      try actions(inventory.path) == [
        "register.imported", "token.created", "machine.enrolled", "token.used", "token.created",
        "token.revoked", "machine.quarantined", "machine.approved", "key.rotated", "key.revoked",
        "machine.retired",
      ])
    let verification = try Verification.check(inventory.path)
    #expect(verification.faults.isEmpty)
    #expect(verification.auditEntries == 11 && verification.auditHead.count == 64)
    #expect(try Verification.check(inventory.path, head: verification.auditHead).faults.isEmpty)
    let wrong = String(repeating: "0", count: 64)
    let missing = try Verification.check(inventory.path, head: wrong)
    #expect(missing.faults.isEmpty && missing.hasEarlierHead == false, "no fault of the file")
  }

  @Test func failedActionsLeaveNoEntry() async throws {
    let inventory = try TestInventory()
    let before = try actions(inventory.path)
    await #expect(throws: InventoryError.self) {
      try await inventory.store.machines.retire("m0", within: .country, now: .now)
    }
    await #expect(throws: InventoryError.self) {
      try await inventory.store.tokens.revoke(99, within: .country, now: .now)
    }
    await #expect(throws: InventoryError.self) {
      try await inventory.store.tokens.create(
        communes: ["21250", "99999"], uses: 1, within: .country, now: .now)
    }
    #expect(try actions(inventory.path) == before)
  }

  @Test(arguments: [
    "UPDATE audit SET actor = 'somebody else' WHERE number = 1", "DELETE FROM audit",
    "INSERT OR REPLACE INTO audit SELECT 1, time, 'x', action, subject, details, previous, hash FROM audit WHERE number = 1",
    "INSERT INTO audit SELECT number + 2, time, actor, action, subject, details, hash, hash FROM audit WHERE number = 1",
    "INSERT INTO audit SELECT 2, time, actor, action, subject, details, previous, hash FROM audit WHERE number = 1",
    "UPDATE OR REPLACE audit SET number = 2",
  ])
  func directChangesToLogAreRejected(_ sql: String) throws {
    let inventory = try TestInventory()
    let queue = try DatabaseQueue(path: inventory.path)
    let error = #expect(throws: DatabaseError.self) {
      try queue.write { try $0.execute(sql: sql) }
    }
    #expect(error?.resultCode == .SQLITE_CONSTRAINT)
    #expect(try actions(inventory.path) == ["register.imported"])
  }

  /// Possible tampering with the file, and the message that reveals it.
  @Test(arguments: [
    ("UPDATE audit SET actor = 'nobody' WHERE number = 2", "entry 2 was changed"),
    ("DELETE FROM audit WHERE number = 2", "entry 2 is missing"),
    ("UPDATE audit SET previous = zeroblob(32) WHERE number = 3", "entry 3 does not follow"),
    ("UPDATE section_body SET body = '{}'", "does not match its digest"),
    ("UPDATE machine SET lastSequence = 0", "beyond its last sequence"),
    ("PRAGMA foreign_keys = OFF; DELETE FROM machine_key; DELETE FROM machine", "foreign keys"),
    (
      """
      DROP INDEX report_by_machine;
      INSERT INTO report SELECT randomblob(16), machine, sequence, capturedAt, receivedAt, digest
      FROM report
      """, "is on file 2 times"
    ),
  ])
  func tamperingIsDetected(_ sql: String, _ words: String) async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    _ = try await inventory.store.reports.file(
      inventory.report(machine, sequence: 1, hardware: TestInventory.computer()))
    #expect(try Verification.check(inventory.path).faults.isEmpty)
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: inventory.path, configuration: configuration)
    try await queue.writeWithoutTransaction { database in
      try database.execute(
        sql: """
          DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_shortened; \(sql)
          """)
    }
    let faults = try Verification.check(inventory.path).faults
    #expect(faults.contains { $0.contains(words) }, "\(faults)")
    #expect(faults.contains { $0.contains("triggers") })
  }

  @Test func backupsAreCompleteAndNeverOverwrite() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    let copy = inventory.folder.appending(path: "copy.sqlite").path
    let store = inventory.store
    async let backup = store.upkeep.backUp(to: copy)
    for night in 1...50 {
      _ = try await inventory.store.reports.file(
        inventory.report(machine, sequence: night, hardware: TestInventory.computer()))
    }
    #expect(try await backup.faults.isEmpty)
    #expect(try Verification.check(copy).faults.isEmpty)
    let attributes = try FileManager.default.attributesOfItem(atPath: copy)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: copy))
    let error = await #expect(throws: InventoryError.self) {
      try await inventory.store.upkeep.backUp(to: copy)
    }
    #expect(error?.code == .argumentMalformed)
    #expect(try Data(contentsOf: URL(fileURLWithPath: copy)) == bytes)
    let left = try FileManager.default.contentsOfDirectory(atPath: inventory.folder.path)
    #expect(left.filter { $0.hasPrefix(".") }.isEmpty)
    // The backup opens as an inventory.
    let restored = try InventoryStore(
      path: copy, role: .serving, policy: inventory.policy, now: TestInventory.start)
    #expect(try await restored.machines.list(within: .country).count == 1)
  }

  @Test func verificationRejectsMissingAndForeignFiles() {
    #expect(throws: InventoryError.self) { try Verification.check("/nonexistent.sqlite") }
    #expect(throws: InventoryError.self) { try Verification.check(#filePath) }
  }
}
