import Presentation
import Prioritization

extension RankingFilter {
  /// Each condition with its label; empty if there is none.
  func conditions(_ language: Language, _ messages: Messages) -> [String] {
    func condition(_ name: String, _ value: String?) -> String? {
      value.map { "\(messages(name, language)): \($0)" }
    }
    return [
      condition("filter.kind", kind.map { messages($0.messageKey, language) }),
      condition("filter.place", place.map { messages("place.\($0.rawValue)", language) }),
      condition("filter.queue", queue.map { messages("queue.\($0.rawValue)", language) }),
      condition(
        "filter.reporting", reporting.map { messages("reporting.\($0.rawValue)", language) }),
      condition("filter.searched", search.isEmpty ? nil : DisplayText.neutralised(search)),
    ].compactMap { $0 }
  }
}
