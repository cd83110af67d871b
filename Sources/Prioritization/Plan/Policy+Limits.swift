extension Policy {
  /// This policy with other limits for one plan, and without part of its catalogue.
  ///
  /// - Parameter without: Ids of items and lines not to buy.
  public func planning(_ limits: PlanLimits, without: Set<String> = []) -> Policy {
    var policy = self
    policy.plan = limits
    policy.items.removeAll { without.contains($0.id) }
    policy.lines.removeAll { without.contains($0.id) }
    return policy
  }

  /// Whether part of the budget can be reserved for remote communes: the policy must define them.
  public var knowsRemoteness: Bool { remoteContext != nil }
}
