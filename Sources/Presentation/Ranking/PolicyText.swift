public import Prioritization

/// The terms, notes and limits of a policy in words, for terminals, workbooks and pages.
public struct PolicyText: Sendable {
  private let policy: Policy
  private let language: Language
  private let messages: Messages

  public init(_ policy: Policy, _ language: Language, messages: Messages) {
    (self.policy, self.language, self.messages) = (policy, language, messages)
  }

  private var format: PeopleFormat { PeopleFormat(language) }

  /// `capital expenditure; lasts 5 years; 10% VAT included; requires: …`; empty in the first model.
  public func terms(_ terms: PriceTerms, requires: String?) -> String {
    guard policy.format >= 2 else { return "" }
    var parts = [messages("moneyKind.\(terms.kind.rawValue)", language)]
    if let years = terms.years { parts.append(part("years", ["years": figure(years)])) }
    if let vat = terms.vat { parts.append(part("vat", ["vat": format.percent(vat)])) }
    if let requires {
      let label = policy.criteria.first { $0.id == requires }?.label[language] ?? requires
      parts.append(part("requires", ["criterion": DisplayText.neutralised(label)]))
    }
    return parts.joined(separator: "; ")
  }

  /// The effect of a criterion's gap and the workload of its standard, as sentences; empty if it
  /// only gives points.
  public func notes(_ criterion: Criterion) -> [String] {
    var notes: [String] = []
    switch criterion.effect {
    case .need: break
    case .confidence:
      notes.append(part("confidence", ["weight": figure(criterion.doubt ?? 0)]))
    case .nothing: notes.append(part("shown", [:]))
    }
    if let per = criterion.per {
      let workload = StandardText(policy, language, messages: messages).workload(per)
      notes.append(part("per", ["amount": figure(per.amount), "workload": workload]))
    }
    return notes
  }

  /// The limits of plans, keyed by the last part of `plan.limit.…`.
  public func limits(_ plan: PlanLimits) -> [(key: String, value: String)] {
    var rows = [
      ("floor", format.number(plan.floor)),
      ("cap", plan.cap.map { format.number($0) } ?? messages("value.none", language)),
      ("remoteQuota", format.percent(plan.remoteQuota, decimals: 1)),
      ("visitCost", format.number(plan.visitCost)),
    ]
    if let share = plan.visitShare {
      rows.append(("visitShare", format.percent(share, decimals: 1)))
    }
    if let horizon = plan.horizonYears { rows.append(("horizonYears", figure(horizon))) }
    return rows
  }

  private func figure(_ value: Double) -> String {
    format.number(value, decimals: 3, trimmed: true)
  }

  private func part(_ key: String, _ arguments: [String: String]) -> String {
    messages("policy.note." + key, language, arguments)
  }
}
