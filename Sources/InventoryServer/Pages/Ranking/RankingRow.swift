import Presentation
import Prioritization

/// One commune's row of the ranking.
struct RankingRow: PageModel {
  static let barWidth = 240.0

  let call: PageCall
  /// Whether the list mixes communes of several provinces, or of both queues.
  let showsProvince, showsQueue: Bool
  /// Points that fill a bar; nil for figures instead of bars.
  let full: Double?

  /// Labels of the criteria that give points, with their indices.
  private let labels: [(at: Int, label: String)]

  var figureCount: Int { labels.count }

  /// The end of every commune's address, after its code: the requested past day.
  private let addressEnd: String

  init(
    call: PageCall, policy: Policy, showsProvince: Bool, showsQueue: Bool, full: Double?
  ) {
    self.full = full
    addressEnd = call.communeAddressEnd
    (self.call, self.showsProvince, self.showsQueue) = (call, showsProvince, showsQueue)
    labels = policy.criteria.enumerated().filter { $1.effect == .need }.map {
      ($0, $1.label[call.language])
    }
  }

  func values(_ entry: RankingDocument.Entry) -> PageValues {
    let ranked = entry.ranked
    let standing = ranked.standing
    var row: PageValues = [
      "rank": people.number(ranked.rank), "name": entry.name, "code": standing.code,
      "address": "/communes/\(standing.code)\(addressEnd)",
      "points": people.number(standing.points),
      "confidence": people.percent(standing.confidence),
      "state": entry.reporting?.rawValue ?? "",
      "stateName": entry.reportingKey.map { call.text($0) } ?? "",
    ]
    if let full {
      row["bar"] =
        [
          "parts": StackedBar(width: Self.barWidth, height: 16).rectangles(
            standing.contributions.enumerated().map { ("c\($0 % 8)", $1) }, of: full),
          "open": StackedBar.pixels(standing.pointsHigh / full * Self.barWidth),
          "meaning": meaning(standing),
        ] as PageValues
    } else {
      row["cells"] = labels.filter { $0.at < standing.contributions.count }.map {
        [
          "label": $0.label,
          "points": people.number(standing.contributions[$0.at], decimals: 1),
        ] as PageValues
      }
    }
    if ranked.bestRank < ranked.worstRank {
      let (best, worst) = (people.number(ranked.bestRank), people.number(ranked.worstRank))
      row["interval"] =
        [
          "ranks": "\(best)–\(worst)",
          "meaning": call.text(
            "ranking.rankInterval",
            ["rank": people.number(ranked.rank), "best": best, "worst": worst]),
        ] as PageValues
    }
    if standing.pointsHigh - standing.pointsLow >= 0.5 {
      row["upTo"] = "≤ \(people.number(standing.pointsHigh))"
    }
    if let confirmed = entry.pointsIfConfirmed {
      row["ifConfirmed"] = call.text(
        "ranking.pointsIfConfirmed", ["points": people.number(confirmed)])
    }
    if showsProvince { row["provinceName"] = entry.provinceName }
    if showsQueue, ranked.queue == .verifyFirst { row["verify"] = call.text("queue.verifyFirst") }
    if entry.simulated { row["simulated"] = call.text("simulated.mark") }
    if let last = entry.lastReport { row["lastReport"] = people.dateTime(last) }
    return row
  }

  private func meaning(_ standing: Standing) -> String {
    labels.filter { $0.at < standing.contributions.count }.map {
      "\($0.label): \(people.number(standing.contributions[$0.at]))"
    }.joined(separator: "; ")
  }
}
