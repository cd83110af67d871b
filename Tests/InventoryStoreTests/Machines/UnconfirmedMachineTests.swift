import Cryptography
import Foundation
import GRDB
import Prioritization
import Reporting
import Testing

@testable import InventoryStore

/// Unproven claims by the holder of one machine's key never raise a rank.
struct UnconfirmedMachineTests {
  let start = TestInventory.start
  let private1 = Ed25519.PrivateKey()

  func reenrol(
    _ inventory: TestInventory, keyId: String, signedBy former: Ed25519.PrivateKey,
    key: Ed25519.PrivateKey = .init(), simulated: Bool = false,
    evidence: [String: String] = [:], at now: Date? = nil
  ) async throws -> EnrolmentReply {
    let publicKey = key.publicKey.rawRepresentation
    let proof = former.signature(
      for: KeyProof.reenrolment(
        previousKeyId: keyId, publicKey: publicKey.base64EncodedString()))
    return try await inventory.store.enrolments.enrol(
      EnrolmentRequest(
        token: "", publicKey: publicKey, installId: "i", agentVersion: "0.1.0",
        evidence: evidence, simulated: simulated, previousKeyId: keyId, previousProof: proof),
      publicKey: publicKey, now: now ?? start)
  }

  /// An inventory with a computer that was re-enrolled with another's key and so waits for an
  /// officer.
  private func inventoryWithHeldMachine() async throws -> (
    inventory: TestInventory, old: MachineKey, held: EnrolmentReply, key: Ed25519.PrivateKey
  ) {
    let inventory = try TestInventory()
    let old = try await inventory.enrol(key: private1.publicKey.rawRepresentation)
    let key = Ed25519.PrivateKey()
    let held = try await reenrol(
      inventory, keyId: "\(old.machineId).1", signedBy: private1, key: key)
    return (inventory, old, held, key)
  }

