import Prioritization

/// The ways in which a plan deviates from the policy as written.
extension PlanDocument {
  struct AdjustedLimit: Sendable, Equatable {
    /// As in the policy file.
    var name: String
    /// Whole VND, or a share of 1; `nil` for no limit.
    var value, written: Double?
  }

  /// The limits that differ, in the order of the form.
  var adjustedLimits: [AdjustedLimit] {
    guard let writtenPolicy else { return [] }
    let (now, before) = (policy.plan ?? PlanLimits(), writtenPolicy.plan ?? PlanLimits())
    func limit(_ name: String, _ value: (PlanLimits) -> Double?) -> AdjustedLimit {
      AdjustedLimit(name: name, value: value(now), written: value(before))
    }
    return [
      limit("floor") { Double($0.floor) }, limit("cap") { $0.cap.map(Double.init) },
      limit("remoteQuota") { $0.remoteQuota }, limit("visitCost") { Double($0.visitCost) },
    ].filter { $0.value != $0.written }
  }

  /// Entries of the written catalogue that this plan does not buy.
  var excluded: [(id: String, label: LocalizedText, cost: Int)] {
    let kept = Set(policy.catalogue.map(\.id))
    return writtenPolicy?.catalogue.filter { !kept.contains($0.id) } ?? []
  }
}
