import Foundation
import InventoryFixtures
import Presentation
import Prioritization
import Testing

/// Plans that are saved, compared, and made under custom limits.
@Suite struct KeptPlanTests {
  private static let limits = PlanLimits(floor: 0, cap: 20_000_000, visitCost: 2_000_000)

  /// With another cap, another price of a visit, and no scanners.
  private func adjusted() throws -> PlanDocument {
    var document = try Example.plan()
    document.writtenPolicy = document.policy
    document.policy = document.policy.planning(Self.limits, without: ["scanner"])
    return document
  }

  private func expectEqual(_ one: PlanDocument, _ other: PlanDocument) {
    #expect(one.plan == other.plan && one.policy == other.policy && one.places == other.places)
    #expect(one.writtenPolicy == other.writtenPolicy)
    #expect(one.provenance == other.provenance)
  }

  @Test(
    arguments: [0, 18_999_999, 40_000_000, 400_000_000],
    ["", "remoteQuota = 0.5", "cap = 9_000_000"])
  func isReadAsItWas(_ budget: Int, _ limits: String) throws {
    let document = try Example.plan(budget: budget, limits: limits)
    expectEqual(try PlanArchive.decode(PlanArchive.encode(document)), document)
  }

  @Test func hostileNames() throws {
    for name in Example.hostile {
      let names = [name, "b", "c", "d", "e"]
      let document = try Example.plan(names: names)
      expectEqual(try PlanArchive.decode(PlanArchive.encode(document)), document)
    }
  }

  /// Inventories hold plans written by earlier versions, which must still open.
  @Test func aPlanOfTheFirstVersionOpens() throws {
    let file = Example.root.appending(path: "Tests/PresentationTests/kept-plan.json")
    if ProcessInfo.processInfo.environment["RECORD"] != nil {
      try PlanArchive.encode(adjusted()).write(to: file)
      Issue.record("recorded anew: only where no inventory can hold the old one")
    }
    let (kept, now) = (try PlanArchive.decode(Data(contentsOf: file)), try adjusted())
    #expect(kept.policy == now.policy && kept.places == now.places)
    #expect(kept.writtenPolicy == now.writtenPolicy)
    // What it could have closed was summed up without the communes of the second queue.
    #expect(kept.plan.provenNeed == nil && now.plan.provenNeed ?? 0 >= now.plan.pointsClosed)
    #expect(kept.provenance == now.provenance)
    #expect(kept.plan.policyId == now.plan.policyId && kept.plan.budget == now.plan.budget)
    #expect(kept.plan.spent == now.plan.spent && kept.plan.value == now.plan.value)
    #expect(kept.plan.cutoffPrice == now.plan.cutoffPrice)
    // Today's search decides about more of a small budget, and counts all of that as leftover.
    let bought = Self.withoutLeftover(kept.plan.communes)
    let today = Self.withoutLeftover(now.plan.communes)
    #expect(bought == today && kept.plan.visits == now.plan.visits)
    #expect(kept.plan.refusals == now.plan.refusals)
    // What was proven at the time is kept, although more could be proven today.
    #expect(kept.plan.upperBound == 317.7083333336511 && now.plan.optimalityGap == 0)
    #expect(kept.plan.spentByKind == nil)
  }

  private static func withoutLeftover(_ communes: [PlannedCommune]) -> [PlannedCommune] {
    communes.map { commune in
      var commune = commune
      commune.leftover = 0
      return commune
    }
  }

  @Test(arguments: ["", "{}", "[]", #"{"format":1}"#, #"{"format":2,"document":{}}"#])
  func otherBytesAreRefused(_ text: String) {
    #expect(throws: (any Error).self) { try PlanArchive.decode(Data(text.utf8)) }
  }

  @Test func whatHoldsForThisPlanAloneIsSaid() throws {
    let document = try adjusted()
    let text = PlanText(document.policy, .en, messages: try Example.messages())
    #expect(
      text.adjustments(document) == [
        "This plan only: Maximum spend per commune: 20,000,000 (policy: no limit).",
        "This plan only: Cost of a visit: 2,000,000 (policy: 3,000,000).",
        "This plan only: excludes Scanner.",
      ])
    #expect(text.adjustments(try Example.plan()).isEmpty)
    let table = PlanTable.render(document, .en, messages: try Example.messages())
    #expect(table.contains("excludes Scanner"))
  }

  @Test func sideBySide() throws {
    let (small, large) = (try Example.plan(), try Example.plan(budget: 400_000_000))
    let comparison = PlanComparison(small, large)
    #expect(
      comparison.items.map(\.item)
        == ["scanner", "computer", "fibre"].filter { id in
          [small, large].contains { $0.totals.contains { $0.item == id && $0.count > 0 } }
        })
    for item in comparison.items {
      for (side, document) in [small, large].enumerated() {
        let total = try #require(document.totals.first { $0.item == item.item })
        #expect(item.counts[side] == total.count && item.costs[side] == total.cost)
      }
    }
    let bought = [small, large].map { Set($0.plan.communes.map(\.code)) }
    #expect(Set(comparison.onlyFirst.map(\.code)) == bought[0].subtracting(bought[1]))
    #expect(Set(comparison.onlySecond.map(\.code)) == bought[1].subtracting(bought[0]))
    #expect(comparison.common == bought[0].intersection(bought[1]).count)
    #expect(comparison.onlySecond.allSatisfy { $0.spends[0] == nil && $0.spends[1] ?? 0 > 0 })
    let same = PlanComparison(small, small)
    #expect(same.onlyFirst.isEmpty && same.onlySecond.isEmpty && same.different.isEmpty)
  }
}
