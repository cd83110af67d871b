public import FoundationEssentials
import Prioritization

extension Provenance {
  /// A note on figures of the past; nil for the present.
  func past(_ language: Language, _ messages: Messages) -> String? {
    guard isPast else { return nil }
    let note = messages(isRecorded ? "ranking.recorded" : "ranking.past", language)
    return asked.map { note + " " + Self.nearest(to: $0, language, messages) } ?? note
  }

  /// Says that another moment is shown than the one asked for.
  public static func nearest(
    to asked: Date, _ language: Language, _ messages: Messages
  ) -> String {
    messages("past.nearest", language, ["time": PeopleFormat(language).dateTime(asked)])
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
