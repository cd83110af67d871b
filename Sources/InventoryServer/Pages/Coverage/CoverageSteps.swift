import Foundation
import InventoryStore
import Presentation

/// An officer's next steps for a commune, the most urgent first.
struct CoverageSteps {
  struct Step {
    var text: String
    /// The address of the page for it; nil if there is none or the caller lacks the right.
    var address: String?
    var link: String?
  }

  let call: PageCall
  let commune: CommuneCoverage
  /// Those of its machines that are in trouble.
  let troubled: [TroubledMachine]

  func steps() -> [Step] {
    var steps: [Step] = []
    func add(_ key: String, _ arguments: [String: String] = [:]) {
      steps.append(Step(text: call.text("coverage.step.\(key)", arguments)))
    }
    func number(_ count: Int) -> String { call.people.number(count) }
    switch commune.state {
    case .neverEnrolled:
      steps.append(enrolment(call.text("coverage.step.enrol")))
    case .silent:
      add(
        "callSilent", ["days": commune.lastReportAt.map { number(call.days(since: $0)) } ?? "–"])
    case .neverReported:
      // Agents report at night: there is no need to call before the first one.
      let oldest = troubled.filter { $0.trouble == .waiting }.compactMap(\.since).min()
      let isNew = oldest.map { call.days(since: $0) < 1 } ?? false
      add(isNew ? "awaitFirst" : "callNever", ["count": number(commune.machines)])
    case .partial, .ageing, .complete:
      if commune.silent > 0 {
        let since = troubled.first { $0.trouble == .silent }?.since
        add(
          since == nil ? "callSome" : "callPartial",
          [
            "count": number(commune.silent), "machines": number(commune.machines),
            "days": since.map { number(call.days(since: $0)) } ?? "",
          ])
      }
      if commune.waiting > 0 { add("waiting", ["count": number(commune.waiting)]) }
      if commune.state == .ageing, let last = commune.lastReportAt {
        add("ageing", ["days": number(call.days(since: last))])
      }
    }
    if commune.quarantined > 0 { add("quarantined", ["count": number(commune.quarantined)]) }
    if commune.oversized > 0 { add("oversized", ["count": number(commune.oversized)]) }
    if commune.unseen > 0 { add("unseen", ["count": number(commune.unseen)]) }
    if commune.wrongClocks > 0 { add("wrongClock", ["count": number(commune.wrongClocks)]) }
    if commune.dropping > 0 { add("dropping", ["count": number(commune.dropping)]) }
    if commune.late > 0 { add("late", ["count": number(commune.late)]) }
    if commune.oldAgents > 0 { add("oldAgent", ["count": number(commune.oldAgents)]) }
    if commune.machines > 0, let missing = commune.missing, missing > 0 {
      steps.append(
        enrolment(call.text("coverage.step.missing", ["count": number(missing)])))
    }
    return steps
  }

  private func enrolment(_ text: String) -> Step {
    guard call.principal?.may(.manage) == true else { return Step(text: text) }
    return Step(
      text: text, address: "/administration/tokens?commune=\(commune.code)",
      link: call.text("coverage.step.makeToken"))
  }
}
