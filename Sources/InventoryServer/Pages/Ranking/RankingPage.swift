import Foundation
import InventoryStore
import Presentation
import Prioritization

/// The values of the ranking's page for its template.
struct RankingPage: PageModel {
  let call: PageCall
  let provinces: [(code: String, name: String)]
  let query: RankingQuery
  let groups: [GroupMembers]
  private let document: RankingDocument
  /// Communes of both queues that match the filter.
  private let matching: [RankingDocument.Entry]
  /// The displayed queue; nil for both.
  private let queue: Queue?

  init(
    document: RankingDocument, query: RankingQuery, call: PageCall,
    provinces: [(code: String, name: String)], groups: [GroupMembers]
  ) {
    (self.document, self.query, self.call) = (document, query, call)
    (self.provinces, self.groups) = (provinces, groups)
    var filter = query.filter
    filter.queue = nil
    matching = filter.apply(to: document.entries)
    queue = query.namesQueue ? query.filter.queue : Self.usual(matching, query.filter)
  }

  /// The default queue: both for a search, the ranked one otherwise; the other one if nothing is
  /// ranked yet, so that the page is not empty.
  private static func usual(
    _ matching: [RankingDocument.Entry], _ filter: RankingFilter
  ) -> Queue? {
    if !filter.search.isEmpty { return nil }
    let isNothingRanked = !matching.contains { $0.ranked.queue == .ranked }
    return isNothingRanked && !matching.isEmpty ? .verifyFirst : .ranked
  }

  var title: String {
    let name = PageCall.province(query.province, among: provinces)?.name
    return ([call.text("ranking.title")] + [name, query.filter.group?.name].compactMap(\.self))
      .joined(separator: " – ")
  }

  func values() -> PageValues {
    var entries = queue.map { queue in matching.filter { $0.ranked.queue == queue } } ?? matching
    if let sort = query.sort { entries = sort.apply(to: entries) }
    let range = PageRange(call.query, of: entries.count)
    let shown = range.rows(of: entries)
    let rows = RankingRow(
      call: call, policy: document.policy,
      showsProvince: PageCall.province(query.province, among: provinces) == nil,
      showsQueue: queue == nil, full: query.showsFigures ? nil : full(shown))
    var values: PageValues = [
      "subtitle": call.messages.subtitle(document.policy, asOf: document.asOf, call.language),
      "anySimulated": document.anySimulated,
      "form": RankingForm(
        call: call, query: query, provinces: provinces, groups: groups, policy: document.policy
      )
      .values(),
      "found": found,
      "summary": summary, "queues": tabs, "explanation": explanation,
      "isEmpty": entries.isEmpty,
      "columns": RankingColumns(call: call, sort: query.sort, queue: queue).values(),
      "criteria": document.policy.criteria.enumerated().filter { $1.effect == .need }.map {
        ["index": $0 % 8, "label": $1.label[call.language]]
      },
      "rows": self.rows(entries, range, rows),
      "numbers": query.showsFigures, "bars": !query.showsFigures,
      "heads": query.showsFigures
        ? document.policy.criteria.filter { $0.effect == .need }.map { $0.label[call.language] }
        : [],
      "toggle": [
        "address": address(["figures": query.showsFigures ? nil : "yes"]),
        "label": call.text(query.showsFigures ? "ranking.showBars" : "ranking.showFigures"),
      ] as PageValues,
      "scale": query.showsFigures
        ? "" : call.text("ranking.scale", ["points": people.number(full(shown))]),
      "downloads": ["csv", "xlsx", "json"].map { format in
        ["address": download(format), "label": call.text("download.\(format)")]
      },
      "downloadOf": call.text("download.of", ["count": people.number(entries.count)]),
      "annex": call.annex,
      "rankingScript": call.templates.assets.address("ranking.js"),
    ]
    values.merge(range.values(call, shown: shown.count, label: call.text("page.label")))
    let totals = GroupTotals(groups: groups, entries: matching, call: call).rows()
    if !totals.isEmpty { values["groupTotals"] = ["rows": totals] as PageValues }
    let elsewhere = matching.count - (queue == nil ? matching.count : entries.count)
    if elsewhere > 0, entries.isEmpty || !query.filter.search.isEmpty {
      values["elsewhere"] = [
        "address": address(["queue": "all", "page": nil]),
        "label": call.text("ranking.elsewhere", ["count": people.number(elsewhere)]),
      ]
    }
    let unknown = query.filter.unknownPlaces(in: document.entries)
    if unknown > 0 {
      values["unknownPlaces"] = call.text(
        "filter.unknownPlaces", ["count": people.number(unknown)])
    }
    return values
  }

