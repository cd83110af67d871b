import Prioritization

/// What would change the rank of a commune, in words for terminals and pages.
public enum RankChangeText {
  /// The cheapest purchases, then the nearest other weights; empty if not requested.
  public static func sentences(
    _ explanation: Explanation, _ language: Language, messages: Messages
  ) -> [String] {
    guard let change = explanation.change else { return [] }
    let format = PeopleFormat(language)
    var sentences: [String] = []
    if let relief = change.relief {
      let text = PlanText(explanation.policy, language, messages: messages)
      sentences.append(
        messages(
          "explain.relief", language,
          [
            "purchases": text.purchases(relief.purchases), "cost": format.number(relief.cost),
            "top": format.number(change.top),
            "points": format.number(relief.pointsAfter, decimals: 1),
            "rank": format.number(relief.rankAfter),
          ]))
    }
    for (key, swap) in [
      ("explain.swapAbove", change.swapsAbove.first),
      ("explain.swapBelow", change.swapsBelow.first),
    ] {
      guard let swap,
        let criterion = explanation.policy.criteria.first(where: { $0.id == swap.criterion })
      else { continue }
      let name = explanation.neighbours[swap.neighbour] ?? ""
      let (share, swapShare) = shares(swap.weight, then: swap.swapWeight, criterion, format)
      sentences.append(
        messages(
          key, language,
          [
            "criterion": DisplayText.neutralised(criterion.label[language]),
            "weight": share, "swapWeight": swapShare,
            "neighbour": DisplayText.neutralised(
              name.isEmpty ? swap.neighbour : "\(name) (\(swap.neighbour))"),
          ]))
    }
    return sentences.isEmpty ? [messages("explain.noChange", language)] : sentences
  }

  /// Both weights as tables show them: as parts of the sum of all, which changes with this one.
  /// They have as many digits as are needed to distinguish the two, at least one.
  static func shares(
    _ weight: Double, then changed: Double, _ criterion: Criterion, _ format: PeopleFormat
  ) -> (now: String, then: String) {
    let others = criterion.share > 0 ? weight / criterion.share - weight : 0
    let then = others > 1e-9 ? changed / (others + changed) : criterion.share
    let decimals = (1...4).first {
      format.percent(criterion.share, decimals: $0) != format.percent(then, decimals: $0)
    }
    return (
      format.percent(criterion.share, decimals: decimals ?? 4),
      format.percent(then, decimals: decimals ?? 4)
    )
  }
}
