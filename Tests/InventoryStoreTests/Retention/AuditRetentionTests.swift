import Foundation
import GRDB
import Testing

@testable import InventoryStore

/// The audit log after its oldest entries were deleted.
struct AuditRetentionTests {
  private func at(_ days: Double) -> Date {
    TestInventory.start.addingTimeInterval(days * 86_400)
  }

  private func faults(_ inventory: TestInventory, head: String? = nil) throws -> [String] {
    try Verification.check(inventory.path, head: head).faults
  }

  /// One machine quarantined long ago, one approved long ago; both still are.
  private func inventoryWithOldEntries() async throws -> (TestInventory, [MachineKey]) {
    let inventory = try TestInventory()
    let machines = [
      try await inventory.enrol(at: at(1)), try await inventory.enrol(at: at(1)),
    ]
    for machine in machines {
      try await inventory.store.machines.quarantine(
        machine.machineId, because: "x", within: .country, now: at(2))
      _ = try? await inventory.store.reports.file(
        inventory.report(machine, sequence: 1, hardware: TestInventory.computer(), at: at(2)))
    }
    try await inventory.store.machines.approve(
      machines[1].machineId, within: .country, now: at(3))
    _ = try await inventory.store.reports.file(
      inventory.report(
        machines[1], sequence: 2, hardware: TestInventory.computer(), at: at(800)))
    _ = try await inventory.store.tokens.create(
      communes: ["21250"], uses: 1, within: .country, now: at(800))
    return (inventory, machines)
  }

  /// A backup that ends before the log begins is still of this centre.
  @Test func olderBackupIsRecognized() async throws {
    let inventory = try TestInventory()
    let people = inventory.store.people
    _ = try await people.invite("lan", role: .officer, scope: .country, now: at(1))
    let backup = inventory.folder.appending(path: "backup.sqlite").path
    let present = inventory.folder.appending(path: "present.sqlite").path
    _ = try await inventory.store.upkeep.backUp(to: backup)
    _ = try await people.invite("binh", role: .officer, scope: .country, now: at(2))
    try await people.remove("lan", now: at(800))
    let done = try await inventory.store.upkeep.retain(RetentionSettings(), now: at(800))
    #expect(done[.auditEntries].count == 3)
    _ = try await inventory.store.upkeep.backUp(to: present)

    let result = try Restoration(of: backup, to: present).run(now: at(801))
    #expect(result.carriedDecisions == 1 && result.missingUsers == ["binh"])
    let store = try InventoryStore(
      path: present, role: .serving, policy: inventory.policy, now: at(801))
    #expect(try await store.people.list().isEmpty)
  }

