import Prioritization

extension ComparisonText {
  /// "The second has 12.3 points more". While something is unknown, it speaks of proven points and
  /// says how many are possible: a commune that fell silent has not improved, and two of which
  /// nothing is known are not equal.
  public var sum: String {
    let (one, other) = (
      comparison.first.entry.ranked.standing, comparison.second.entry.ranked.standing
    )
    let key = key(possible: other.pointsHigh - one.pointsHigh)
    let isExact = [one, other].allSatisfy { $0.pointsHigh - $0.points < Self.least }
    var sentences = [
      text(
        "compare." + (isExact || key.hasSuffix("Known") ? key : key + "Proven"),
        [
          "first": name(comparison.first), "second": name(comparison.second),
          "points": format.number(shownChange.magnitude, decimals: 1),
        ])
    ]
    if !isExact {
      sentences.append(
        text(
          "compare.possible",
          [
            "first": name(comparison.first), "second": name(comparison.second),
            "possibleFirst": format.number(one.pointsHigh, decimals: 1),
            "possibleSecond": format.number(other.pointsHigh, decimals: 1),
          ]))
    }
    return sentences.joined(separator: " ")
  }

  /// A smaller difference is not shown.
  private static let least = 0.05

  /// - Parameter possible: By how much the possible points rose.
  private func key(possible: Double) -> String {
    let isMore = comparison.points > 0
    if comparison.points == 0 { return "equal" }
    guard comparison.isOneCommune else { return isMore ? "more" : "fewer" }
    if isMore { return possible < Self.least ? "moreKnown" : "rose" }
    return possible > -Self.least ? "lessKnown" : "fell"
  }
}
