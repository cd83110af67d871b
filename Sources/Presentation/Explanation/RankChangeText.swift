import Prioritization

/// What would change the rank of a commune, in words for terminal and page alike.
public enum RankChangeText {
  /// The cheapest purchases, then the nearest other weights; none if that was not asked for.
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
      sentences.append(
        messages(
          key, language,
          [
            "criterion": DisplayText.neutralised(criterion.label[language]),
            "weight": format.number(swap.weight, decimals: 2, trimmed: true),
            "swapWeight": format.number(swap.swapWeight, decimals: 2, trimmed: true),
            "neighbour": DisplayText.neutralised(swap.neighbour),
          ]))
    }
    return sentences.isEmpty ? [messages("explain.noChange", language)] : sentences
  }
}
