import Cryptography
import Foundation
import InventoryStore
import Reporting
import Testing

/// Keys that are refused for good, and enrolment under new ones.
struct ReturningMachineTests {
  let start = TestInventory.start

  func token(_ inventory: TestInventory, _ commune: String) async throws -> NewToken {
    try #require(
      try await inventory.store.tokens.create(
        communes: [commune], uses: 1, within: .country, now: start
      ).first)
  }

  func enrol(
    _ inventory: TestInventory, _ token: NewToken, _ key: Data, days: Double = 0
  ) async throws -> EnrolmentReply {
    try await inventory.store.enrolments.enrol(
      EnrolmentRequest(
        token: token.token, publicKey: key, installId: "i", agentVersion: "0.1.0"),
      publicKey: key, now: start.addingTimeInterval(days * 86_400))
  }

  func uses(_ inventory: TestInventory, _ token: NewToken) async throws -> Int? {
    try await inventory.store.tokens.list(within: .country).first { $0.id == token.id }?.uses
  }

  enum End: String, CaseIterable {
    case retired, revoked, replaced, merged
  }

  /// Makes the centre refuse the machine's first key for good.
  func end(_ end: End, _ machine: MachineKey, _ inventory: TestInventory) async throws {
    let store = inventory.store
    switch end {
    case .retired:
      try await store.machines.retire(machine.machineId, within: .country, now: start)
    case .revoked:
      try await store.keys.revoke(
        "\(machine.machineId).1", because: "lost", within: .country, now: start)
    case .replaced:
      _ = try await store.keys.rotate(
        machine, to: TestInventory.key(), sequence: 1,
        now: start.addingTimeInterval(-31 * 86_400))
    case .merged:
      let other = try await inventory.enrol()
      try await store.machines.merge(
        machine.machineId, into: other.machineId, within: .country, now: start)
    }
  }

  /// The old key is refused and costs no use of a token; a new key enrols a new machine.
  @Test(arguments: End.allCases)
  func onlyANewKeyComesBack(_ how: End) async throws {
    let inventory = try TestInventory()
    let key = TestInventory.key()
    let machine = try await inventory.enrol(key: key, at: start.addingTimeInterval(-40 * 86_400))
    try await end(how, machine, inventory)
    let (own, other) = (try await token(inventory, "21250"), try await token(inventory, "21136"))
    let isRetired = how == .retired || how == .merged
    let code: InventoryError.Code = isRetired ? .machineRetired : .keyRevoked
    #expect(await refusal { try await enrol(inventory, own, key) } == code)
    // A machine that has left its commune need not be retired there; one still there must be.
    #expect(
      await refusal { try await enrol(inventory, other, key) }
        == (isRetired ? .machineRetired : .enrolledElsewhere))
    #expect(
      try await inventory.store.enrolments.wantsNewKey(insteadOf: key, now: start))
    #expect(try await uses(inventory, own) == 0)
    #expect(try await uses(inventory, other) == 0)

    let new = TestInventory.key()
    let reply = try await enrol(inventory, other, new)
    #expect(reply.machine != machine.machineId && reply.commune == "21136")
    #expect(try await enrol(inventory, other, new) == reply)
    #expect(try await uses(inventory, other) == 1)
    let back = try #require(try await inventory.store.keys.key(reply.keyId))
    _ = try await inventory.store.reports.file(
      inventory.report(back, sequence: 1, hardware: TestInventory.computer()))
    // The old key is still refused.
    #expect(await refusal { try await enrol(inventory, own, key) } == code)
    #expect(
      await refusal {
        try await inventory.store.reports.file(inventory.report(machine, sequence: 9))
      } == code)
  }

  /// A replaced key stays enrolled until it expires.
  @Test(arguments: [
    (0.0, nil), (29.9, nil), (30, InventoryError.Code.keyRevoked), (400, .keyRevoked),
  ])
  func replacedKeysEnd(_ days: Double, _ code: InventoryError.Code?) async throws {
    let inventory = try TestInventory()
    let key = TestInventory.key()
    let machine = try await inventory.enrol(key: key)
    let token = try await token(inventory, "21250")
    _ = try await inventory.store.keys.rotate(
      machine, to: TestInventory.key(), sequence: 1, now: start)
    #expect(await refusal { try await enrol(inventory, token, key, days: days) } == code)
    #expect(
      try await inventory.store.enrolments.wantsNewKey(
        insteadOf: key, now: start.addingTimeInterval(days * 86_400)) == (code != nil))
  }

  /// Losing the key ends no quarantine: the agent replaces only a key that is refused for good.
  @Test(arguments: [nil, End.revoked, .replaced], [false, true])
  func quarantineIsJudgedBeforeTheKey(_ how: End?, _ isReenrolled: Bool) async throws {
    let inventory = try TestInventory()
    let early = start.addingTimeInterval(-40 * 86_400)
    let origin = Ed25519.PrivateKey()
    let key = isReenrolled ? TestInventory.key() : origin.publicKey.rawRepresentation
    var machine = try await inventory.enrol(key: origin.publicKey.rawRepresentation, at: early)
    if isReenrolled {
      let keyId = "\(machine.machineId).1"
      let proof = origin.signature(
        for: KeyProof.reenrolment(previousKeyId: keyId, publicKey: key.base64EncodedString()))
      let reply = try await inventory.store.enrolments.enrol(
        EnrolmentRequest(
          token: "", publicKey: key, installId: "i", agentVersion: "0.1.0", previousKeyId: keyId,
          previousProof: proof), publicKey: key, now: early)
      machine = try #require(try await inventory.store.keys.key(reply.keyId))
      if how == .replaced {
        try await inventory.store.machines.approve(
          machine.machineId, within: .country, now: early)
      }
    }
    if let how { try await end(how, machine, inventory) }
    if !isReenrolled || how == .replaced {
      try await inventory.store.machines.quarantine(
        machine.machineId, because: "look at it", within: .country, now: start)
    }
    let token = try await token(inventory, "21250")
    let isTold = isReenrolled && how == nil
    #expect(
      await refusal { try await enrol(inventory, token, key) }
        == (isTold ? nil : .machineQuarantined))
    #expect(
      try await !inventory.store.enrolments.wantsNewKey(insteadOf: key, now: start))
    #expect(try await uses(inventory, token) == 0)
    #expect(
      try await inventory.store.machines.details(
        machine.machineId, within: .country, now: start
      ).summary.state == .quarantined)
  }

  @Test func unknownKeysWantNothing() async throws {
    let inventory = try TestInventory()
    #expect(
      try await !inventory.store.enrolments.wantsNewKey(
        insteadOf: TestInventory.key(), now: start))
  }
}
