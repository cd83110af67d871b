import Cryptography
import Foundation
import GRDB
@testable import InventoryStore
import Reporting
import Testing

/// Which machines may report: clones, twins, and officers' decisions.
struct MachineLifeTests {
  let start = TestInventory.start

  func received(
    _ machine: MachineKey, _ sequence: Int, boot: String? = nil, id: UUID = UUID(),
    days: Double = 0
  ) throws -> ReceivedReport {
    let now = start.addingTimeInterval(days * 86_400)
    let report = Report(
      agent: AgentFacts(
        version: "0.1.0", clock: ClockReading(bootId: boot, bootSeconds: 1, wall: "1980")),
      hardware: TestInventory.computer(gibibytes: sequence), scanners: .absent)
    return try ReceivedReport(
      id: id, machine: machine.machine, key: machine.number, sequence: sequence,
      body: report.body(), sent: boot.map { BootTime(bootId: $0, seconds: 2) },
      created: Int(now.timeIntervalSince1970), receivedAt: now)
  }

  func refused(
    _ code: InventoryError.Code, _ inventory: TestInventory, _ report: ReceivedReport,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let error = await #expect(throws: InventoryError.self, sourceLocation: sourceLocation) {
      try await inventory.store.reports.file(report)
    }
    #expect(error?.code == code, sourceLocation: sourceLocation)
  }

  func state(_ inventory: TestInventory, _ machine: MachineKey) async throws -> MachineState? {
    try await inventory.store.machines.list(within: .country).first { $0.id == machine.machineId }?
      .state
  }

  @Test func threeRewindsInAWeekQuarantineMachine() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    _ = try await inventory.store.reports.file(received(machine, 8))
    try await refused(.sequenceBehind, inventory, received(machine, 8))
    try await refused(.sequenceBehind, inventory, received(machine, 3, days: 6))
    #expect(try await state(inventory, machine) == .active)
    try await refused(.machineQuarantined, inventory, received(machine, 4, days: 6.5))
    #expect(try await state(inventory, machine) == .quarantined)
    // even a report in sequence
    try await refused(.machineQuarantined, inventory, received(machine, 9, days: 6.5))
    let details = try await inventory.store.machines.details(
      machine.machineId, within: .country, now: start.addingTimeInterval(6.5 * 86_400))
    #expect(details.reports == 1 && details.rewinds == 3)
    #expect(details.acts.first?.action == "machine.quarantined")
  }

  @Test func spacedOrRepeatedRewindsDoNotQuarantine() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    _ = try await inventory.store.reports.file(received(machine, 9))
    for week in 0..<5 {
      try await refused(.sequenceBehind, inventory, received(machine, 1, days: Double(week) * 4))
    }
    // one captured request is replayed
    let id = UUID()
    for _ in 0..<9 {
      try await refused(.sequenceBehind, inventory, received(machine, 2, id: id, days: 40))
    }
    #expect(try await state(inventory, machine) == .active)
  }

  @Test func reappearingBootQuarantinesMachine() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    for (night, boot) in ["a", "a", "b", "b", "c"].enumerated() {
      _ = try await inventory.store.reports.file(received(machine, night + 1, boot: boot))
    }
    try await refused(.machineQuarantined, inventory, received(machine, 6, boot: "a"))
    let details = try await inventory.store.machines.details(
      machine.machineId, within: .country, now: start)
    #expect(details.summary.state == .quarantined && details.lastSequence == 5)
    #expect(details.summary.memoryTotalBytes == 5 << 30, "nothing was overwritten")
    #expect(details.boots.map(\.id) == ["a", "b", "c"])

    try await inventory.store.machines.approve(machine.machineId, within: .country, now: start)
    _ = try await inventory.store.reports.file(received(machine, 6, boot: "a"))
    #expect(try await state(inventory, machine) == .active)
  }

  @Test func storedBootsAreBounded() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    for night in 1...40 {
      _ = try await inventory.store.reports.file(received(machine, night, boot: "boot \(night)"))
    }
    let boots = try await inventory.store.machines.details(
      machine.machineId, within: .country, now: start
    ).boots
    #expect(boots.count == CloneDetection.maximumBoots && boots.last?.id == "boot 40")
  }

  @Test func reinstalledMachineIsProposedForMerge() async throws {
    let inventory = try TestInventory()
    func hash(_ letter: Character) -> String { String(repeating: letter, count: 64) }
    let old = try await inventory.enrol(
      evidence: ["serial": hash("a"), "uuid": hash("b"), "mac": hash("c")])
    _ = try await inventory.store.reports.file(received(old, 7))
    _ = try await inventory.enrol(
      commune: "21136", evidence: ["serial": hash("a"), "uuid": hash("b")])
    _ = try await inventory.enrol(evidence: ["serial": hash("a"), "uuid": hash("x")])
    #expect(try await inventory.store.machines.mergeProposals(within: .country).isEmpty)

    let new = try await inventory.enrol(
      evidence: ["serial": hash("a"), "uuid": hash("b"), "mac": hash("d")])
    let proposal = try #require(
      try await inventory.store.machines.mergeProposals(within: .country).first)
    #expect(proposal.former == old.machineId && proposal.later == new.machineId)
    #expect(proposal.evidence == ["serial", "uuid"])
    #expect(try await state(inventory, old) == .active)

    try await inventory.store.machines.merge(
      old.machineId, into: new.machineId, within: .country, by: Actor("user lan"), now: start)
    #expect(try await inventory.store.machines.mergeProposals(within: .country).isEmpty)
    let former = try await inventory.store.machines.details(
      old.machineId, within: .country, now: start)
    #expect(former.summary.state == .retired && former.mergedInto == new.machineId)
    #expect(former.reports == 1 && former.sections.count == 2, "history stays")
    #expect(former.acts.first?.actor == "user lan")
    #expect(
      try await inventory.store.machines.details(new.machineId, within: .country, now: start)
        .mergedFrom == [old.machineId])
    try await refused(.machineRetired, inventory, received(old, 8))
  }

  @Test func identicalEvidenceDoesNotMergeMachines() async throws {
    let inventory = try TestInventory()
    let evidence = [
      "serial": String(repeating: "a", count: 64), "uuid": String(repeating: "b", count: 64),
    ]
    for _ in 0..<50 {
      let machine = try await inventory.enrol(evidence: evidence)
      _ = try await inventory.store.reports.file(received(machine, 1, boot: "\(machine.machine)"))
    }
    let machines = try await inventory.store.machines.list(within: .country)
    #expect(Set(machines.map(\.id)).count == 50)
    #expect(machines.allSatisfy { $0.state == .active && $0.lastReportAt != nil })
    #expect(
      try await inventory.store.machines.mergeProposals(within: .country).count == 6,
      "only among the first four")
  }

  func reenrol(
    _ inventory: TestInventory, after machine: MachineKey,
    signedBy former: Ed25519.PrivateKey, key: Data = TestInventory.key()
  ) async throws -> EnrolmentReply {
    let keyId = "\(machine.machineId).1"
    let proof = former.signature(
      for: KeyProof.reenrolment(
        previousKeyId: keyId, publicKey: key.base64EncodedString()))
    return try await inventory.store.enrolments.enrol(
      EnrolmentRequest(
        token: "", publicKey: key, installId: "i", agentVersion: "0.1.0", previousKeyId: keyId,
        previousProof: proof), publicKey: key, now: start)
  }

  @Test func reenrolledMachineIsQuarantinedUntilApproved() async throws {
    let inventory = try TestInventory()
    let private1 = Ed25519.PrivateKey()
    let old = try await inventory.enrol(key: private1.publicKey.rawRepresentation)
    let other = Ed25519.PrivateKey()
    let forged = await #expect(throws: InventoryError.self) {
      try await reenrol(inventory, after: old, signedBy: other)
    }
    #expect(forged?.code == .keyInvalid)

    let key = TestInventory.key()
    let reply = try await reenrol(inventory, after: old, signedBy: private1, key: key)
    #expect(reply.machine != old.machineId && reply.commune == "21250")
    #expect(try await reenrol(inventory, after: old, signedBy: private1, key: key) == reply)
    let new = try #require(try await inventory.store.keys.key(reply.keyId))
    #expect(try await state(inventory, new) == .quarantined)
    #expect(try await state(inventory, old) == .active)
    try await refused(.machineQuarantined, inventory, received(new, 1))
    try await inventory.store.machines.approve(reply.machine, within: .country, now: start)
    _ = try await inventory.store.reports.file(received(new, 1))

    try await inventory.store.machines.retire(old.machineId, within: .country, now: start)
    let late = await #expect(throws: InventoryError.self) {
      try await reenrol(inventory, after: old, signedBy: private1)
    }
    #expect(late?.code == .machineRetired)
  }

  @Test func decisionsUpdateMeasures() async throws {
    let inventory = try TestInventory()
    _ = try await inventory.store.register.importTable(
      Data("code,officials\n21250,2\n".utf8), now: start)
    let machine = try await inventory.enrol()
    _ = try await inventory.store.reports.file(received(machine, 16))
    func machines() async throws -> Int? {
      let queue = try DatabaseQueue(path: inventory.path)
      return try await queue.read {
        try Int.fetchOne($0, sql: "SELECT machines FROM commune_reporting")
      }
    }
    // the number of computers known for certain, from the share of the commune's two officials
    func certain() async throws -> Double? {
      let queue = try DatabaseQueue(path: inventory.path)
      return try await queue.read {
        try Double.fetchOne(
          $0, sql: "SELECT 2 * low FROM commune_measure WHERE measure = 'computersPerOfficial'")
      }
    }
    // in a second process, as a command does it
    let beside = try InventoryStore(
      path: inventory.path, role: .beside, policy: inventory.policy, now: start)
    let before = try await inventory.store.upkeep.revision()
    #expect(try await machines() == 1)
    #expect(try await certain() == 1)
    try await beside.machines.quarantine(
      machine.machineId, because: "stolen?", within: .country, now: start)
    #expect(try await machines() == 1)
    #expect(try await certain() == 0)
    #expect(try await inventory.store.upkeep.revision() > before)
    try await refused(.machineQuarantined, inventory, received(machine, 17))
    try await beside.machines.approve(machine.machineId, within: .country, now: start)
    #expect(try await certain() == 1)
    try await beside.machines.retire(machine.machineId, within: .country, now: start)
    #expect(try await machines() == 0)
    try await refused(.machineRetired, inventory, received(machine, 17))
    let decisions: [@Sendable () async throws -> Void] = [
      { try await beside.machines.approve(machine.machineId, within: .country, now: start) },
      {
        try await beside.machines.quarantine(
          machine.machineId, because: "x", within: .country, now: start)
      },
      { try await beside.machines.retire(machine.machineId, within: .country, now: start) },
    ]
    for decision in decisions {
      let error = await #expect(throws: InventoryError.self) { try await decision() }
      #expect(error?.code == .stateConflict)
    }
    let unknown = await #expect(throws: InventoryError.self) {
      try await beside.machines.retire("m0", within: .country, now: start)
    }
    #expect(unknown?.code == .machineUnknown)
  }

  @Test func formerKeyStaysValidForThirtyDays() async throws {
    let inventory = try TestInventory()
    let first = try await inventory.enrol()
    let public2 = TestInventory.key()
    let reply = try await inventory.store.keys.rotate(first, to: public2, sequence: 1, now: start)
    #expect(reply.keyId == "\(first.machineId).2")
    #expect(reply.previousUntil == start.addingTimeInterval(30 * 86_400))
    let again = try await inventory.store.keys.rotate(
      first, to: public2, sequence: 1, now: start.addingTimeInterval(86_400))
    #expect(again == reply)
    let stale = await #expect(throws: InventoryError.self) {
      try await inventory.store.keys.rotate(first, to: TestInventory.key(), sequence: 2, now: start)
    }
    #expect(stale?.code == .keyInvalid)

    let second = try #require(try await inventory.store.keys.key(reply.keyId))
    _ = try await inventory.store.reports.file(received(first, 2, days: 29))
    _ = try await inventory.store.reports.file(received(second, 3, days: 29))
    try await refused(.keyRevoked, inventory, received(first, 4, days: 30))
    _ = try await inventory.store.reports.file(received(second, 4, days: 30))

    try await inventory.store.keys.revoke(
      reply.keyId, because: "copied", within: .country, now: start)
    try await refused(.keyRevoked, inventory, received(second, 5, days: 30))
    let keys = try await inventory.store.machines.details(
      first.machineId, within: .country, now: start
    ).keys
    #expect(keys.map { $0.revokedReason } == [nil, "copied"])
  }

  @Test func wrongClocksAreFlaggedNotRejected() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    for (sequence, created, wrong) in [(1, 300, false), (2, -301, true), (3, -1_470_000_000, true)]
    {
      let report = try ReceivedReport(
        id: UUID(), machine: machine.machine, key: 1, sequence: sequence,
        body: Report(
          agent: AgentFacts(
            version: "1", clock: ClockReading(bootId: nil, bootSeconds: 1, wall: "?"))
        ).body(), sent: nil, created: Int(start.timeIntervalSince1970) + created,
        receivedAt: start)
      _ = try await inventory.store.reports.file(report)
      let summary = try #require(try await inventory.store.machines.list(within: .country).first)
      #expect(summary.clockSkewSeconds == created && summary.isClockWrong == wrong)
    }
  }
}
