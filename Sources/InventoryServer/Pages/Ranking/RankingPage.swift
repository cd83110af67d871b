import Foundation
import Presentation
import Prioritization

/// The ranking as a page: what its template is given.
struct RankingPage {
  static let rowsPerPage = 100
  static let barWidth = 240.0

  let document: RankingDocument
  let call: PageCall
  let provinces: [(code: String, name: String)]
  let queue: Queue
  let page: Int

  private var people: PeopleFormat { call.people }
  private var messages: Messages { call.messages }
  private var language: Language { call.language }
  private var province: String? { call.query.province }

  var title: String {
    let name = provinces.first { $0.code == province }?.name
    return call.text("ranking.title") + (name.map { " – \($0)" } ?? "")
  }

  func values() -> [String: Any] {
    let entries = document.entries.filter { $0.ranked.queue == queue }
    let pages = max(1, (entries.count + Self.rowsPerPage - 1) / Self.rowsPerPage)
    let page = min(self.page, pages)
    let first = (page - 1) * Self.rowsPerPage
    let shown = entries.dropFirst(first).prefix(Self.rowsPerPage)
    var values: [String: Any] = [
      "subtitle": messages(
        "ranking.subtitle", language,
        [
          "policy": document.policy.id, "version": "\(document.policy.version)",
          "asOf": people.dateTime(document.asOf),
        ]),
      "queue": queue.rawValue,
      "anySimulated": document.entries.contains(where: \.simulated),
      "provinces": provinces.map {
        ["code": $0.code, "name": $0.name, "selected": $0.code == province]
      },
      "summary": summary,
      "queues": Queue.allCases.map(tab),
      "explanation": messages(
        "queue.\(queue.rawValue)Explanation", language,
        ["threshold": people.percent(document.policy.confidence)]),
      "isEmpty": entries.isEmpty,
      "criteria": document.policy.criteria.enumerated().map {
        ["index": $0 % 8, "label": $1.label[language]]
      },
      "rows": shown.map(row),
      "pageLine": messages(
        "page.rows", language,
        [
          "first": people.number(entries.isEmpty ? 0 : first + 1),
          "last": people.number(first + shown.count), "total": people.number(entries.count),
        ]),
      "csvAddress": download("csv"), "jsonAddress": download("json"),
    ]
    if page > 1 { values["previous"] = address(page: page - 1) }
    if page < pages { values["next"] = address(page: page + 1) }
    return values
  }

  /// How many communes are in each state of reporting.
  private var summary: [[String: Any]] {
    ReportingState.allCases.map { state in
      [
        "class": state.rawValue, "label": messages("reporting.\(state.rawValue)", language),
        "count": people.number(document.entries.count { $0.reporting == state }),
      ]
    }
  }

  private func tab(_ queue: Queue) -> [String: Any] {
    [
      "address": address(queue: queue), "label": messages("queue.\(queue.rawValue)", language),
      "current": queue == self.queue,
      "count": people.number(document.entries.count { $0.ranked.queue == queue }),
    ]
  }

  private func row(_ entry: RankingDocument.Entry) -> [String: Any] {
    let ranked = entry.ranked
    let standing = ranked.standing
    var row: [String: Any] = [
      "rank": people.number(ranked.rank), "name": entry.name, "code": standing.code,
      "points": people.number(standing.points),
      "confidence": people.percent(standing.confidence),
      "state": entry.reporting?.rawValue ?? "",
      "stateName": entry.reporting.map { messages("reporting.\($0.rawValue)", language) } ?? "",
      "parts": parts(standing),
      "openWidth": Self.pixels(standing.pointsHigh),
      "barMeaning": meaning(standing),
    ]
    if ranked.bestRank < ranked.worstRank {
      row["interval"] = "\(people.number(ranked.bestRank))–\(people.number(ranked.worstRank))"
      row["intervalMeaning"] = messages(
        "ranking.rankInterval", language,
        [
          "rank": people.number(ranked.rank), "best": people.number(ranked.bestRank),
          "worst": people.number(ranked.worstRank),
        ])
    }
    if standing.pointsHigh - standing.pointsLow >= 0.5 {
      row["upTo"] = "≤ \(people.number(standing.pointsHigh))"
    }
    if province == nil { row["provinceName"] = entry.provinceName }
    if entry.simulated { row["simulated"] = messages("simulated.mark", language) }
    if let last = entry.lastReport { row["lastReport"] = people.dateTime(last) }
    return row
  }

  /// The proven points by criterion, side by side; the bar's full width is 1,000 points.
  private func parts(_ standing: Standing) -> [[String: Any]] {
    var x = 0.0
    return standing.contributions.enumerated().map { index, points in
      defer { x += points }
      return ["index": index % 8, "x": Self.pixels(x), "width": Self.pixels(points)]
    }
  }

  private func meaning(_ standing: Standing) -> String {
    zip(document.policy.criteria, standing.contributions)
      .map { "\($0.label[language]): \(people.number($1))" }.joined(separator: "; ")
  }

  /// In SVG's own spelling, whatever the language.
  private static func pixels(_ points: Double) -> String {
    PeopleFormat(.en).number(points / 1000 * barWidth, decimals: 1, trimmed: true)
  }

  private func address(queue: Queue? = nil, page: Int = 1) -> String {
    call.address([
      "queue": (queue ?? self.queue).rawValue, "page": page > 1 ? String(page) : nil,
    ])
  }

  private func download(_ format: String) -> String {
    call.address(
      ["format": format, "language": language.rawValue, "queue": nil, "page": nil],
      path: "/api/v1/ranking")
  }
}
