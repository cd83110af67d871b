import Presentation
import Prioritization

/// One commune's row of the ranking.
struct RankingRow {
  static let barWidth = 240.0

  let call: PageCall
  let policy: Policy
  /// Where communes of several provinces, or of both queues, stand below each other.
  let showsProvince, showsQueue: Bool

  private var people: PeopleFormat { call.people }

  func values(_ entry: RankingDocument.Entry) -> [String: Any] {
    let ranked = entry.ranked
    let standing = ranked.standing
    var row: [String: Any] = [
      "rank": people.number(ranked.rank), "name": entry.name, "code": standing.code,
      "points": people.number(standing.points),
      "confidence": people.percent(standing.confidence),
      "state": entry.reporting?.rawValue ?? "",
      "stateName": entry.reporting.map { call.text("reporting.\($0.rawValue)") } ?? "",
      "parts": parts(standing),
      "openWidth": Self.pixels(standing.pointsHigh),
      "barMeaning": meaning(standing),
    ]
    if ranked.bestRank < ranked.worstRank {
      row["interval"] = "\(people.number(ranked.bestRank))–\(people.number(ranked.worstRank))"
      row["intervalMeaning"] = call.text(
        "ranking.rankInterval",
        [
          "rank": people.number(ranked.rank), "best": people.number(ranked.bestRank),
          "worst": people.number(ranked.worstRank),
        ])
    }
    if standing.pointsHigh - standing.pointsLow >= 0.5 {
      row["upTo"] = "≤ \(people.number(standing.pointsHigh))"
    }
    if showsProvince { row["provinceName"] = entry.provinceName }
    if showsQueue, ranked.queue == .verifyFirst { row["verify"] = call.text("queue.verifyFirst") }
    if entry.simulated { row["simulated"] = call.text("simulated.mark") }
    if let last = entry.lastReport { row["lastReport"] = people.dateTime(last) }
    return row
  }

  /// The proven points by criterion, side by side; the bar's full width is 1,000 points.
  private func parts(_ standing: Standing) -> [[String: Any]] {
    var x = 0.0
    return standing.contributions.enumerated().compactMap { index, points in
      defer { x += points }
      guard points > 0 else { return nil }
      return ["index": index % 8, "x": Self.pixels(x), "width": Self.pixels(points)]
    }
  }

  private func meaning(_ standing: Standing) -> String {
    zip(policy.criteria, standing.contributions)
      .map { "\($0.label[call.language]): \(people.number($1))" }.joined(separator: "; ")
  }

  /// In SVG's own spelling, whatever the language.
  private static func pixels(_ points: Double) -> String {
    PeopleFormat(.en).number(points / 1000 * barWidth, decimals: 1, trimmed: true)
  }
}
