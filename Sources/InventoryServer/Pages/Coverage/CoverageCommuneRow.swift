import Foundation
import InventoryStore
import Presentation

/// A commune in the list sorted by urgency.
struct CoverageCommuneRow {
  /// The most machines to name; the commune's own page lists them all.
  static let machinesNamed = 3

  let commune: CommuneCoverage
  let troubled: [TroubledMachine]
  let namesProvince: Bool
  let call: PageCall

  func values() -> PageValues {
    let people = call.people
    var row: PageValues = [
      "name": commune.name, "code": commune.code, "address": "/communes/\(commune.code)",
      "state": commune.state.rawValue,
      "stateName": call.text("coverage.state.\(commune.state.rawValue)"),
      "last": commune.lastReportAt.map { call.ago($0) } ?? call.text("value.never"),
      "hasMachines": commune.machines > 0,
      "heard": people.number(commune.heard), "machines": people.number(commune.machines),
      "expected": commune.expected.map { people.number($0) } ?? call.text("value.unknown"),
      "parts": parts,
      "meaning": call.text(
        "coverage.machinesMeaning",
        [
          "heard": people.number(commune.heard), "machines": people.number(commune.machines),
          "silent": people.number(commune.silent), "waiting": people.number(commune.waiting),
          "quarantined": people.number(commune.quarantined),
        ]),
      "steps": steps, "troubled": named,
    ]
    if namesProvince { row["province"] = commune.provinceName }
    if commune.simulated { row["simulated"] = call.text("simulated.mark") }
    return row
  }

  private var parts: String {
    // An unconfirmed machine and the one that it replaces count as one, which is among the others.
    let others = commune.fresh + commune.ageing + commune.silent + commune.waiting
    let quarantined = min(commune.quarantined, max(0, commune.machines - others))
    let counts = [
      ("complete", commune.fresh), ("ageing", commune.ageing), ("partial", quarantined),
      ("silent", commune.silent), ("neverEnrolled", commune.waiting + (commune.missing ?? 0)),
    ]
    return StackedBar(width: 160, height: 8).rectangles(
      counts.map { ($0, Double($1)) }, of: Double(max(commune.machines, commune.expected ?? 0)))
  }

  private var steps: [PageValues] {
    let steps = CoverageSteps(call: call, commune: commune, troubled: troubled).steps()
    guard !steps.isEmpty else { return [["text": call.text("coverage.step.none")]] }
    return steps.map { step in
      var values: PageValues = ["text": step.text]
      if let address = step.address, let link = step.link {
        values["address"] = address
        values["link"] = link
      }
      return values
    }
  }

  private var named: [PageValues] {
    troubled.prefix(Self.machinesNamed).map { machine in
      var trouble = call.text("coverage.trouble.\(machine.trouble.rawValue)")
      if let since = machine.since {
        trouble +=
          ", "
          + call.text(
            "coverage.sinceDays", ["days": call.people.number(call.days(since: since))])
      }
      return ["id": machine.id, "address": "/machines/\(machine.id)", "trouble": trouble]
    }
  }
}