  @Test func chainContinuesFromAnchor() async throws {
    let (inventory, _) = try await inventoryWithOldEntries()
    let before = try Verification.check(inventory.path)
    let done = try await inventory.store.upkeep.retain(RetentionSettings(), now: at(800))
    #expect(done[.auditEntries].count == before.auditEntries - 1)
    let after = try Verification.check(inventory.path)
    #expect(after.faults == [] && after.auditEntries == 2)
    let known = try Verification.check(inventory.path, head: before.auditHead)
    #expect(known.faults == [] && known.hasEarlierHead == true)
    // Neither entries in the middle nor the first ones after the anchor can be removed.
    let pool = inventory.store.pool
    await #expect(throws: DatabaseError.self) {
      try await pool.write { try $0.execute(sql: "DELETE FROM audit") }
    }
    await #expect(throws: DatabaseError.self) {
      try await pool.write {
        try $0.execute(
          sql: """
            INSERT INTO audit_anchor
            SELECT max(number), (SELECT hash FROM audit ORDER BY number DESC LIMIT 1), 0 FROM audit
            """)
      }
    }
    for change in ["UPDATE audit_anchor SET number = 99", "DELETE FROM audit_anchor"] {
      await #expect(throws: DatabaseError.self) {
        try await pool.write { try $0.execute(sql: change) }
      }
    }
    _ = try await inventory.enrol(at: at(801))
    #expect(try faults(inventory) == [])
  }

  /// The hash of a deleted entry can no longer be found, which is no fault of the log.
  @Test func earlierHeadsAreKnownForAsLongAsTheLogIsKept() async throws {
    let (inventory, _) = try await inventoryWithOldEntries()
    let heads = try await inventory.store.pool.read { database in
      try String.fetchAll(database, sql: "SELECT hex(hash) FROM audit ORDER BY number")
    }
    for head in heads {
      let found = try Verification.check(inventory.path, head: head)
      #expect(found.faults == [] && found.hasEarlierHead == true && found.logBegins == nil)
    }
    // A complete log has every earlier head.
    let unknown = String(repeating: "0", count: 64)
    let foreign = try Verification.check(inventory.path, head: unknown)
    #expect(foreign.faults == [] && foreign.hasEarlierHead == false)
    #expect(foreign.logBegins == nil)

    _ = try await inventory.store.upkeep.retain(RetentionSettings(), now: at(800))
    let first = heads.count
    for (number, head) in heads.enumerated() {
      let found = try Verification.check(inventory.path, head: head)
      // The last of the deleted entries is the anchor.
      #expect(
        found.faults == [] && found.hasEarlierHead == (number >= heads.count - 2), "\(number)")
      #expect(found.logBegins == AuditBeginning(entry: Int64(first), at: at(800)))
    }
    #expect(try Verification.check(inventory.path).hasEarlierHead == nil)
  }

  /// Tampering is detected even by someone who can write to the file and removes the triggers.
  @Test(arguments: [
    "DELETE FROM audit WHERE number = (SELECT min(number) FROM audit)",
    "DELETE FROM audit WHERE action = 'audit.shortened'",
    "DELETE FROM audit_anchor",
    "UPDATE audit_anchor SET hash = zeroblob(32)",
    "DELETE FROM audit WHERE number = (SELECT max(number) - 1 FROM audit)",
  ])
  func unauthorisedShorteningIsDetected(_ change: String) async throws {
    let (inventory, _) = try await inventoryWithOldEntries()
    _ = try await inventory.store.upkeep.retain(RetentionSettings(), now: at(800))
    _ = try await inventory.enrol(at: at(801))
    try await inventory.store.pool.write { database in
      let triggers = try Row.fetchAll(
        database, sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
      for trigger in triggers {
        try database.execute(sql: "DROP TRIGGER \(trigger["name"] as String)")
      }
      try database.execute(sql: change)
      for trigger in triggers { try database.execute(sql: trigger["sql"]) }
    }
    #expect(try !faults(inventory).isEmpty)
  }

  /// The centre was killed between two of its transactions.
  @Test func interruptedRunVerifiesAndResumes() async throws {
    let (inventory, _) = try await inventoryWithOldEntries()
    var run = RetentionRun(
      inventory.store, RetentionLimits(retention: RetentionSettings(), now: at(800)),
      isDryRun: false)
    try await run.shortenAudit()
    let (other, _) = try await inventoryWithOldEntries()
    let copied = try await other.store.pool.read { database in
      try Row.fetchAll(database, sql: "SELECT * FROM audit ORDER BY number")
    }
    #expect(copied.count > 6)
    // Some of the entries before the anchor are still there.
    var half = RetentionRun(
      other.store, RetentionLimits(retention: RetentionSettings(), now: at(800)), isDryRun: false)
    try await other.store.pool.write { database in
      try database.execute(
        sql: """
          CREATE TRIGGER killed BEFORE DELETE ON audit WHEN OLD.number > 4
          BEGIN SELECT RAISE(ABORT, 'killed'); END
          """)
    }
    await #expect(throws: DatabaseError.self) { try await half.shortenAudit() }
    try await other.store.pool.write { try $0.execute(sql: "DELETE FROM audit WHERE number < 4") }
    try await other.store.pool.write { try $0.execute(sql: "DROP TRIGGER killed") }
    #expect(try faults(other) == [])
    try await half.shortenAudit()
    #expect(try faults(other) == [])
    let left = try await other.store.pool.read {
      try Int.fetchOne(
        $0, sql: "SELECT count(*) FROM audit WHERE time < ?", arguments: [at(70).microseconds])
    }
    #expect(left == 0)
  }

  /// A machine quarantined long ago still counts as such after its audit entry was deleted.
  @Test func statesOfPastDaysSurvive() async throws {
    let (inventory, _) = try await inventoryWithOldEntries()
    func states(_ days: Double) async throws -> [String] {
      try inventory.store.situations.pastBlocking(
        policy: inventory.policy, province: "51", within: .country, asOf: at(days)
      ).filter { $0.code == "21250" }.map { "\($0.values) \($0.machines)" }
    }
    let before = try await states(799)
    _ = try await inventory.store.upkeep.retain(RetentionSettings(), now: at(800))
    #expect(try await states(799) == before)
  }
}
