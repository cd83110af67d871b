extension Policy {
  /// The same with other bounds for one plan, and without some of its catalogue.
  ///
  /// - Parameter without: Ids of items and lines that are not to be bought.
  public func planning(_ limits: PlanLimits, without: Set<String> = []) -> Policy {
    var policy = self
    policy.plan = limits
    policy.items.removeAll { without.contains($0.id) }
    policy.lines.removeAll { without.contains($0.id) }
    return policy
  }

  /// Whether a part of the budget can be kept for remote communes: the policy must say which are.
  public var knowsRemoteness: Bool { remoteContext != nil }
}
