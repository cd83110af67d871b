import Foundation
import InventoryStore
import Presentation
import Prioritization

/// Reporting as a page: by province for the country, by commune for anything narrower.
struct CoveragePage: PageModel {
  let call: PageCall
  let query: CoverageQuery
  /// Communes of the requested province, or of the caller's whole scope.
  let communes: [CommuneCoverage]
  let provinces: [(code: String, name: String)]
  let groups: [CommuneGroup]
  let limits: ReportingLimits
  var withoutInventory: [AgentsWithoutInventory] = []

  /// Callers whose scope is one province or less see its communes directly.
  var showsCommunes: Bool { query.isNarrowed || provinces.count <= 1 }

  var title: String {
    let name = PageCall.province(query.province, among: provinces)?.name
    let group = groups.first { "\($0.number)" == query.group }?.name
    return ([call.text("coverage.title")] + [name, group].compactMap(\.self))
      .joined(separator: " – ")
  }

  /// - Parameter troubled: Machines of the displayed communes.
  func values(_ shown: CoverageSlice?, troubled: [TroubledMachine]) -> PageValues {
    let totals = CoverageTotals(communes)
    var values: PageValues = [
      "asOf": call.text("time.asOf", ["time": people.dateTime(call.now)]),
      "anySimulated": totals.anySimulated, "annex": call.annex,
      "provinces": provinces.map {
        ["code": $0.code, "name": $0.name, "selected": $0.code == query.province]
      },
      "manyProvinces": provinces.count > 1,
      "search": query.search, "groups": GroupChoice.values(groups, chosen: query.group),
      "hasGroups": !groups.isEmpty,
      "states": states(totals), "everything": everything(totals),
      "looks": looks,
      "withoutInventory": withoutInventory.map(row),
      "hasWithoutInventory": !withoutInventory.isEmpty,
      "machineLine": machineLine(totals), "expectedLine": expectedLine(totals),
      "limits": call.text(
        "coverage.limits",
        [
          "fresh": people.number(limits.freshDays, decimals: 1, trimmed: true),
          "silent": people.number(limits.silentDays, decimals: 1, trimmed: true),
        ]),
      "silentMachines": PageAddress.make(
        "/coverage/machines", ["province": query.province, "group": query.group]),
      "csv": call.address(["page": nil, "rows": nil], path: "/coverage.csv"),
    ]
    if let state = query.state { values["state"] = state.rawValue }
    if let look = query.look {
      values["look"] = look.rawValue
      values["lookMeaning"] = call.text("coverage.lookMeaning.\(look.rawValue)")
    }
    if let shown {
      values["list"] = list(shown, troubled)
    } else {
      values["country"] = [
        "rows": provinceRows,
        "csv": call.address(["by": "province", "page": nil, "rows": nil], path: "/coverage.csv"),
      ]
    }
    return values
  }

  /// By the number of silent communes, then of those that never reported, report partially, or are
  /// ageing; the most first.
  private var provinceRows: [PageValues] {
    let groups = Dictionary(grouping: communes, by: \.provinceCode)
    let rows = provinces.compactMap { province in
      groups[province.code].map {
        CoverageProvinceRow(
          code: province.code, name: province.name, totals: CoverageTotals($0), call: call)
      }
    }
    return rows.sorted { one, other in
      for state in [CommuneCoverage.State.silent, .neverReported, .partial, .ageing] {
        let (a, b) = (one.totals.count(state), other.totals.count(state))
        if a != b { return a > b }
      }
      return one.code < other.code
    }.map { $0.values() }
  }

  private func list(_ shown: CoverageSlice, _ troubled: [TroubledMachine]) -> PageValues {
    let byCommune = Dictionary(grouping: troubled, by: \.commune)
    var values: PageValues = [
      "rows": shown.rows.map {
        CoverageCommuneRow(
          commune: $0, troubled: byCommune[$0.code] ?? [],
          namesProvince: query.province == nil && provinces.count > 1, call: call
        ).values()
      },
      "isEmpty": shown.rows.isEmpty,
    ]
    values.merge(shown.range.values(call, shown: shown.rows.count))
    return values
  }

  private func states(_ totals: CoverageTotals) -> [PageValues] {
    CommuneCoverage.State.allCases.map { state in
      [
        "kind": state.rawValue, "label": call.text("coverage.state.\(state.rawValue)"),
        "meaning": call.text(
          "coverage.stateMeaning.\(state.rawValue)",
          ["days": people.number(limits.silentDays, decimals: 1, trimmed: true)]),
        "count": people.number(totals.count(state)),
        "share": totals.communes > 0
          ? share(totals.count(state), of: totals.communes) : "–",
        "current": query.state == state,
        "address": call.address(["state": state.rawValue, "page": nil, "done": nil]),
      ]
    }
  }

  /// A small share must not look like none: 11 of 3,321 are 0.3 %.
  private func share(_ part: Int, of whole: Int) -> String {
    let share = Double(part) / Double(whole)
    return people.percent(share, decimals: share > 0 && share < 0.01 || share > 0.99 ? 1 : 0)
  }

  private func everything(_ totals: CoverageTotals) -> PageValues {
    [
      "count": people.number(totals.communes), "current": showsCommunes && query.state == nil,
      "address": call.address(["state": nil, "look": nil, "page": nil, "q": nil]),
    ]
  }

  private var looks: [PageValues] {
    let silent = communes.count { $0.state == .silent }
    let first: [PageValues] =
      silent == 0
      ? []
      : [
        [
          "label": call.text("coverage.look.silent", ["communes": people.number(silent)]),
          "current": query.state == .silent,
          "address": call.address(["state": "silent", "look": nil, "page": nil, "q": nil]),
        ]
      ]
    return first
      + CoverageQuery.Look.allCases.compactMap { look in
        var concerned = 0
        var machines = 0
        for commune in communes {
          let count = look.count(commune)
          if count > 0 { concerned += 1 }
          machines += count
        }
        guard concerned > 0 else { return nil }
        return [
          "label": call.text(
            "coverage.look.\(look.rawValue)",
            ["machines": people.number(machines), "communes": people.number(concerned)]),
          "current": query.look == look,
          "address": call.address(["look": look.rawValue, "state": nil, "page": nil, "q": nil]),
        ]
      }
  }

  private func row(_ agents: AgentsWithoutInventory) -> PageValues {
    [
      "name": agents.communeName, "code": agents.commune,
      "address": "/communes/\(agents.commune)",
      "told": call.text(
        "coverage.withoutInventoryRow",
        ["count": people.number(agents.agents), "time": people.dateTime(agents.since)]),
    ]
  }

  private func machineLine(_ totals: CoverageTotals) -> String {
    call.text(
      "coverage.machineLine",
      [
        "machines": people.number(totals.machines), "heard": people.number(totals.heard),
        "days": people.number(limits.silentDays, decimals: 1, trimmed: true),
        "silent": people.number(totals.silent), "waiting": people.number(totals.waiting),
        "quarantined": people.number(totals.quarantined),
      ])
  }

  private func expectedLine(_ totals: CoverageTotals) -> String {
    let known = totals.communes - totals.unknownOfficials
    guard known > 0 else { return call.text("coverage.expectedUnknown") }
    return call.text(
      "coverage.expectedLine",
      [
        "enrolled": people.number(totals.enrolledOfExpected),
        "expected": people.number(totals.expected), "known": people.number(known),
        "unknown": people.number(totals.unknownOfficials),
      ])
  }
}
