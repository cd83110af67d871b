import Foundation
import InventoryStore
import Presentation
import Prioritization

/// The start page: the state of the caller's communes, how it changed, and the caller's pending
/// tasks. Each figure links to the list of what it counts.
struct OverviewPage: PageModel {
  /// Pending decisions for an officer.
  struct Waiting {
    var machines, tokens: Int
  }

  let call: PageCall
  let policy: Policy
  let document: RankingDocument
  let coverage: [CommuneCoverage]
  /// The ends of months, with figures if recorded.
  let trend: [(time: Date, figures: OverviewFigures?)]
  /// The scope's communes at the start of the period for changes; nil without a record.
  let before: (time: Date, ranks: FormerRanks)?
  /// nil if nothing is recorded yet.
  let recordedSince: Date?
  let provinces: [(code: String, name: String)]
  /// nil for users without decisions to take.
  var waiting: Waiting?
  /// The sum over all programmes; nil if there are none.
  var money: ProgrammeMoney?
  /// Line items of programmes that no report confirmed in time.
  var unconfirmed = 0

  var title: String {
    let place = provinces.count == 1 ? provinces.first?.name : nil
    return call.text("overview.title") + (place.map { " – \($0)" } ?? "")
  }

  func values() -> PageValues {
    let (now, moves) = (figures, moves)
    var values: PageValues = [
      "subtitle": call.messages.subtitle(policy, asOf: document.asOf, call.language),
      "communes": [
        row("ranked", now.ranked, "/ranking", ["queue": "ranked"]) { Double($0.ranked) },
        row("toVerify", now.toVerify, "/ranking", ["queue": "verifyFirst"]) {
          Double($0.toVerify)
        },
        row("silent", now.silent, "/ranking", ["queue": "all", "reporting": "silent"]) {
          Double($0.silent)
        },
        row(
          "notEnrolled", now.notEnrolled, "/ranking",
          ["queue": "all", "reporting": "neverEnrolled"]
        ) { Double($0.notEnrolled) },
      ],
      "machines": machines(now),
      "criteria": criteria(now),
      "moves": moves, "anySimulated": document.anySimulated, "marksNoRows": true,
    ]
    values["hasMoves"] = !moves.isEmpty
    values["movesMeaning"] = before.map {
      call.text("overview.movesSince", ["day": people.date($0.time)])
    }
    values["noMoves"] = call.text(before == nil ? "overview.movesUnknown" : "overview.noMoves")
    if let recordedSince {
      values["trendMeaning"] = call.text(
        "overview.trendMeaning", ["since": people.date(recordedSince)])
    }
    var rows: [PageValues] = []
    if let waiting {
      rows = [
        waitingRow("machines", waiting.machines, AdministrationSection.machines.path),
        waitingRow("tokens", waiting.tokens, AdministrationSection.tokens.path),
      ]
    }
    if let money {
      rows.append(waitingRow("purchases", unconfirmed, ProgrammePageRoutes.path))
      values["money"] = moneyRows(money)
      values["hasMoney"] = true
    }
    values["waiting"] = rows
    values["hasWaiting"] = !rows.isEmpty
    return values
  }

  /// In millions, to keep the page compact.
  private func moneyRows(_ money: ProgrammeMoney) -> [PageValues] {
    [
      ("adopted", money.wanted), ("delivered", money.delivered), ("confirmed", money.confirmed),
    ].map { key, amount in
      [
        "label": call.text("overview.money.\(key)"), "address": ProgrammePageRoutes.path,
        "amount": people.number(Double(amount) / 1e6, decimals: 1, trimmed: true),
      ]
    }
  }

  /// The present figures, from the ranking and the coverage.
  private var figures: OverviewFigures {
    var figures = OverviewFigures([CommuneFact](), criteria: policy.criteria.count)
    for entry in document.entries {
      figures.add(
        isRanked: entry.ranked.queue == .ranked, reporting: entry.reporting ?? .neverEnrolled,
        isBelow: CommuneFact.isBelow(entry.ranked.standing))
    }
    for commune in coverage {
      figures.machines += .init(
        reporting: commune.fresh, late: commune.ageing, silent: commune.silent,
        waiting: commune.waiting, quarantined: commune.quarantined)
    }
    return figures
  }

