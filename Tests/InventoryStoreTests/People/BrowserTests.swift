import Foundation
import InventoryStore
import Testing

/// Known browsers and addresses of users, and how long they are remembered.
struct BrowserTests {
  private let start = TestInventory.start

  private func after(days: Double) -> Date { start.addingTimeInterval(days * 86_400) }

  private func user(_ name: String, _ inventory: TestInventory) async throws -> User {
    let (_, link) = try await inventory.store.people.invite(
      name, role: .planner, scope: .country, now: start)
    return try await inventory.store.people.accept(
      link, name: nil, password: UserTests.hash, now: start)
  }

  private func standing(
    _ name: String, _ inventory: TestInventory, browser: String? = nil, days: Double = 0
  ) async throws -> SignInStanding? {
    try await inventory.store.sessions.credentials(
      of: name, from: "10.0.0.1", browser: browser, now: after(days: days))?.standing
  }

  @Test func knownAddressExpires() async throws {
    let inventory = try TestInventory()
    let user = try await user("an", inventory)
    #expect(try await standing("an", inventory) == .stranger)
    _ = try await inventory.store.sessions.signIn(
      user, password: UserTests.hash, from: "10.0.0.1", now: start, limits: .init())
    #expect(try await standing("an", inventory, days: 89) == .address)
    #expect(try await standing("an", inventory, days: 90) == .stranger)
  }

  /// Entries made while the clock ran ahead must not be remembered for longer because of it.
  @Test func signInFromFutureIsNotRemembered() async throws {
    let inventory = try TestInventory()
    let user = try await user("an", inventory)
    _ = try await inventory.store.sessions.signIn(
      user, password: UserTests.hash, from: "10.0.0.1", now: after(days: 400), limits: .init())
    let secret = try await inventory.store.sessions.recognize(
      browser: nil, of: user, now: after(days: 400))
    #expect(try await standing("an", inventory, browser: secret) == .stranger)
    #expect(try await standing("an", inventory) == .stranger)
  }

  @Test func browserIsKnownPerUser() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let (an, bo) = (try await user("an", inventory), try await user("bo", inventory))
    let forged = String(repeating: "a", count: 43)
    let secret = try await store.sessions.recognize(browser: forged, of: an, now: start)
    #expect(secret != forged, "a client cannot choose the secret")
    #expect(try await standing("bo", inventory, browser: secret) == .stranger)
    #expect(try await store.sessions.recognize(browser: secret, of: bo, now: start) == secret)
    let (first, second) = (
      try await standing("an", inventory, browser: secret),
      try await standing("bo", inventory, browser: secret)
    )
    #expect(first != .stranger && second != .stranger && first != second)
    #expect(try await standing("an", inventory, browser: secret, days: 180) == .stranger)
    // a password reset forgets the browser
    _ = try await store.people.inviteAgain("an", now: start)
    #expect(try await standing("an", inventory, browser: secret) == nil)
    #expect(try await standing("bo", inventory, browser: secret) == second)
    for _ in 1...40 {
      _ = try await store.sessions.recognize(browser: nil, of: bo, now: after(days: 1))
    }
    #expect(
      try await standing("bo", inventory, browser: secret) == .stranger, "the oldest are forgotten")
  }

  /// The first administrator's link must not become valid again.
  @Test func firstAdministratorLinkStaysInvalidAfterReset() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let stale = try #require(try await store.people.inviteFirstAdministrator(now: start))
    let (_, link) = try await store.people.invite(
      "an", role: .administrator, scope: .country, now: start)
    _ = try await store.people.accept(link, name: nil, password: UserTests.hash, now: start)
    _ = try await store.people.inviteAgain("an", now: start)
    let error = await #expect(throws: InventoryError.self) {
      try await store.people.accept(stale, name: "eve", password: UserTests.hash, now: start)
    }
    #expect(error?.code == .invitationUnknown)
  }

  @Test func newInvitationRemovesPassword() async throws {
    let inventory = try TestInventory()
    _ = try await user("an", inventory)
    #expect(try await inventory.store.sessions.credentials(of: "an", from: "-") != nil)
    let (user, _) = try await inventory.store.people.inviteAgain("an", now: start)
    #expect(!user.hasPassword)
    #expect(try await inventory.store.sessions.credentials(of: "an", from: "-") == nil)
  }
}
