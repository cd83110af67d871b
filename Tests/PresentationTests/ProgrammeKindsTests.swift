import Foundation
import InventoryFixtures
import Prioritization
import Testing

@testable import Presentation

/// A programme keeps capital and recurrent money apart, as its plan did.
struct ProgrammeKindsTests {
  /// Scanners, a line contract and a visit, of which the scanners were ordered dearer than planned.
  private func programme(
    budgets: Money?, isPart: Bool = false, policy: Policy? = nil
  ) throws -> ProgrammeDocument {
    let policy = try policy ?? #require(EmptyInventory.policy)
    func line(_ item: String, ordered: Int, unordered: Int) -> ProgrammeDocument.Line {
      ProgrammeDocument.Line(
        commune: "21154", communeName: "Xã Tây Trà", provinceName: "Tỉnh Quảng Ngãi", item: item,
        evidence: nil, plannedCount: 1, price: 1,
        progress: PurchaseProgress(
          wanted: 1, ordered: ordered > 0 ? 1 : 0, deliveries: [], isCancelled: false,
          canBeShown: true, rules: policy.evidence),
        money: ProgrammeMoney(
          planned: 1, wanted: ordered + unordered, ordered: ordered, outstanding: ordered,
          unordered: unordered),
        documents: [])
    }
    return ProgrammeDocument(
      number: 1, name: "Đợt 1", area: "Tỉnh Quảng Ngãi", isPart: isPart, budget: 100_000_000,
      budgets: budgets, policy: policy, provenance: Provenance(asOf: Example.now),
      adoptedBy: "user minh", adoptedAt: Example.now,
      lines: [
        line("scanner", ordered: 75_000_000, unordered: 0),
        line("fibre20", ordered: 0, unordered: 12_000_000),
        line("(visit)", ordered: 0, unordered: 3_000_000),
      ], simulated: [], communes: [], months: [])
  }

  private func text(_ document: ProgrammeDocument, _ language: Language) throws -> ProgrammeText {
    ProgrammeText(document, language, messages: try Example.messages())
  }

  @Test func oneKindDoesNotPayForTheOther() throws {
    let document = try programme(budgets: Money(capital: 60_000_000, recurrent: 40_000_000))
    #expect(document.kinds.map(\.money.expected) == [75_000_000, 15_000_000])
    #expect(document.kinds.map(\.excess) == [15_000_000, nil])
    for (language, kind) in [(Language.vi, "chi đầu tư"), (.en, "capital")] {
      let said = try text(document, language).overBudget
      #expect(said.count == 1 && said[0].contains(kind), "\(said)")
      for million in ["75", "60", "15"] { #expect(said.joined().contains(million), "\(said)") }
      let table = ProgrammeTable.render(document, language, messages: try Example.messages())
      #expect(table.contains(said[0]))
    }
  }

  @Test func oneBudgetPaysForBoth() throws {
    let document = try programme(budgets: nil)
    #expect(document.kinds.map(\.budget) == [nil, nil])
    #expect(try text(document, .vi).overBudget.isEmpty)
    var dear = document
    dear.budget = 80_000_000
    #expect(try text(dear, .en).overBudget.count == 1)
  }

  @Test func aPartIsNotComparedWithTheWholeBudget() throws {
    let document = try programme(
      budgets: Money(capital: 60_000_000, recurrent: 40_000_000), isPart: true)
    #expect(try text(document, .vi).overBudget.isEmpty)
  }

  @Test func filesTellTheKinds() throws {
    let document = try programme(budgets: Money(capital: 60_000_000, recurrent: 40_000_000))
    let csv = String(
      decoding: ProgrammeCSV.encode(document, .en, messages: try Example.messages()),
      as: UTF8.self
    ).split(separator: "\r\n")
    #expect(csv.first?.hasSuffix(#""Kind of expenditure""#) == true)
    #expect(
      csv.dropFirst().map { $0.hasSuffix(#""capital""#) } == [true, false, false], "\(csv)")
    let json = try #require(
      try JSONSerialization.jsonObject(with: ProgrammeJSON.encode(document)) as? [String: Any])
    let kinds = try #require(json["kinds"] as? [[String: Any]])
    #expect(kinds.map { $0["kind"] as? String } == ["capital", "recurrent"])
    #expect(kinds.map { $0["budget"] as? Int } == [60_000_000, 40_000_000])
  }

  /// The first model of policies does not distinguish them.
  @Test func olderPoliciesHaveNoKinds() throws {
    let document = try programme(budgets: nil, policy: Example.plan().policy)
    #expect(document.kinds.isEmpty)
    let csv = String(
      decoding: ProgrammeCSV.encode(document, .vi, messages: try Example.messages()),
      as: UTF8.self)
    #expect(!csv.contains("chi đầu tư"))
  }
}
