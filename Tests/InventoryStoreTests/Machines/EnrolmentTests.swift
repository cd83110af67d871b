import Foundation
import InventoryStore
import Reporting
import Testing

struct EnrolmentTests {
  func enrol(
    _ inventory: TestInventory, token: String, key: Data = TestInventory.key(),
    at now: Date = TestInventory.start
  ) async throws -> EnrolmentReply {
    try await inventory.store.enrolments.enrol(
      EnrolmentRequest(token: token, publicKey: key, installId: "i", agentVersion: "0.1.0"),
      publicKey: key, now: now)
  }

  func token(_ inventory: TestInventory, commune: String = "21250", uses: Int = 1) async throws
    -> NewToken
  {
    try #require(
      try await inventory.store.tokens.create(
        communes: [commune], uses: uses, within: .country, now: TestInventory.start
      )
      .first)
  }

  @Test func validTokenEnrolsMachine() async throws {
    let inventory = try TestInventory()
    let reply = try await enrol(inventory, token: try await token(inventory).token)
    #expect(reply.commune == "21250" && reply.communeName == "Xã Nghĩa Giang")
    #expect(reply.provinceName == "Tỉnh Quảng Ngãi" && reply.nextSeq == 1)
    #expect(reply.keyId == "\(reply.machine).1")
  }

  @Test func handTypedTokenIsAccepted() async throws {
    let inventory = try TestInventory()
    let typed = try await token(inventory).token.uppercased()
      .replacing("-", with: " ").replacing("0", with: "O").replacing("1", with: "l")
    _ = try await enrol(inventory, token: typed)
  }

  func expectRefusal(
    _ code: InventoryError.Code, _ inventory: TestInventory, token: String, key: Data? = nil,
    at now: Date = TestInventory.start
  ) async throws {
    let before = try await inventory.store.machines.list(within: .country)
    let error = await #expect(throws: InventoryError.self) {
      try await enrol(inventory, token: token, key: key ?? TestInventory.key(), at: now)
    }
    #expect(error?.code == code)
    #expect(try await inventory.store.machines.list(within: .country) == before)
  }

  @Test func invalidTokensAreRejected() async throws {
    let inventory = try TestInventory()
    try await expectRefusal(.tokenUnknown, inventory, token: "0000-0000-0000-0000")
    try await expectRefusal(.tokenUnknown, inventory, token: String(repeating: "0", count: 32))
    try await expectRefusal(.tokenUnknown, inventory, token: String(repeating: "x", count: 9999))

    let used = try await token(inventory)
    _ = try await enrol(inventory, token: used.token)
    try await expectRefusal(.tokenUsedUp, inventory, token: used.token)

    let old = try await token(inventory)
    try await expectRefusal(
      .tokenExpired, inventory, token: old.token,
      at: TestInventory.start.addingTimeInterval(14 * 86_400))

    let revoked = try await token(inventory)
    try await inventory.store.tokens.revoke(revoked.id, within: .country, now: .now)
    try await expectRefusal(.tokenRevoked, inventory, token: revoked.token)
    let uses = try await inventory.store.tokens.list(within: .country).map { [$0.id: $0.uses] }
    #expect(uses == [[revoked.id: 0], [old.id: 0], [used.id: 1]])
  }

  @Test func sameKeyEnrolsSameMachine() async throws {
    let inventory = try TestInventory()
    let key = TestInventory.key()
    let token = try await token(inventory)
    let first = try await enrol(inventory, token: token.token, key: key)
    // the token is used up by now, and later expired: the reply may have been lost
    let again = try await enrol(
      inventory, token: token.token, key: key,
      at: TestInventory.start.addingTimeInterval(30 * 86_400))
    #expect(again == first)
    #expect(try await inventory.store.machines.list(within: .country).count == 1)
    let other = try await self.token(inventory, commune: "21136")
    try await expectRefusal(.enrolledElsewhere, inventory, token: other.token, key: key)
  }

  @Test func sharedSerialNumberDoesNotMergeMachines() async throws {
    let inventory = try TestInventory()
    let evidence = ["serial": String(repeating: "a", count: 64)]
    for _ in 0..<50 { _ = try await inventory.enrol(evidence: evidence) }
    #expect(Set(try await inventory.store.machines.list(within: .country).map(\.id)).count == 50)
  }

  @Test func hostileRequestFieldsAreSanitised() async throws {
    let inventory = try TestInventory()
    let key = TestInventory.key()
    let reply = try await inventory.store.enrolments.enrol(
      EnrolmentRequest(
        token: try await token(inventory).token, publicKey: key,
        installId: "\u{202E}'; DROP TABLE machine; --" + String(repeating: "x", count: 9999),
        agentVersion: "\u{0}\u{7}",
        evidence: ["' OR 1=1": String(repeating: "z", count: 64), "mac": "short"]),
      publicKey: key, now: TestInventory.start)
    let machine = try #require(try await inventory.store.machines.list(within: .country).first)
    #expect(machine.id == reply.machine && machine.agentVersion == "-")
  }

  @Test func invalidTokenRequestsAreRejected() async throws {
    let inventory = try TestInventory()
    for (communes, uses, code) in [
      (["99999"], 1, InventoryError.Code.communeUnknown), (["21250"], 0, .argumentMalformed),
      (["21250", "99999"], 1, .communeUnknown),
    ] {
      let error = await #expect(throws: InventoryError.self) {
        try await inventory.store.tokens.create(
          communes: communes, uses: uses, within: .country, now: .now)
      }
      #expect(error?.code == code)
    }
  }
}
