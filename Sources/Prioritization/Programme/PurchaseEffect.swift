/// How the points of one commune moved since a programme was adopted, and what of it its purchases
/// make. All by the programme's policy.
public struct PurchaseEffect: Sendable, Equatable {
  public struct Part: Sendable, Equatable {
    /// The place of the criterion in the policy.
    public let criterion: Int
    /// Points today less points at adoption; the sum of the three others, exactly.
    public let points: Double
    /// What purchases that reports confirm close of the need at adoption; never above 0.
    public let confirmed: Double
    /// What today's points show of purchases that were delivered and that no report confirms; never
    /// above 0.
    public let unconfirmed: Double
    /// Everything else: wear, silence, other money, changes of the register.
    public let other: Double
  }

  public let before, after: Double
  /// In the order of the criteria.
  public let parts: [Part]

  public var points: Double { after - before }
  public var confirmed: Double { parts.reduce(0) { $0 + $1.confirmed } }
  public var unconfirmed: Double { parts.reduce(0) { $0 + $1.unconfirmed } }
  public var other: Double { parts.reduce(0) { $0 + $1.other } }
}
