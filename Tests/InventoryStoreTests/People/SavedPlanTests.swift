import Foundation
import InventoryStore
import Testing

struct SavedPlanTests {
  private let inventory: TestInventory
  private let store: InventoryStore

  init() throws {
    inventory = try TestInventory()
    store = inventory.store
  }

  private func user(_ name: String, _ scope: Scope = .country) async throws -> User {
    try await store.people.invite(name, role: .planner, scope: scope, now: TestInventory.start).user
  }

  private func save(
    _ name: String, of user: User, _ area: Scope = .country, document: String = "{}",
    after seconds: Double = 0
  ) async throws -> Int64 {
    try await store.plans.save(
      name, of: user, area: area, budget: 1_000, request: Data(#"{"budget":1000}"#.utf8),
      document: Data(document.utf8), now: TestInventory.start.addingTimeInterval(seconds))
  }

  @Test func planIsStoredUnchanged() async throws {
    let an = try await user("an")
    let id = try await save("  Phương án một ", of: an, document: #"{"a":"é"}"#)
    let (plan, request, document) = try await store.plans.plan(id, within: .country)
    #expect(plan.name == "Phương án một" && plan.owner == "an" && plan.budget == 1_000)
    #expect(plan.area == .country && plan.areaName == nil && plan.savedAt == TestInventory.start)
    #expect(request == Data(#"{"budget":1000}"#.utf8) && document == Data(#"{"a":"é"}"#.utf8))
  }

  /// A plan is visible only to those who see its whole area; 21250 lies in province 51.
  @Test(arguments: [
    (Scope.country, Scope.country, true), (.country, .province("51"), false),
    (.country, .commune("21250"), false), (.province("51"), .country, true),
    (.province("51"), .province("51"), true), (.province("51"), .province("01"), false),
    (.province("51"), .commune("21250"), false), (.commune("21250"), .country, true),
    (.commune("21250"), .province("51"), true), (.commune("21250"), .province("01"), false),
    (.commune("21250"), .commune("21250"), true), (.commune("21250"), .commune("21244"), false),
  ])
  func planIsVisibleOnlyToCoveringScopes(_ area: Scope, _ viewer: Scope, _ sees: Bool) async throws
  {
    let id = try await save("x", of: user("an"), area)
    let list = try await store.plans.list(within: viewer, limit: 10)
    #expect(list.plans.map(\.id) == (sees ? [id] : []) && list.total == (sees ? 1 : 0))
    if sees {
      #expect(try await store.plans.plan(id, within: viewer).plan.id == id)
    } else {
      await #expect(throws: InventoryError.self) { try await store.plans.plan(id, within: viewer) }
    }
  }

  /// No one can save a plan for more than their own scope.
  @Test(arguments: [
    (Scope.province("51"), Scope.country, false), (.province("51"), .province("51"), true),
    (.province("51"), .province("01"), false), (.province("51"), .commune("21250"), true),
    (.province("01"), .commune("21250"), false), (.commune("21250"), .commune("21250"), true),
    (.commune("21250"), .province("51"), false), (.commune("21250"), .country, false),
    (.commune("21250"), .commune("21244"), false), (.country, .province("99"), false),
    (.country, .commune("99999"), false),
  ])
  func planAreaIsLimitedToOwnersScope(_ owner: Scope, _ area: Scope, _ may: Bool) async throws {
    let user = try await user("an", owner)
    if may {
      _ = try await save("x", of: user, area)
    } else {
      await #expect(throws: InventoryError.self) { try await save("x", of: user, area) }
    }
  }

  @Test func planNamesAreUniquePerOwner() async throws {
    let (an, binh) = (try await user("an"), try await user("binh"))
    _ = try await save("x", of: an)
    _ = try await save("x", of: binh)
    await #expect(throws: InventoryError.self) { try await save("x", of: an) }
    for name in ["", "   ", "\u{202E}", "\n"] {
      await #expect(throws: InventoryError.self) { try await save(name, of: an) }
    }
    let long = try await save(String(repeating: "ă", count: 300), of: an)
    #expect(try await store.plans.plan(long, within: .country).plan.name.count == 100)
  }

  @Test func onlyOwnerCanDelete() async throws {
    let (an, binh) = (try await user("an"), try await user("binh"))
    let id = try await save("x", of: an)
    await #expect(throws: InventoryError.self) { try await store.plans.delete(id, of: binh) }
    try await store.plans.delete(id, of: an)
    await #expect(throws: InventoryError.self) { try await store.plans.delete(id, of: an) }
    #expect(try await store.plans.list(within: .country, limit: 10).total == 0)
  }

  @Test func planCountAndSizeAreBounded() async throws {
    let an = try await user("an")
    for number in 0..<InventoryStore.Plans.maximumPerUser {
      _ = try await save("\(number)", of: an, after: Double(number))
    }
    await #expect(throws: InventoryError.self) { try await save("one more", of: an) }
    let (plans, total) = try await store.plans.list(within: .country, limit: 3, offset: 1)
    #expect(plans.map(\.name) == ["198", "197", "196"] && total == 200)
    let large = "\"" + String(repeating: "x", count: InventoryStore.Plans.maximumBytes) + "\""
    await #expect(throws: InventoryError.self) {
      try await save("large", of: user("binh"), document: large)
    }
  }
}
