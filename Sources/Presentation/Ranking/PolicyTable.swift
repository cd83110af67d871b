public import Prioritization

/// A policy for a terminal: criteria, circumstances, catalogue and limits, each with its source.
public struct PolicyTable: Sendable {
  private let policy: Policy
  private let language: Language
  private let messages: Messages
  private let width: Int

  public init(_ policy: Policy, _ language: Language, messages: Messages, width: Int = 100) {
    (self.policy, self.language, self.messages) = (policy, language, messages)
    self.width = max(72, min(width, 500))
  }

  /// Terminated lines, with texts that cannot move the cursor.
  public func rendered() -> String {
    let sections: [(String, [String])] = [
      ("policy.criteria", criteria), ("policy.context", context), ("policy.items", items),
      ("policy.lines", lines), ("plan.limits", limits),
    ]
    var lines = WrappedText.lines(DisplayText.neutralised(policy.source[language]), width: width)
    lines += WrappedText.lines(
      messages(
        "policy.confidence", language,
        ["threshold": PeopleFormat(language).percent(policy.confidence)]), width: width)
    for (key, body) in sections where !body.isEmpty {
      lines += ["", messages(key, language)] + body
    }
    return TerminalText.ended(lines)
  }

  private func figure(_ value: Double) -> String {
    PeopleFormat(language).number(value, decimals: 3, trimmed: true)
  }

  private func table(_ keys: [String], _ rows: [[String]]) -> [String] {
    guard !rows.isEmpty else { return [] }
    let figures: Set<String> = ["standard", "floor", "weight", "full", "bonus", "price", "lineTo"]
    let columns = keys.map { key in
      ColumnLayout.Column(
        title: messages("column." + key, language), toTheRight: figures.contains(key))
    }
    let neutral = rows.map { $0.map(DisplayText.neutralised) }
    let layout = ColumnLayout(columns, rows: neutral, width: width)
    return [layout.heading] + neutral.flatMap(layout.lines)
  }

  private var text: PolicyText { PolicyText(policy, language, messages: messages) }

  private func described(
    _ label: LocalizedText, _ source: LocalizedText, terms: String = ""
  ) -> String {
    let source = source[language]
    let label = terms.isEmpty ? label[language] : "\(label[language]) (\(terms))"
    return source.isEmpty ? label : "\(label). \(source)"
  }

  private var criteria: [String] {
    table(
      ["id", "standard", "floor", "weight", "criterion"],
      policy.criteria.map {
        [
          $0.id, figure($0.standard), figure($0.floor),
          PeopleFormat(language).percent($0.share, decimals: 1),
          (["\($0.label[language]) (\($0.unit[language])).", $0.source[language]] + text.notes($0))
            .joined(separator: " "),
        ]
      })
  }

  private var context: [String] {
    table(
      ["id", "full", "bonus", "context"],
      policy.context.map {
        [
          $0.id, figure($0.full), PeopleFormat(language).percent($0.bonus),
          described($0.label, $0.source),
        ]
      })
  }

  private var items: [String] {
    table(
      ["id", "price", "criterion", "closes", "item"],
      policy.items.map {
        [
          $0.id, PeopleFormat(language).number($0.cost), $0.criterion, figure($0.closes),
          described(
            $0.label, $0.source, terms: text.terms($0.terms, requires: $0.requires)),
        ]
      })
  }

  private var lines: [String] {
    table(
      ["id", "price", "lineTo", "line"],
      policy.lines.map {
        [
          $0.id, PeopleFormat(language).number($0.cost), figure($0.to),
          described(
            $0.label, $0.source, terms: text.terms($0.terms, requires: $0.requires)),
        ]
      })
  }

  private var limits: [String] {
    guard let plan = policy.plan else { return [] }
    return text.limits(plan).map { key, value in
      "\(messages("plan.limit." + key, language)): \(value)"
    } + WrappedText.lines(DisplayText.neutralised(plan.source[language]), width: width)
  }
}
