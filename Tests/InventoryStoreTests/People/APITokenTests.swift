import Foundation
import InventoryStore
import Testing

/// API tokens of programs.
struct APITokenTests {
  private let now = TestInventory.start

  private func user(_ name: String, _ inventory: TestInventory) async throws -> User {
    let (_, link) = try await inventory.store.people.invite(
      name, role: .planner, scope: .province("51"), now: now)
    return try await inventory.store.people.accept(
      link, name: nil, password: UserTests.hash, now: now)
  }

  @Test func tokenFollowsUsersScopeUntilExpiry() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let user = try await user("an", inventory)
    let (_, secret) = try await store.apiTokens.create(
      for: user, label: "báo cáo", days: 2, now: now)
    #expect(try await store.apiTokens.user(of: secret, now: now)?.user == user)
    try await store.people.change("an", role: .officer, scope: .commune("21250"), now: now)
    let found = try await store.apiTokens.user(of: secret, now: now)?.user
    #expect(found?.scope == .commune("21250"))
    let later = now.addingTimeInterval(2 * 86_400)
    #expect(
      try await store.apiTokens.user(of: secret, now: later.addingTimeInterval(-1)) != nil)
    #expect(try await store.apiTokens.user(of: secret, now: later) == nil)
  }

  @Test func tokenIsRevokedByUserOrAdministrator() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let (mine, others) = (try await user("an", inventory), try await user("bo", inventory))
    let first = try await store.apiTokens.create(for: mine, label: "1", now: now)
    let second = try await store.apiTokens.create(for: mine, label: "2", now: now)
    let error = await #expect(throws: InventoryError.self) {
      try await store.apiTokens.revoke(first.id, of: others, by: others.actor, now: now)
    }
    #expect(error?.code == .tokenUnknown)
    #expect(try await store.apiTokens.user(of: first.secret, now: now) != nil)
    try await store.apiTokens.revoke(first.id, of: mine, by: mine.actor, now: now)
    try await store.apiTokens.revoke(second.id, of: nil, by: others.actor, now: now)
    for token in [first, second] {
      #expect(try await store.apiTokens.user(of: token.secret, now: now) == nil)
    }
    #expect(try await store.apiTokens.list(of: others).isEmpty)
    #expect(try await store.apiTokens.list(of: nil).map(\.label) == ["2", "1"])
  }

  @Test func tokenEndsWhenUserIsRemoved() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let user = try await user("an", inventory)
    let token = try await store.apiTokens.create(for: user, label: "x", now: now)
    try await store.people.remove("an", now: now)
    #expect(try await store.apiTokens.user(of: token.secret, now: now) == nil)
    // and it does not come back with a new user of the same name
    _ = try await self.user("an", inventory)
    #expect(try await store.apiTokens.user(of: token.secret, now: now) == nil)
  }

  /// Resetting a password or ending all sessions also ends those of intruders.
  @Test(arguments: ["invite", "accept", "change", "sign out"])
  func tokenEndsWithPasswordChangeOrSignOut(_ act: String) async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let user = try await user("an", inventory)
    let other = try await self.user("bo", inventory)
    let others = try await store.apiTokens.create(for: other, label: "y", now: now)
    let (_, link) = try await store.people.inviteAgain("an", now: now)
    if act == "change" || act == "sign out" {
      _ = try await store.people.accept(link, name: nil, password: UserTests.hash, now: now)
    }
    let token = try await store.apiTokens.create(for: user, label: "x", now: now)
    let new = UserTests.hash + "b"
    switch act {
    case "invite": _ = try await store.people.inviteAgain("an", now: now)
    case "accept": _ = try await store.people.accept(link, name: nil, password: new, now: now)
    case "change":
      #expect(
        try await store.people.changePassword(
          of: user, from: UserTests.hash, to: new, keepsPrograms: true, now: now))
      #expect(
        try await store.apiTokens.user(of: token.secret, now: now) != nil, "kept on demand")
      #expect(
        try await store.people.changePassword(of: user, from: new, to: UserTests.hash, now: now))
    default:
      try await store.sessions.signOutEverywhere(user, keepsPrograms: true, now: now)
      #expect(
        try await store.apiTokens.user(of: token.secret, now: now) != nil, "kept on demand")
      try await store.sessions.signOutEverywhere(user, now: now)
    }
    #expect(try await store.apiTokens.user(of: token.secret, now: now) == nil)
    #expect(try await store.apiTokens.user(of: others.secret, now: now) != nil)
  }

  @Test(arguments: [("", 1), ("\u{202E}", 1), ("x", 0), ("x", 731), ("x", .max), ("x", .min)])
  func invalidTokenArgumentsAreRejected(_ label: String, _ days: Int) async throws {
    let inventory = try TestInventory()
    let user = try await user("an", inventory)
    let error = await #expect(throws: InventoryError.self) {
      try await inventory.store.apiTokens.create(for: user, label: label, days: days, now: now)
    }
    #expect(error?.code == .argumentMalformed)
  }
}
