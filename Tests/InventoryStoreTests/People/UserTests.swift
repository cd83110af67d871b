import Foundation
import GRDB
import InventoryStore
import Testing

/// Users: who may sign in, and for how long.
struct UserTests {
  static let hash = "scrypt$10$8$1$" + String(repeating: "a", count: 40)
  private let now = TestInventory.start

  /// A user who has chosen a password.
  private func add(
    _ name: String, _ role: UserRole = .planner, _ scope: Scope = .country,
    to inventory: TestInventory, at time: Date? = nil
  ) async throws -> User {
    let (_, secret) = try await inventory.store.people.invite(
      name, role: role, scope: scope, now: time ?? now)
    return try await inventory.store.people.accept(
      secret, name: nil, password: Self.hash, now: time ?? now)
  }

  // Accounts

  @Test func usersAreInvitedChangedAndRemoved() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let (user, secret) = try await store.people.invite(
      "Ánh.Nguyễn", role: .officer, scope: .province("51"), now: now)
    #expect(user.scopeName == "Tỉnh Quảng Ngãi" && !user.hasPassword)
    #expect(try await store.people.invitee(secret, now: now) == .user(user))
    #expect(try await store.sessions.credentials(of: "Ánh.Nguyễn", from: "-") == nil)
    #expect(
      await refusal {
        try await store.people.invite("ánh.NGUYỄN", role: .planner, scope: .country, now: now)
      }
        == .stateConflict)
    _ = try await store.people.accept(secret, name: nil, password: Self.hash, now: now)
    #expect(
      await refusal { try await store.people.invitee(secret, now: now) } == .invitationUnknown)
    #expect(
      await refusal {
        try await store.people.accept(secret, name: nil, password: Self.hash, now: now)
      }
        == .invitationUnknown, "a link works once")

    try await store.people.change(
      "Ánh.Nguyễn", role: .officer, scope: .commune("21250"), by: Actor("an"), now: now)
    let changed = try await store.people.user(user.number)
    #expect(changed.scope == .commune("21250") && changed.hasPassword)
    try await store.people.remove("Ánh.Nguyễn", now: now)
    #expect(await refusal { try await store.people.user(user.number) } == .userUnknown)
    #expect(try await store.sessions.credentials(of: "Ánh.Nguyễn", from: "-") == nil)
    let (again, _) = try await store.people.invite(
      "Ánh.Nguyễn", role: .planner, scope: .country, now: now)
    #expect(again.number == user.number && !again.hasPassword, "the same person, no old password")

    let acts = try await store.audit.entries(AuditFilter(subject: "user Ánh.Nguyễn"))
    #expect(
      acts.map(\.action) == [
        "user.added", "user.removed", "user.changed", "user.passwordSet", "user.added",
      ])
    #expect(acts[2].actor == "an" && acts.allSatisfy(\.isSound))
    #expect(acts[2].details.contains { $0.name == "formerPlace" && $0.value == "51" })
  }

  /// Names that differ only in how accents are composed are the same.
  @Test func userNamesAreUnicodeNormalised() async throws {
    let inventory = try TestInventory()
    let user = try await add("bình", to: inventory)
    let decomposed = "bình".decomposedStringWithCanonicalMapping
    #expect(try await inventory.store.sessions.credentials(of: decomposed, from: "-")?.user == user)
    #expect(try await inventory.store.sessions.credentials(of: "BÌNH", from: "-") == nil)
  }

  @Test(arguments: [
    "", " ", "a b", "-a", "a\n", "a\u{202E}b", "a'--", String(repeating: "a", count: 65), "centre",
    "Centre", "<b>",
  ])
  func invalidUserNamesAreRejected(_ name: String) async throws {
    let inventory = try TestInventory()
    #expect(
      await refusal {
        try await inventory.store.people.invite(name, role: .planner, scope: .country, now: now)
      } == .argumentMalformed)
  }

  @Test func invalidScopesAreRejected() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    for (role, scope, expected) in [
      (UserRole.officer, Scope.province("99"), InventoryError.Code.provinceUnknown),
      (.officer, .commune("99999"), .communeUnknown),
      (.administrator, .province("51"), .argumentMalformed),
    ] {
      #expect(
        await refusal { try await store.people.invite("a", role: role, scope: scope, now: now) }
          == expected)
    }
  }

  /// At least one administrator must remain.
  @Test func lastAdministratorCannotBeRemoved() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let first = try await add("an", .administrator, to: inventory)
    // an invited administrator cannot sign in yet
    let (_, secret) = try await store.people.invite(
      "bo", role: .administrator, scope: .country, now: now)
    #expect(await refusal { try await store.people.remove("an", now: now) } == .stateConflict)
    #expect(
      await refusal {
        try await store.people.change("an", role: .officer, scope: .country, now: now)
      }
        == .stateConflict)
    #expect(try await store.people.user(first.number).role == .administrator)
    _ = try await store.people.accept(secret, name: nil, password: Self.hash, now: now)
    try await store.people.change("an", role: .officer, scope: .country, now: now)
    #expect(await refusal { try await store.people.remove("bo", now: now) } == .stateConflict)
  }

  // Links

  @Test func linkExpiresAfterDayOrWhenReplaced() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let (_, first) = try await store.people.invite("a", role: .planner, scope: .country, now: now)
    let almost = now.addingTimeInterval(24 * 3600 - 1)
    #expect(await refusal { try await store.people.invitee(first, now: almost) } == nil)
    let after = now.addingTimeInterval(24 * 3600)
    #expect(
      await refusal { try await store.people.invitee(first, now: after) } == .invitationUnknown)
    #expect(
      await refusal {
        try await store.people.accept(first, name: nil, password: Self.hash, now: after)
      }
        == .invitationUnknown)
    let (_, second) = try await store.people.inviteAgain("a", now: now)
    #expect(await refusal { try await store.people.invitee(first, now: now) } == .invitationUnknown)
    try await store.people.remove("a", now: now)
    #expect(
      await refusal { try await store.people.invitee(second, now: now) } == .invitationUnknown)
    for nonsense in ["", "x", String(repeating: "a", count: 43), String(repeating: "é", count: 43)]
    {
      #expect(
        await refusal { try await store.people.invitee(nonsense, now: now) } == .invitationUnknown)
    }
  }

  @Test func firstAdministratorIsCreatedByLink() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let stale = try #require(try await store.people.inviteFirstAdministrator(now: now))
    let secret = try #require(try await store.people.inviteFirstAdministrator(now: now))
    #expect(await refusal { try await store.people.invitee(stale, now: now) } == .invitationUnknown)
    #expect(try await store.people.invitee(secret, now: now) == .firstAdministrator)
    #expect(
      await refusal {
        try await store.people.accept(secret, name: "-", password: Self.hash, now: now)
      }
        == .argumentMalformed)
    let user = try await store.people.accept(secret, name: "an", password: Self.hash, now: now)
    #expect(user.role == .administrator && user.scope == .country)
    #expect(try await store.people.inviteFirstAdministrator(now: now) == nil)
  }

  /// Whoever was invited under the name that the first administrator then chose must not get the
  /// administrator's rights by the old link.
  @Test func firstAdministratorInvalidatesLinksOfSameName() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let (_, planners) = try await store.people.invite(
      "an", role: .planner, scope: .country, now: now)
    let first = try #require(try await store.people.inviteFirstAdministrator(now: now))
    _ = try await store.people.accept(first, name: "an", password: Self.hash, now: now)
    #expect(
      await refusal {
        try await store.people.accept(planners, name: nil, password: Self.hash, now: now)
      }
        == .invitationUnknown)
  }

  /// If two people open one link at the same moment, only one gets in.
  @Test func concurrentLinkUseAdmitsOneUser() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let first = try #require(try await store.people.inviteFirstAdministrator(now: now))
    let now = now
    let made = await withTaskGroup(of: Bool.self) { group in
      for name in ["an", "bo", "chi", "du"] {
        group.addTask {
          (try? await store.people.accept(first, name: name, password: Self.hash, now: now)) != nil
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(made == 1)
    #expect(try await store.people.list().count == 1)
  }
}
