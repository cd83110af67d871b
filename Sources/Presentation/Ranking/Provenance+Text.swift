import Prioritization

extension Provenance {
  /// Which policy, and measured when or by which table; then what is to be known of the past.
  func lines(_ policy: Policy, _ language: Language, _ messages: Messages) -> [String] {
    guard let table else {
      return [messages.subtitle(policy, asOf: asOf, language)]
        + (isPast ? [messages("ranking.past", language)] : [])
    }
    return [
      messages(
        "ranking.subtitleTable", language,
        [
          "policy": messages.policyName(policy, language), "version": "\(policy.version)",
          "table": DisplayText.neutralised(table.name),
        ])
    ]
  }
}
