import Foundation
import InventoryStore
import Presentation

/// Coverage for spreadsheets.
struct CoverageTable {
  let call: PageCall

  /// - Parameter troubled: machines of these communes.
  func communes(_ communes: [CommuneCoverage], troubled: [TroubledMachine]) -> Data {
    let byCommune = Dictionary(grouping: troubled, by: \.commune)
    return CSVTable.encode(
      head([
        "code", "commune", "kind", "provinceCode", "province", "state", "lastReport", "days",
        "expected", "machines", "fresh", "ageing", "silent", "waiting", "quarantined", "wrongClock",
        "oldAgent", "late", "dropping", "simulated", "next",
      ]),
      communes.lazy.map { commune in
        [
          .text(commune.code), .text(commune.name), .text(commune.kind),
          .text(commune.provinceCode), .text(commune.provinceName),
          .text(call.text("coverage.state.\(commune.state.rawValue)")),
          .time(commune.lastReportAt),
          commune.lastReportAt.map { .integer(call.days(since: $0)) } ?? .empty,
          commune.expected.map { .integer($0) } ?? .empty, .integer(commune.machines),
          .integer(commune.fresh), .integer(commune.ageing), .integer(commune.silent),
          .integer(commune.waiting), .integer(commune.quarantined), .integer(commune.wrongClocks),
          .integer(commune.oldAgents), .integer(commune.late), .integer(commune.dropping),
          .text(call.text(commune.simulated ? "value.yes" : "value.no")),
          .text(
            CoverageSteps(call: call, commune: commune, troubled: byCommune[commune.code] ?? [])
              .steps().map(\.text).joined(separator: "; ")),
        ]
      })
  }

  func provinces(_ communes: [CommuneCoverage]) -> Data {
    let states = CommuneCoverage.State.allCases
    let groups = Dictionary(grouping: communes, by: \.provinceCode).sorted { $0.key < $1.key }
    return CSVTable.encode(
      head(["provinceCode", "province", "communes"])
        + states.map { call.text("coverage.state.\($0.rawValue)") }
        + head([
          "machines", "heard", "silent", "waiting", "quarantined", "expected", "enrolledOfExpected",
          "unknownOfficials",
        ]),
      groups.lazy.map { code, communes in
        let totals = CoverageTotals(communes)
        let isUnknown = totals.unknownOfficials == totals.communes
        return [
          .text(code), .text(communes.first?.provinceName ?? ""), .integer(totals.communes),
        ] + states.map { .integer(totals.count($0)) } + [
          .integer(totals.machines), .integer(totals.heard), .integer(totals.silent),
          .integer(totals.waiting), .integer(totals.quarantined),
          isUnknown ? .empty : .integer(totals.expected),
          isUnknown ? .empty : .integer(totals.enrolledOfExpected),
          .integer(totals.unknownOfficials),
        ]
      })
  }

  private func head(_ names: [String]) -> [String] {
    names.map { call.text("coverage.column.\($0)") }
  }
}
