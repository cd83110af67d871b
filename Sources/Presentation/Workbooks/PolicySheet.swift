import Prioritization
import Spreadsheets

/// The policy as a sheet: criteria, circumstances, limits and the catalogue, each with its source.
enum PolicySheet {
  static func make(_ policy: Policy, _ language: Language, _ messages: Messages) -> Sheet {
    func text(_ key: String) -> String { messages("column." + key, language) }
    func heads(_ keys: [String]) -> [Sheet.Cell] {
      keys.map { $0.isEmpty ? .blank : .heading(text($0)) }
    }
    let words = PolicyText(policy, language, messages: messages)
    var rows: [[Sheet.Cell]] = [
      [.heading(messages("policy.title", language))],
      [
        .text(
          messages.policyVersion(policy, language))
      ],
      [
        .text(
          messages(
            "policy.confidence", language,
            ["threshold": PeopleFormat(language).percent(policy.confidence)]))
      ],
      [.text(policy.source[language])], [],
      heads(["id", "criterion", "unit", "standard", "floor", "weight", "drift", "source"]),
    ]
    rows += policy.criteria.map { criterion in
      [
        .text(criterion.id), .text(criterion.label[language]), .text(criterion.unit[language]),
        .number(criterion.standard, .general), .number(criterion.floor, .general),
        .number(criterion.share, .percent), .number(criterion.drift, .general),
        .text(criterion.source[language]),
        .text(words.notes(criterion).joined(separator: " ")),
      ]
    }
    rows += [[], heads(["id", "context", "", "full", "", "bonus", "", "source"])]
    rows += policy.context.map { bonus in
      [
        .text(bonus.id), .text(bonus.label[language]), .blank, .number(bonus.full, .general),
        .blank, .number(bonus.bonus, .percent), .blank, .text(bonus.source[language]),
      ]
    }
    rows += catalogue(policy, language, words, heads)
    rows += limits(policy, language, messages)
    return Sheet(
      title: messages("sheet.policy", language),
      columns: [
        .init("", width: 18), .init("", width: 40, wraps: true), .init("", width: 24, wraps: true),
        .init("", width: 16), .init("", width: 16), .init("", width: 12), .init("", width: 10),
        .init("", width: 80, wraps: true), .init("", width: 60, wraps: true),
      ], rows: rows)
  }

  private static func catalogue(
    _ policy: Policy, _ language: Language, _ words: PolicyText, _ heads: ([String]) -> [Sheet.Cell]
  ) -> [[Sheet.Cell]] {
    func row(
      _ id: String, _ label: LocalizedText, _ criterion: String, _ cost: Int, _ amount: Double,
      _ source: LocalizedText, _ terms: PriceTerms, requires: String?
    ) -> [Sheet.Cell] {
      [
        .text(id), .text(label[language]), .text(criterion), .money(cost),
        .number(amount, .general), .blank, .blank, .text(source[language]),
        .text(words.terms(terms, requires: requires)),
      ]
    }
    var rows: [[Sheet.Cell]] = []
    if !policy.items.isEmpty {
      rows += [[], heads(["id", "item", "criterion", "price", "closes", "", "", "source"])]
      rows += policy.items.map {
        row(
          $0.id, $0.label, $0.criterion, $0.cost, $0.closes, $0.source, $0.terms,
          requires: $0.requires)
      }
    }
    if !policy.lines.isEmpty {
      rows += [[], heads(["id", "line", "criterion", "price", "lineTo", "", "", "source"])]
      rows += policy.lines.map {
        row(
          $0.id, $0.label, $0.criterion, $0.cost, $0.to, $0.source, $0.terms, requires: $0.requires)
      }
    }
    return rows
  }

  private static func limits(
    _ policy: Policy, _ language: Language, _ messages: Messages
  ) -> [[Sheet.Cell]] {
    guard let plan = policy.plan else { return [] }
    func row(_ key: String, _ cell: Sheet.Cell) -> [Sheet.Cell] {
      [.text("plan"), .text(messages("plan.limit." + key, language)), .blank, cell]
    }
    return [
      [], [.heading(messages("plan.limits", language))],
      row("floor", .money(plan.floor)),
      row("cap", plan.cap.map { .money($0) } ?? .text(messages("value.none", language))),
      row("remoteQuota", .number(plan.remoteQuota, .percent)),
      row("visitCost", .money(plan.visitCost)),
      row("visitShare", plan.visitShare.map { .number($0, .percent) } ?? .blank),
      row("horizonYears", plan.horizonYears.map { .number($0, .general) } ?? .blank),
      [
        .text("plan"), .blank, .blank, .blank, .blank, .blank, .blank, .text(plan.source[language]),
      ],
    ]
  }
}