  @Test func reenrolmentsPerKeyAreLimited() async throws {
    let (inventory, old, held, first) = try await inventoryWithHeldMachine()
    #expect(
      await refusal { try await reenrol(inventory, keyId: held.keyId, signedBy: first) }
        == .machineQuarantined, "a quarantined machine cannot vouch")
    var codes: [InventoryError.Code: Int] = [:]
    var admitted = 1
    for _ in 0..<100 {
      let code = await refusal {
        try await reenrol(inventory, keyId: "\(old.machineId).1", signedBy: private1)
      }
      if let code { codes[code, default: 0] += 1 } else { admitted += 1 }
    }
    #expect(admitted == ReenrolmentLimits.ofOrigin)
    #expect(codes == [.stateConflict: 101 - admitted])
    // another machine of the commune: first the hourly limit is used up, then the commune's
    let private2 = Ed25519.PrivateKey()
    let other = try await inventory.enrol(key: private2.publicKey.rawRepresentation)
    func another(_ now: Date) async -> InventoryError.Code? {
      await refusal {
        try await reenrol(
          inventory, keyId: "\(other.machineId).1", signedBy: private2, at: now)
      }
    }
    #expect(await another(start) == .enrolmentsTooMany)
    for _ in 0..<ReenrolmentLimits.hourly {
      #expect(await another(start.addingTimeInterval(7200)) == nil)
    }
    #expect(await another(start.addingTimeInterval(14_400)) == .stateConflict)
    let machines = try await inventory.store.machines.list(commune: "21250", within: .country)
    #expect(machines.count == 2 + ReenrolmentLimits.ofCommune)
  }

  @Test func approvedMachineCanVouchAgain() async throws {
    let (inventory, _, held, key) = try await inventoryWithHeldMachine()
    try await inventory.store.machines.approve(held.machine, within: .country, now: start)
    _ = try await reenrol(inventory, keyId: held.keyId, signedBy: key)
  }

  @Test func expiredRotatedKeyCannotVouch() async throws {
    let inventory = try TestInventory()
    let old = try await inventory.enrol(key: private1.publicKey.rawRepresentation)
    let second = Ed25519.PrivateKey()
    let (keyId, until) = try await inventory.store.keys.rotate(
      old, to: second.publicKey.rawRepresentation, sequence: 1, now: start)
    let former = "\(old.machineId).1"
    _ = try await reenrol(inventory, keyId: former, signedBy: private1)
    for now in [until, until.addingTimeInterval(1), start.addingTimeInterval(-20 * 86_400)] {
      let code = await refusal {
        try await reenrol(inventory, keyId: former, signedBy: private1, at: now)
      }
      #expect(code == .keyRevoked)
    }
    _ = try await reenrol(inventory, keyId: keyId, signedBy: second, at: until)
  }

  /// The attack's figures: 200 fake machines, some of which older versions let vouch for others.
  @Test func fakeMachinesDoNotChangeMeasures() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    _ = try await store.register.importTable(Data("code,officials\n21250,20\n".utf8), now: start)
    var machines: [MachineKey] = []
    for number in 1...3 {
      let machine = try await inventory.enrol(
        key: number == 1 ? private1.publicKey.rawRepresentation : TestInventory.key())
      _ = try await store.reports.file(
        inventory.report(
          machine, sequence: 1, hardware: TestInventory.computer(gibibytes: number),
          scanners: TestInventory.scanner,
          accounts: .observed(
            AccountFacts(accounts: [
              .init(
                service: "digital-signature", status: .active, evidence: .probed,
                checkedAt: "now")
            ]))))
      machines.append(machine)
    }
    let before = try await inventory.situation(of: "21250")
    #expect(before.values.contains { $0 != nil })

    let fake = try await reenrol(
      inventory, keyId: "\(machines[0].machineId).1", signedBy: private1, simulated: true)
    try await store.pool.write { database in
      var former = try Int64.fetchOne(
        database, sql: "SELECT number FROM machine WHERE id = ?", arguments: [fake.machine])
      for number in 2...200 {
        try database.execute(
          sql: """
            INSERT INTO machine (id, commune, state, simulated, installId, agentVersion, token,
              enrolledAt, quarantinedAt, quarantineReason, reenrolledFrom)
            SELECT 'm' || ?, commune, 'quarantined', 1, 'i', '0.1.0', token, ?, ?, 'clone', ?
            FROM machine LIMIT 1
            """,
          arguments: [number, start.microseconds, start.microseconds, former])
        if number.isMultiple(of: 64) { former = database.lastInsertedRowID }
      }
    }
    let later = start.addingTimeInterval(60)
    _ = try await store.reports.file(
      inventory.report(
        machines[1], sequence: 2, hardware: TestInventory.computer(gibibytes: 2),
        scanners: TestInventory.scanner, at: later))
    try await store.machines.quarantine(
      machines[2].machineId, because: "x", within: .country, now: later)
    try await store.machines.approve(machines[2].machineId, within: .country, now: later)
    let after = try await inventory.situation(of: "21250", at: later)
    #expect(after.values == before.values)
    #expect(after.measures.observations == before.measures.observations)
    #expect(after.measures.needs == before.measures.needs)
    #expect(after.machines == 3 && !after.simulated)
    let past = try await store.situations.past(
      policy: inventory.policy, within: .country, asOf: later)
    #expect(past.first { $0.code == "21250" }?.values == before.values)
    // an officer still sees them
    #expect(try await store.machines.quarantinedCount(within: .country) == 200)
    let coverage = try await store.coverage.communes(
      policy: inventory.policy, currentAgent: "0.1.0", within: .country, now: later)
    #expect(coverage.first { $0.code == "21250" }?.quarantined == 200)

    // once the machine that vouched for them is retired, together they count as one quarantined
    // machine
    try await store.machines.retire(machines[0].machineId, within: .country, now: later)
    let alone = try await inventory.situation(of: "21250", at: later)
    #expect(alone.machines == 3)
  }

  @Test func fakesDoNotHideMergeProposal() async throws {
    let inventory = try TestInventory()
    let evidence = Dictionary(
      uniqueKeysWithValues: ["mac", "serial", "uuid"].map {
        ($0, String(repeating: "a", count: 64))
      })
    let old = try await inventory.enrol(
      key: private1.publicKey.rawRepresentation, evidence: evidence)
    for _ in 0..<8 {
      _ = try await reenrol(
        inventory, keyId: "\(old.machineId).1", signedBy: private1, evidence: evidence)
    }
    let again = try await inventory.enrol(evidence: evidence)
    let proposals = try await inventory.store.machines.mergeProposals(
      of: again.machineId, within: .country)
    #expect(proposals.map(\.former) == [old.machineId])
  }
}