  /// Points of a full bar: the most possible points in any displayed row, rounded up to fifties.
  private func full(_ shown: ArraySlice<RankingDocument.Entry>) -> Double {
    let most = shown.map(\.ranked.standing.pointsHigh).max() ?? 0
    return max(50, (most / 50).rounded(.up) * 50)
  }

  /// The rows, each with the gap before it.
  private func rows(
    _ entries: [RankingDocument.Entry], _ range: PageRange, _ rows: RankingRow
  ) -> [PageValues] {
    let isWhole = queue == .ranked && query.sort == nil && query.filter.isEverythingButQueue
    var gaps = RankingGaps(
      ranks: isWhole
        ? matching.map(\.ranked).filter { $0.queue == .verifyFirst }.map(\.rank) : [],
      after: range.offset > 0 ? entries[range.offset - 1].ranked.rank : 0)
    return range.rows(of: entries).map { entry in
      var row = rows.values(entry)
      if let gap = gaps.next(before: entry.ranked.rank) {
        let (first, last) = (people.number(gap.lowerBound), people.number(gap.upperBound))
        row["gap"] =
          [
            "span": 5 + (query.showsFigures ? rows.figureCount : 1),
            "address": address(["queue": Queue.verifyFirst.rawValue, "page": nil]),
            "label": call.text(
              "ranking.gap", ["ranks": first == last ? first : "\(first)–\(last)"]),
          ] as PageValues
      }
      return row
    }
  }

  /// The number of matching communes, and the conditions: printed pages show them too.
  private var found: String {
    var filter = query.filter
    filter.queue = nil
    guard !filter.isEverything else {
      let ranked = matching.count { $0.ranked.queue == .ranked }
      return call.text(
        "ranking.count",
        [
          "ranked": people.number(ranked), "verifyFirst": people.number(matching.count - ranked),
        ]) + "."
    }
    return call.text(
      "ranking.part",
      [
        "count": people.number(matching.count), "total": people.number(document.entries.count),
        "conditions": filter.conditions(call.language, call.messages).joined(separator: "; "),
      ])
  }

  /// The number of communes in each state of reporting, each with a link to them.
  private var summary: [PageValues] {
    var filter = query.filter
    (filter.queue, filter.reporting) = (nil, nil)
    let communes =
      query.filter.reporting == nil ? matching : filter.apply(to: document.entries)
    return ReportingState.allCases.map { state in
      let isChosen = query.filter.reporting == state
      return [
        "class": state.rawValue, "label": call.text(state.messageKey),
        "count": people.number(communes.count { $0.reporting == state }),
        "current": isChosen,
        "address": address([
          "reporting": isChosen ? nil : state.rawValue, "page": nil,
          "queue": isChosen ? nil : "all",
        ]),
      ]
    }
  }

  private var tabs: [PageValues] {
    (Queue.allCases.map(Optional.some) + [nil]).map { queue in
      [
        "address": address(["queue": queue?.rawValue ?? "all", "page": nil]),
        "label": call.text(queue.map { "queue.\($0.rawValue)" } ?? "queue.both"),
        "current": queue == self.queue,
        "count": people.number(
          queue.map { queue in matching.count { $0.ranked.queue == queue } } ?? matching.count),
      ]
    }
  }

  private var explanation: String {
    guard let queue else { return call.text("queue.bothExplanation") }
    return call.text(
      "queue.\(queue.rawValue)Explanation",
      ["threshold": people.percent(document.policy.confidence)])
  }

  private func address(_ changes: [String: String?]) -> String { call.address(changes) }

  /// A file of exactly the rows of this list, including all its pages.
  private func download(_ format: String) -> String {
    call.address(
      [
        "format": format, "language": call.language.rawValue, "page": nil, "rows": nil,
        "queue": queue?.rawValue,
      ], path: "/api/v1/ranking")
  }
}
