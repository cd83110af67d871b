import Foundation
import InventoryStore
import Prioritization
import Testing

/// What running programmes still buy, and what it will have cost.
struct RunningPurchaseTests {
  private let now = TestInventory.start.addingTimeInterval(10 * 86_400)
  private let day = VietnamDay.text(TestInventory.start.addingTimeInterval(2 * 86_400))

  private func programme() async throws -> TestProgramme {
    try await TestProgramme(
      try TestInventory(), items: ["computer": (7, 15_000_000), "scanner": (1, 8_000_000)])
  }

  private func units(_ programme: TestProgramme, _ scope: Scope = .country) async throws
    -> [String]
  {
    try await programme.programmes.running(within: scope).map {
      "\($0.commune) \($0.item) \($0.units) \($0.programme)"
    }
  }

  @Test func whatReportsDoNotShowIsRunning() async throws {
    let programme = try await programme()
    let all = ["21250 computer 7 2026", "21250 scanner 1 2026", "21136 computer 2 2026"]
    #expect(try await units(programme) == all)
    #expect(try await units(programme, .commune("21136")) == [all[2]])
    #expect(try await units(programme, .province("01")).isEmpty)
    // A delivery is not yet a confirmation by reports.
    try await programme.deliver("scanner", 1, day: day, now: now)
    #expect(try await units(programme) == all)
    try await programme.programmes.change(
      .cancelled, of: TestProgramme.commune, item: "computer", in: programme.number, to: 1,
      because: "moved", within: .country, now: now)
    #expect(try await units(programme) == Array(all[1...]))
  }

  /// Purchases that no report can show count as running until they are delivered, visits included.
  @Test func unshowablePurchasesRunUntilDelivered() async throws {
    let inventory = try TestInventory()
    let number = try await inventory.store.programmes.adopt(
      Adoption(
        name: "training", area: .province("51"), budget: 1,
        purchases: [
          .init(commune: "21250", item: "training", count: 3, price: 1, evidence: nil),
          .init(commune: "21250", item: LineItem.visit, count: 1, price: 1, evidence: nil),
        ], document: Data("{}".utf8), policy: try JSONEncoder().encode(inventory.policy),
        baseline: Data("{}".utf8)), within: .country, now: TestInventory.start)
    let programmes = inventory.store.programmes
    #expect(try await programmes.running(within: .country).map(\.units) == [3, 1])
    _ = try await programmes.record(
      [PurchaseEntry.Kind.order, .delivery].map {
        TestProgramme.record($0, "training", 2, day: day, document: "HD")
      }, in: number, within: .country, now: now)
    #expect(try await programmes.running(within: .country).map(\.units) == [1, 1])
  }

  /// Units that arrived before the rest was cancelled still count until reports show them.
  @Test func deliveredPartOfCancelledPurchaseRuns() async throws {
    let programme = try await programme()
    try await programme.deliver("computer", 3, day: day, now: now)
    try await programme.programmes.change(
      .cancelled, of: TestProgramme.commune, item: "computer", in: programme.number, to: 1,
      because: "the rest will not come", within: .country, now: now)
    #expect(try await units(programme).first == "21250 computer 3 2026")
  }

  /// Two orders at different prices: a delivery without a price costs what the first units ordered
  /// cost.
  @Test func deliveriesCostWhatWasOrdered() async throws {
    let programme = try await programme()
    func record(
      _ kind: PurchaseEntry.Kind, _ count: Int, _ document: String, _ price: Int?
    ) -> PurchaseRecord {
      TestProgramme.record(
        kind, "computer", count, day: day, document: document, price: price)
    }
    _ = try await programme.programmes.record(
      [
        record(.delivery, 1, "BB-1", nil), record(.order, 2, "HD-1", 14_000_000),
        record(.order, 1, "HD-2", 15_500_000),
      ], in: programme.number, within: .country, now: now)
    #expect(try await programme.item("computer").cost(of: .delivery) == 14_000_000)
    let lines = PurchaseTemplate.lines(
      try await programme.programmes.record(programme.number, within: .country)
    ).filter { $0.item == "computer" && $0.commune == TestProgramme.commune }
    #expect(lines.map(\.price) == [15_000_000, 14_750_000])
    #expect(lines.map(\.count) == [4, 2])
  }

  /// No đồng is lost between what was ordered and what it costs once it has arrived.
  @Test func moneyOfDeliveriesIsExact() async throws {
    let programme = try await programme()
    func record(_ records: [(PurchaseEntry.Kind, Int, Int?)]) async throws {
      _ = try await programme.programmes.record(
        records.enumerated().map { place, record in
          TestProgramme.record(
            record.0, "computer", record.1, day: day, document: "\(record) \(place)",
            price: record.2)
        }, in: programme.number, within: .country, now: now)
    }
    try await record([(.order, 1, 6_000_000), (.order, 1, 9_000_000)])
    try await record([(.delivery, 1, 9_000_000)])
    #expect(try await programme.item("computer").outstandingCost == 6_000_000)
    try await record([(.order, 2, 8_200_000), (.delivery, 3, nil)])
    let item = try await programme.item("computer")
    #expect(item.cost(of: .delivery) == 31_400_000 && item.outstandingCost == 0)
    #expect(item.cost(of: .delivery) == item.cost(of: .order))
    #expect(
      item.entries.filter { $0.kind == .delivery }.map(\.price).sorted() == [7_466_666, 9_000_000])
    // A fresh price of the supplier is neither a mean nor changes what is still to come.
    try await record([(.order, 3, 10_000_000), (.delivery, 2, 10_000_001)])
    #expect(try await programme.item("computer").outstandingCost == 10_000_000)
    #expect(
      try await programme.item("computer").cost(of: .delivery) == 31_400_000 + 20_000_002)
  }

  /// Seven computers at 15 million each; five ordered for 73 million, of which two arrived.
  @Test func expectedCostFollowsPrices() async throws {
    let programme = try await programme()
    func costs() async throws -> [Int] {
      let item = try await programme.item("computer")
      return [item.cost(of: .delivery), item.outstandingCost, item.unorderedCost]
    }
    #expect(try await costs() == [0, 0, 105_000_000])
    func record(_ kind: PurchaseEntry.Kind, _ count: Int) async throws {
      _ = try await programme.programmes.record(
        [
          TestProgramme.record(
            kind, "computer", count, day: day, document: "HD", price: 14_600_000)
        ], in: programme.number, within: .country, now: now)
    }
    try await record(.order, 5)
    #expect(try await costs() == [0, 73_000_000, 30_000_000])
    try await record(.delivery, 2)
    #expect(try await costs() == [29_200_000, 43_800_000, 30_000_000])
    try await programme.programmes.change(
      .cancelled, of: TestProgramme.commune, item: "computer", in: programme.number, to: 1,
      because: "moved", within: .country, now: now)
    #expect(try await costs() == [29_200_000, 0, 0])
  }

  @Test(arguments: [
    (15_000_000_000, false), (150_000_000, false), (149_000_000, true), (1_600_000, true),
    (1_500_000, false), (15_000, false),
  ])
  func pricesWithDigitTooManyAreRefused(_ price: Int, _ isTaken: Bool) async throws {
    let programme = try await programme()
    let record = TestProgramme.record(
      .order, "computer", 1, day: day, document: "HD", price: price)
    do {
      _ = try await programme.programmes.record(
        [record], in: programme.number, within: .country, now: now)
      #expect(isTaken)
    } catch let error as InventoryError {
      #expect(!isTaken && error.faults.map(\.kind) == ["unlikelyPrice"], "\(error.message)")
    }
  }
}
