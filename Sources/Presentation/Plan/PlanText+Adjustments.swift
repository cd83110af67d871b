import Prioritization

extension PlanText {
  /// The ways in which this plan deviates from the written policy, as sentences.
  public func adjustments(_ document: PlanDocument) -> [String] {
    guard let written = document.writtenPolicy else { return [] }
    let before = written.plan ?? PlanLimits()
    let now = document.policy.plan ?? PlanLimits()
    var sentences: [String] = []
    func compare(_ limit: String, _ old: String, _ new: String) {
      guard old != new else { return }
      sentences.append(
        messages(
          "plan.adjusted", language,
          ["limit": messages("plan.limit." + limit, language), "value": new, "written": old]))
    }
    compare("floor", format.number(before.floor), format.number(now.floor))
    compare("cap", cap(before), cap(now))
    compare("remoteQuota", quota(before), quota(now))
    compare("visitCost", format.number(before.visitCost), format.number(now.visitCost))
    let kept = Set(document.policy.catalogue.map(\.id))
    let left = written.catalogue.filter { !kept.contains($0.id) }.map {
      DisplayText.neutralised($0.label[language])
    }
    if !left.isEmpty {
      sentences.append(
        messages("plan.without", language, ["items": left.joined(separator: "; ")]))
    }
    return sentences
  }

  private func cap(_ limits: PlanLimits) -> String {
    limits.cap.map { format.number($0) } ?? messages("value.none", language)
  }

  private func quota(_ limits: PlanLimits) -> String {
    format.number(limits.remoteQuota * 100, decimals: 2, trimmed: true) + "%"
  }
}
