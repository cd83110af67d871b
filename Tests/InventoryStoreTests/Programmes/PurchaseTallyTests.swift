import Foundation
import Prioritization
import TestSupport
import Testing

@testable import InventoryStore

/// The tally of a line item says the same as all of its entries together.
struct PurchaseTallyTests {
  @Test(arguments: 0..<200)
  func itAgreesWithTheEntries(_ seed: Int) {
    var random = Seeded(seed)
    var item = LineItem(
      number: 1, commune: "21250", communeName: "x", provinceName: "x", item: "computer",
      evidence: nil, plannedCount: 100, plannedPrice: 1000, count: 100, price: 1000,
      cancelledAt: nil, entries: [], changes: [])
    var tally = PurchaseTally(item)
    for number in 0..<30 {
      let kind = PurchaseEntry.Kind.allCases[Int.random(in: 0..<2, using: &random)]
      let entry = PurchaseEntry(
        number: 0, kind: kind, day: "2026-11-0\(Int.random(in: 1...9, using: &random))",
        count: Int.random(in: 1...5, using: &random),
        price: Int.random(in: 1...2000, using: &random), document: "HĐ \(number / 2)",
        note: nil, recordedBy: "", recordedAt: .distantPast, evidence: [])
      let same = item.entries.first {
        $0.kind == kind && PurchaseRecord.isSameDocument($0.document, "hđ  \(number / 2)")
      }
      #expect(tally.same("hđ  \(number / 2)", kind)?.day == same?.day)
      let isCovered = PurchaseLedger.isCovered(item.entries + [entry])
      #expect(kind == .order || tally.covers(entry.count, from: entry.day) == isCovered)
      guard isCovered else { continue }
      item.entries.append(entry)
      tally.add(kind, day: entry.day, count: entry.count, document: entry.document)
      for day in 0...9 {
        let day = "2026-11-0\(day)"
        let ordered = item.entries.filter { $0.kind == .order && $0.day <= day }
        #expect(tally.ordered(by: day) == ordered.reduce(0) { $0 + $1.count })
      }
    }
  }

  /// Each is compared with all before it; one by one, that would take hours here.
  @Test(.timeLimit(.minutes(1)))
  func aLineItemMayHaveThousands() throws {
    let most = InventoryStore.Programmes.maximumRecords
    let item = LineItem(
      number: 1, commune: "21250", communeName: "x", provinceName: "x", item: "computer",
      evidence: nil, plannedCount: most, plannedPrice: 1000, count: most, price: 1000,
      cancelledAt: nil, entries: [], changes: [])
    let records = (0..<most).map { number in
      PurchaseRecord(
        kind: number % 2 == 0 ? .order : .delivery, commune: "21250", item: "computer",
        day: "2026-07-\(10 + number % 20)", count: 1,
        // Two prices of orders, and deliveries of which most name none.
        price: number % 2 == 0 ? 1000 + number / 2 % 2 : number % 7 == 0 ? 1001 : nil,
        document: "Hợp đồng số \(number)")
    }
    let checked = try? CheckedPurchases(
      records, against: [item], of: 1, now: Date(timeIntervalSince1970: 1_795_000_000))
    #expect(checked?.accepted.count == most)
  }
}
