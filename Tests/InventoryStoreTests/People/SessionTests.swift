import Foundation
import GRDB
import InventoryStore
import Testing

/// How long sessions last; the test sets the clock.
struct SessionTests {
  private let start = TestInventory.start
  private let limits = SessionLimits()

  private func signedIn(
    _ inventory: TestInventory, _ name: String = "an"
  ) async throws -> (user: User, secret: String) {
    let store = inventory.store
    if try await store.sessions.credentials(of: name, from: "-") == nil {
      let (_, link) = try await store.people.invite(
        name, role: .planner, scope: .country, now: start)
      _ = try await store.people.accept(link, name: nil, password: UserTests.hash, now: start)
    }
    let known = try #require(try await store.sessions.credentials(of: name, from: "10.0.0.1"))
    let secret = try await store.sessions.signIn(
      known.user, password: known.password, from: "10.0.0.1", now: start, limits: limits)
    return (known.user, try #require(secret))
  }

  private func holds(
    _ secret: String, _ inventory: TestInventory, after seconds: Double
  ) async throws -> Bool {
    try await inventory.store.sessions.user(
      of: secret, now: start.addingTimeInterval(seconds), limits: limits) != nil
  }

  @Test func idleSessionEnds() async throws {
    let inventory = try TestInventory()
    let (_, secret) = try await signedIn(inventory)
    #expect(try await holds(secret, inventory, after: limits.idleSeconds - 1))
    #expect(try await holds(secret, inventory, after: 2 * limits.idleSeconds - 2))
    #expect(try await !holds(secret, inventory, after: 3 * limits.idleSeconds))
  }

  @Test func sessionEndsAtAbsoluteLimit() async throws {
    let inventory = try TestInventory()
    let (_, secret) = try await signedIn(inventory)
    for seconds in stride(from: 0, to: limits.absoluteSeconds, by: 1800) {
      #expect(try await holds(secret, inventory, after: seconds), "after \(seconds) s")
    }
    #expect(try await !holds(secret, inventory, after: limits.absoluteSeconds))
  }

  /// Setting the clock back by a year must not extend a session by a year.
  @Test func sessionFromFutureIsInvalid() async throws {
    let inventory = try TestInventory()
    let (_, secret) = try await signedIn(inventory)
    #expect(try await holds(secret, inventory, after: -60))
    #expect(try await !holds(secret, inventory, after: -86_400))
  }

  @Test func signOutEndsSessions() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let (user, first) = try await signedIn(inventory)
    let (_, second) = try await signedIn(inventory)
    let (_, others) = try await signedIn(inventory, "bo")
    let open = try await store.sessions.open(
      of: user, asking: second, now: start, limits: limits)
    #expect(open.count == 2 && open.count { $0.isThis } == 1)
    try await store.sessions.signOut(first)
    #expect(try await !holds(first, inventory, after: 1))
    #expect(try await holds(second, inventory, after: 1))
    try await store.sessions.signOutEverywhere(user)
    #expect(try await !holds(second, inventory, after: 1))
    #expect(try await holds(others, inventory, after: 1))
  }

  @Test func sessionEndsWithUserOrPasswordChange() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let (user, secret) = try await signedIn(inventory)
    let new = UserTests.hash + "b"
    #expect(
      try await !store.people.changePassword(of: user, from: new, to: new, now: start),
      "not the current password")
    #expect(try await holds(secret, inventory, after: 1))
    #expect(
      try await store.people.changePassword(of: user, from: UserTests.hash, to: new, now: start))
    #expect(try await !holds(secret, inventory, after: 1))

    let (_, again) = try await signedIn(inventory)
    let (_, link) = try await store.people.inviteAgain("an", now: start)
    #expect(try await !holds(again, inventory, after: 1), "a new link ends earlier sessions")
    _ = try await store.people.accept(link, name: nil, password: UserTests.hash, now: start)
    #expect(try await !holds(again, inventory, after: 1))

    let (_, last) = try await signedIn(inventory)
    _ = try await store.people.invite("x", role: .administrator, scope: .country, now: start)
    try await store.people.remove("an", now: start)
    #expect(try await !holds(last, inventory, after: 1))
  }

  /// If the password changes between its check and the start of the session, no one is signed in.
  @Test func oldPasswordStartsNoSession() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let (user, _) = try await signedIn(inventory)
    _ = try await store.people.changePassword(
      of: user, from: UserTests.hash, to: UserTests.hash + "b", now: start)
    #expect(
      try await store.sessions.signIn(
        user, password: UserTests.hash, from: "-", now: start, limits: limits) == nil)
    try await store.people.remove("an", now: start)
    #expect(
      try await store.sessions.signIn(
        user, password: UserTests.hash + "b", from: "-", now: start, limits: limits) == nil)
  }

  @Test func changedRoleAppliesImmediately() async throws {
    let inventory = try TestInventory()
    let (_, secret) = try await signedIn(inventory)
    try await inventory.store.people.change(
      "an", role: .officer, scope: .province("51"), now: start)
    let user = try await inventory.store.sessions.user(of: secret, now: start, limits: limits)
    #expect(user?.role == .officer && user?.scope == .province("51"))
  }

  /// The database file reveals no session, link or token.
  @Test func databaseContainsNoPlainSecrets() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let (user, session) = try await signedIn(inventory)
    let (_, link) = try await store.people.invite("bo", role: .planner, scope: .country, now: start)
    let token = try await store.apiTokens.create(for: user, label: "x", now: start).secret
    try await DatabaseQueue(path: inventory.path).writeWithoutTransaction { database in
      _ = try database.checkpoint(.full)
    }
    let bytes = try Data(contentsOf: URL(fileURLWithPath: inventory.path))
    for secret in [session, link, token] {
      #expect(bytes.range(of: Data(secret.utf8)) == nil)
    }
  }

  @Test(arguments: ["", "x", String(repeating: "a", count: 43), String(repeating: "a", count: 99)])
  func malformedSecretsAreRejected(_ secret: String) async throws {
    let inventory = try TestInventory()
    #expect(try await !holds(secret, inventory, after: 0))
    #expect(try await inventory.store.apiTokens.user(of: secret, now: start) == nil)
    try await inventory.store.sessions.signOut(secret)
  }
}
