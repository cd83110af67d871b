public import Prioritization

/// Why a standard applies to a commune as it does, in words.
public struct StandardText {
  private let policy: Policy
  private let language: Language
  private let messages: Messages

  public init(_ policy: Policy, _ language: Language, messages: Messages) {
    (self.policy, self.language, self.messages) = (policy, language, messages)
  }

  /// A clause for a standard that a workload multiplies; `nil` if the policy's own applies.
  ///
  /// - Parameter at: Index of the criterion.
  public func reason(_ at: Int, _ standing: Standing) -> String? {
    let (criterion, factor) = (policy.criteria[at], standing.factor(at))
    guard let per = criterion.per, factor > 1 else { return nil }
    let format = PeopleFormat(language)
    func figure(_ value: Double) -> String { format.number(value, decimals: 2, trimmed: true) }
    let value = CriterionValue(criterion)
    return messages(
      "standard.scaled", language,
      [
        "standard": value.text(criterion.standard(factor: factor), format),
        "once": value.text(criterion.standard, format), "amount": figure(per.amount),
        "workload": workload(per), "value": figure(factor * per.amount),
      ])
  }

  /// The workload by its name for people, if there is one.
  func workload(_ per: Workload) -> String {
    if let context = policy.context.first(where: { $0.id == per.source }) {
      return DisplayText.neutralised(context.label[language])
    }
    let key = "register.column." + per.source
    let name = messages(key, language)
    return name == key ? DisplayText.neutralised(per.source) : name
  }
}
