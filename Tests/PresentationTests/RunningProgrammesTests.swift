import InventoryFixtures
import Prioritization
import Testing

@testable import Presentation

/// A plan says which of its purchases running programmes already make.
struct RunningProgrammesTests {
  @Test func onlyWhatPlanBuysAgainCounts() throws {
    // Two scanners and a computer for 21154.
    let plan = try Example.plan().plan
    #expect(plan.communes.map(\.code) == ["21154"])
    func running(_ purchases: [(String, String, String, Int)]) -> RunningProgrammes? {
      RunningProgrammes(plan, running: purchases.map { ($0.0, $0.1, $0.2, $0.3) })
    }
    #expect(running([]) == nil)
    #expect(running([("21250", "computer", "A", 3), ("21154", "fibre", "A", 1)]) == nil)
    let some = try #require(
      running([
        ("21154", "scanner", "A", 1), ("21250", "scanner", "B", 1), ("21154", "computer", "C", 9),
      ]))
    #expect(some.programmes == ["A", "C"])
    #expect(some.units == 2 && some.cost == 8_000_000 + 15_000_000)
  }

  /// A visit that a programme has ordered is paid twice if it is planned again.
  @Test func orderedVisitsCount() throws {
    let document = try Example.plan(budget: 400_000_000)
    let visit = try #require(document.plan.visits.first)
    let running = try #require(
      RunningProgrammes(
        document.plan,
        running: [
          (visit.code, PlannedVisit.item, "A", 1), ("99999", PlannedVisit.item, "B", 1),
        ]))
    #expect(running.programmes == ["A"] && running.units == 1 && running.cost == 3_000_000)
    #expect(running.communes == [visit.code: 1])
  }

  @Test func warningIsSaidInBothLanguages() throws {
    var document = try Example.plan()
    let messages = try Example.messages()
    for (language, word) in [(Language.vi, "mua trùng"), (.en, "buy them twice")] {
      let text = PlanText(document.policy, language, messages: messages)
      #expect(text.running(document).isEmpty)
      document.running = RunningProgrammes(
        document.plan, running: [("21154", "computer", "Đợt 1", 1)])
      let said = text.running(document).joined()
      #expect(said.contains(word) && said.contains("Đợt 1") && said.contains("15"), "\(said)")
      document.running = nil
    }
  }
}
