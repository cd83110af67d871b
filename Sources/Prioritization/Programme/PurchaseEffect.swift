/// How the points of one commune changed since a programme was adopted, and how much of it is due
/// to the programme's purchases, judged by the programme's policy.
public struct PurchaseEffect: Sendable, Equatable {
  public struct Part: Sendable, Equatable {
    /// Index of the criterion in the policy.
    public let criterion: Int
    /// Points today minus points at adoption; exactly the sum of the other three.
    public let points: Double
    /// The part of the need at adoption that confirmed purchases close; never above 0.
    public let confirmed: Double
    /// The part of today's points that unconfirmed deliveries explain, as far as the possible need
    /// fell as well; never above 0.
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
