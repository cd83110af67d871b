import Prioritization

extension Provenance {
  /// A note on figures of the past; nil for the present.
  func past(_ language: Language, _ messages: Messages) -> String? {
    isPast ? messages(isRecorded ? "ranking.recorded" : "ranking.past", language) : nil
  }

  /// The policy, and the time or the table of the measures; then any note on the past.
  func lines(_ policy: Policy, _ language: Language, _ messages: Messages) -> [String] {
    guard let table else {
      return [messages.subtitle(policy, asOf: asOf, language)]
        + [past(language, messages)].compactMap { $0 }
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
