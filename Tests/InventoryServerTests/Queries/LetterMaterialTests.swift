import Foundation
import InventoryFixtures
import InventoryStore
import Presentation
import Testing

@testable import InventoryServer

/// What each reader is told about a real inventory.
struct LetterMaterialTests {
  private static let now = Date(timeIntervalSince1970: 1_795_000_000)

  /// A visit in Quảng Ngãi and one in Hà Nội: each province's reader is told only about their own.
  @Test func readersSeeMoversOfTheirOwnArea() async throws {
    let file = try EmptyInventory.make()
    defer { try? FileManager.default.removeItem(at: file.deletingLastPathComponent()) }
    let policy = try #require(EmptyInventory.policy)
    let store = try InventoryStore(path: file.path, role: .serving, policy: policy, now: Self.now)
    for commune in ["21250", "00004"] {
      try await store.communes.recordVisit(
        of: commune, at: Self.now.addingTimeInterval(-86_400),
        .init(adequateComputers: 0, otherComputers: 0, scanners: 0), within: .country, by: nil,
        now: Self.now.addingTimeInterval(-86_400))
      _ = try await store.tokens.create(
        communes: [commune], uses: 1, within: .country,
        now: Self.now.addingTimeInterval(-4 * 86_400))
    }
    let scopes: Set<Scope> = [.country, .province("51"), .province("01"), .commune("21250")]
    let material = try await LetterMaterial.read(
      store, policy: policy, window: try await store.letters.window(.weekly, now: Self.now),
      scopes: scopes, now: Self.now)
    for (scope, codes) in [
      (Scope.country, ["00004", "21250"]), (.province("51"), ["21250"]),
      (.province("01"), ["00004"]), (.commune("21250"), ["21250"]), (.commune("21214"), []),
    ] {
      let letter = material.letter(scope: scope, role: .officer, areaName: nil)
      #expect(letter.risen.map(\.commune.code).sorted() == codes, "\(scope)")
      #expect(letter.fallen.isEmpty)
      #expect(letter.tokens.entries.map(\.commune.code).sorted() == codes, "\(scope)")
      #expect(letter.isEmpty == codes.isEmpty)
      // A planner may not manage tokens, and a webhook's readers are unknown.
      for role in [UserRole.planner, nil] {
        #expect(material.letter(scope: scope, role: role, areaName: nil).tokens.total == 0)
      }
    }
    let mover = try #require(
      material.letter(scope: .province("51"), role: .planner, areaName: nil).risen.first)
    #expect(mover.pointsAfter > mover.pointsBefore && mover.rankAfter < mover.rankBefore)
    #expect(mover.cause == "moreCertain")
    // A daily letter omits the ranking.
    let daily = try await LetterMaterial.read(
      store, policy: policy, window: try await store.letters.window(.daily, now: Self.now),
      scopes: scopes, now: Self.now)
    #expect(daily.letter(scope: .country, role: .planner, areaName: nil).risen.isEmpty)
  }
}
