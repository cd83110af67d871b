import Prioritization

extension PlanText {
  /// The ways in which this plan deviates from the written policy, as sentences.
  public func adjustments(_ document: PlanDocument) -> [String] {
    var sentences = document.adjustedLimits.map { adjusted in
      messages(
        "plan.adjusted", language,
        [
          "limit": messages("plan.limit." + adjusted.name, language),
          "value": limit(adjusted.name, adjusted.value),
          "written": limit(adjusted.name, adjusted.written),
        ])
    }
    let left = document.excluded.map { DisplayText.neutralised($0.label[language]) }
    if !left.isEmpty {
      sentences.append(
        messages("plan.without", language, ["items": left.joined(separator: "; ")]))
    }
    return sentences
  }

  private func limit(_ name: String, _ value: Double?) -> String {
    guard let value else { return messages("value.none", language) }
    return name == "remoteQuota"
      ? format.number(value * 100, decimals: 2, trimmed: true) + "%" : format.number(Int(value))
  }
}
