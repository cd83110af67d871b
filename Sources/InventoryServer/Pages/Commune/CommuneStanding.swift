import Foundation
import Presentation
import Prioritization

/// The standing of a commune: points, ranks and confidence, each with its uncertainty.
struct CommuneStanding: PageModel {
  static let barWidth = 480.0

  let account: CommuneAccount
  let call: PageCall

  private var ranked: RankedCommune { account.entry.ranked }
  private var policy: Policy { account.explanation.policy }

  func values() -> PageValues {
    let standing = ranked.standing
    var values: PageValues = [
      "points": people.number(standing.points, decimals: 1),
      "confidence": people.percent(standing.confidence),
      "queue": ranked.queue.rawValue,
      "queueName": call.text("queue.\(ranked.queue.rawValue)"),
      "queueMeaning": queueMeaning,
      "ranks": ranks,
      "bar": bar(standing),
      "isSure": account.explanation.unknown.isEmpty,
      "unknown": account.explanation.unknown.map { criterion, points in
        call.text(
          "explain.couldBring",
          [
            "criterion": policy.criteria[criterion].label[call.language],
            "points": people.number(points, decimals: 1),
          ])
      },
    ]
    if let confirmed = account.entry.pointsIfConfirmed {
      let change = people.number(
        RoundedParts.change(standing.points, confirmed, decimals: 1), decimals: 1)
      values["attested"] = call.text(
        "commune.attestedPoints",
        [
          "points": people.number(confirmed, decimals: 1),
          "change": confirmed >= standing.points ? "+" + change : change,
        ])
    }
    if standing.pointsHigh - standing.pointsLow >= 0.05 {
      values["pointsInterval"] = call.text(
        "ranking.pointsInterval",
        [
          "low": people.number(standing.pointsLow, decimals: 1),
          "high": people.number(standing.pointsHigh, decimals: 1),
        ])
    }
    return values
  }

  private var queueMeaning: String {
    call.text(
      "commune.queue.\(ranked.queue.rawValue)",
      [
        "confidence": people.percent(ranked.standing.confidence),
        "threshold": people.percent(policy.confidence),
        "visit": people.number(policy.plan?.visitCost ?? 0),
      ])
  }

  private var ranks: [PageValues] {
    var ranks: [PageValues] = []
    if account.rankedAmong > 1 {
      ranks.append(rank(ranked, among: account.rankedAmong, in: account.entry.provinceName))
    }
    if let country = account.country {
      ranks.append(
        rank(country.entry.ranked, among: country.communes, in: call.text("commune.country")))
    }
    return ranks
  }

  private func rank(_ ranked: RankedCommune, among count: Int, in place: String) -> PageValues {
    var values: PageValues = [
      "place": place, "rank": people.number(ranked.rank),
      "among": call.text("commune.among", ["count": people.number(count)]),
    ]
    if ranked.bestRank < ranked.worstRank {
      values["interval"] = call.text(
        "commune.rankInterval",
        ["best": people.number(ranked.bestRank), "worst": people.number(ranked.worstRank)])
    }
    return values
  }

  /// The proven points by criterion, side by side; the full width is 1,000 points.
  private func bar(_ standing: Standing) -> PageValues {
    let shown = RoundedParts.of(standing.contributions, total: standing.points, decimals: 1)
    return [
      "parts": StackedBar(width: Self.barWidth, height: 16).rectangles(
        standing.contributions.enumerated().map { ("c\($0 % 8)", $1) }, of: 1000),
      "open": StackedBar.pixels(standing.pointsHigh / 1000 * Self.barWidth),
      "meaning": zip(policy.criteria, shown).filter { $0.0.effect == .need }.map {
        "\($0.label[call.language]): \(people.number($1, decimals: 1))"
      }.joined(separator: "; "),
    ]
  }
}