  private func row(
    _ key: String, _ count: Int, _ path: String, _ parameters: [String: String?],
    _ value: @escaping (OverviewFigures) -> Double
  ) -> PageValues {
    let label = call.text("overview.\(key)")
    return [
      "label": label, "count": people.number(count), "address": PageAddress.make(path, parameters),
      "trend": sparkline(label, Double(count), value) { people.number(Int($0)) }.drawing,
    ]
  }

  private func sparkline(
    _ label: String, _ present: Double?, _ value: (OverviewFigures) -> Double?,
    _ figure: @escaping (Double) -> String
  ) -> Sparkline {
    Sparkline(
      points: trend.map { ($0.time, $0.figures.flatMap(value)) } + [(call.now, present)],
      label: label, call: call, figure: figure)
  }

  private func machines(_ now: OverviewFigures) -> [PageValues] {
    [
      row("machine.reporting", now.machines.reporting, "/coverage", [:]) {
        Double($0.machines.reporting)
      },
      row("machine.late", now.machines.late, "/coverage", [:]) {
        Double($0.machines.late)
      },
      row("machine.silent", now.machines.silent, "/coverage/machines", [:]) {
        Double($0.machines.silent)
      },
      row("machine.waiting", now.machines.waiting, "/coverage", [:]) {
        Double($0.machines.waiting)
      },
      row("machine.quarantined", now.machines.quarantined, "/coverage", ["look": "held"]) {
        Double($0.machines.quarantined)
      },
    ]
  }

  /// The share of communes that provably miss the standard among those known to meet or to miss it,
  /// for each criterion that gives points.
  private func criteria(_ now: OverviewFigures) -> [PageValues] {
    policy.criteria.enumerated().filter { $0.element.weight > 0 }.map { index, criterion in
      let label = criterion.label[call.language]
      let share: (OverviewFigures) -> Double? = { $0.shareBelow(index) }
      return [
        "label": label, "share": share(now).map { people.percent($0) } ?? "–",
        "count": "\(people.number(now.below[index]))/\(people.number(now.known[index]))",
        "address": PageAddress.make("/ranking", ["queue": "all", "below": criterion.id]),
        "trend": sparkline(label, share(now), share) { people.percent($0) }.drawing,
      ]
    }
  }

  private var moves: [PageValues] {
    guard let before else { return [] }
    let day = VietnamDay.text(before.time)
    return OverviewMoves(document, before: before.ranks).moves.map { move in
      let code = move.entry.ranked.standing.code
      var row: PageValues = [
        "name": move.entry.name, "address": call.communeAddress(code),
        "ranks": call.text(
          "overview.ranks",
          [
            "before": people.number(move.rankBefore),
            "after": people.number(move.entry.ranked.rank),
          ]),
        "why": PageAddress.make("/compare", ["first": code, "firstAsOf": day]),
        "points": call.text(
          "overview.points",
          [
            "points": people.number(
              RoundedParts.change(
                move.pointsBefore, move.entry.ranked.standing.points, decimals: 1), decimals: 1)
          ]),
      ]
      if provinces.count > 1 { row["province"] = move.entry.provinceName }
      if move.entry.simulated { row["simulated"] = call.text("simulated.mark") }
      if let cause = move.cause {
        row["cause"] = call.text(
          "overview.cause",
          [
            "criterion": policy.criteria[cause.criterion].label[call.language],
            "points": people.number(cause.points, decimals: 1),
          ])
      }
      return row
    }
  }

  private func waitingRow(_ key: String, _ count: Int, _ address: String) -> PageValues {
    [
      "label": call.text("overview.waiting.\(key)"), "count": people.number(count),
      "address": address, "isUrgent": key != "tokens" && count > 0,
    ]
  }
}
