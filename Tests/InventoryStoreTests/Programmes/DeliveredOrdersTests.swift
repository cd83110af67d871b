import Foundation
import Prioritization
import TestSupport
import Testing

@testable import InventoryStore

/// Which orders deliveries bring, compared with going through all of them each time.
struct DeliveredOrdersTests {
  private static func entry(
    _ kind: PurchaseEntry.Kind, _ count: Int, at price: Int, on day: Int
  ) -> PurchaseEntry {
    PurchaseEntry(
      number: 0, kind: kind, day: "2026-11-\(10 + day)", count: count, price: price,
      document: "x", note: nil, recordedBy: "", recordedAt: .distantPast, evidence: [])
  }

  /// The costs by delivery, and what is left of each order.
  private static func slowly(
    _ entries: [PurchaseEntry]
  ) -> (costs: [Int: Int], open: [Int]) {
    let byDay = entries.indices.sorted { (entries[$0].day, $0) < (entries[$1].day, $1) }
    var open = byDay.filter { entries[$0].kind == .order }.map { entries[$0] }
    let deliveries = byDay.filter { entries[$0].kind == .delivery }
    var (left, costs): ([Int: Int], [Int: Int]) = ([:], [:])
    for place in deliveries { (left[place], costs[place]) = (entries[place].count, 0) }
    for isSamePrice in [true, false] {
      for place in deliveries {
        for order in open.indices where !isSamePrice || open[order].price == entries[place].price {
          let units = min(left[place] ?? 0, open[order].count)
          open[order].count -= units
          left[place, default: 0] -= units
          costs[place, default: 0] += units * open[order].price
        }
      }
    }
    for (place, missing) in left where missing > 0 { costs[place] = nil }
    return (costs, open.map(\.count))
  }

  @Test(arguments: 0..<300)
  func deliveriesBringWhatASearchFinds(_ seed: Int) {
    var random = Seeded(seed)
    let entries = (0..<Int.random(in: 0...40, using: &random)).map { _ in
      Self.entry(
        Bool.random(using: &random) ? .order : .delivery, Int.random(in: 1...4, using: &random),
        at: Int.random(in: 1...5, using: &random), on: Int.random(in: 0...9, using: &random))
    }
    let (costs, open) = Self.slowly(entries)
    let orders = DeliveredOrders(entries)
    #expect(orders.costs == costs)
    #expect(orders.open.map(\.count) == open)
  }

  /// Deliveries of one table that name no price cost together what was ordered, also beside one
  /// that names its price.
  @Test func unpricedDeliveriesCostWhatWasOrdered() throws {
    let item = LineItem(
      number: 1, commune: "21250", communeName: "x", provinceName: "x", item: "computer",
      evidence: nil, plannedCount: 9, plannedPrice: 9_000_000, count: 9, price: 9_000_000,
      cancelledAt: nil, entries: [Self.entry(.order, 2, at: 6_000_000, on: 0)], changes: [])
    func record(
      _ kind: PurchaseEntry.Kind, _ count: Int, at price: Int?, _ document: String
    ) -> PurchaseRecord {
      PurchaseRecord(
        kind: kind, commune: "21250", item: "computer", day: "2026-11-15", count: count,
        price: price, document: document)
    }
    let checked = try CheckedPurchases(
      [
        record(.delivery, 2, at: nil, "a"), record(.delivery, 1, at: 6_000_000, "b"),
        record(.delivery, 2, at: nil, "c"), record(.order, 3, at: 9_000_000, "d"),
      ], against: [item], of: 1, now: Date(timeIntervalSince1970: 1_795_000_000))
    let prices = Dictionary(
      checked.accepted.map { ($0.record.document, $0.price) }, uniquingKeysWith: { $1 })
    #expect(prices == ["a": 7_500_000, "b": 6_000_000, "c": 9_000_000, "d": 9_000_000])
  }
}
