import Foundation
import InventoryStore
import Prioritization
import Reporting
import TestSupport
import Testing

/// A programme for two communes in a real inventory.
struct TestProgramme {
  static let commune = "21250"
  static let other = "21136"

  let inventory: TestInventory
  let number: Int64

  var programmes: InventoryStore.Programmes { inventory.store.programmes }

  /// - Parameter items: of the first commune: how many of each, with the price of one.
  init(
    _ inventory: TestInventory, items: [String: (count: Int, price: Int)], name: String = "2026",
    adopted: Date = TestInventory.start, evidence: [String: String] = [:], policy: Policy? = nil,
    baseline: [String: CommuneMeasures] = [:]
  ) async throws {
    self.inventory = inventory
    let policy = policy ?? inventory.policy
    let purchases = items.sorted { $0.key < $1.key }.map { item, wanted in
      Adoption.Purchase(
        commune: Self.commune, item: item, count: wanted.count, price: wanted.price,
        evidence: evidence[item] ?? policy.evidence(of: item)?.rawValue,
        evidenceRate: policy.evidenceRate(of: item))
    }
    number = try await inventory.store.programmes.adopt(
      Adoption(
        name: name, area: .province("51"), budget: 1_000_000_000,
        purchases: purchases + [
          Adoption.Purchase(
            commune: Self.other, item: "computer", count: 2, price: 15_000_000,
            evidence: "computer")
        ], document: Data("{\"name\":\"\(name)\"}".utf8), policy: try JSONEncoder().encode(policy),
        baseline: try FrozenDocument.encode(baseline)),
      within: .country, by: Actor("user ke-hoach"), now: adopted)
  }

  static func record(
    _ kind: PurchaseEntry.Kind, _ item: String, _ count: Int, day: String, document: String,
    commune: String = commune, price: Int? = nil
  ) -> PurchaseRecord {
    PurchaseRecord(
      kind: kind, commune: commune, item: item, day: day, count: count, price: price,
      document: document)
  }

  /// Orders and delivers on one day.
  func deliver(
    _ item: String, _ count: Int, day: String, document: String = "HD", commune: String = commune,
    now: Date
  ) async throws {
    _ = try await programmes.record(
      [PurchaseEntry.Kind.order, .delivery].map {
        Self.record($0, item, count, day: day, document: document, commune: commune)
      }, in: number, within: .country, now: now)
  }

  func item(_ id: String, of commune: String = commune) async throws -> LineItem {
    let items = try await programmes.record(number, within: .country).items
    return try #require(items.first { $0.item == id && $0.commune == commune })
  }

  func progress(_ id: String, now: Date) async throws -> PurchaseProgress {
    try await item(id).progress(inventory.policy.evidence, now: now)
  }

  func search(now: Date) async throws {
    try await programmes.searchForEvidence(of: number, within: .country, now: now)
  }
}

extension RandomComputer {
  static var adequate: Outcome<HardwareFacts> {
    TestInventory.computer(gibibytes: 16, threads: 8, rotational: false)
  }

  static var inadequate: Outcome<HardwareFacts> {
    TestInventory.computer(gibibytes: 2, threads: 8, rotational: false)
  }

}
