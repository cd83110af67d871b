/// How far a purchase has come.
public enum PurchaseState: String, Sendable, Codable, CaseIterable {
  case planned, ordered
  /// All or part of it has arrived; reports have not shown all of it, and need not yet.
  case delivered
  /// All of it has arrived, and reports show all of it.
  case confirmed
  /// Something was delivered that no report shows although it should by now.
  case unconfirmed
  case cancelled
}

/// What was ordered of one line item, what arrived, and what reports show of it, in units.
public struct PurchaseProgress: Sendable, Equatable {
  /// One delivery.
  public struct Delivery: Sendable, Equatable {
    public var count: Int
    /// How many of them reports show.
    public var confirmed: Int
    /// Days since it arrived.
    public var ageDays: Double

    public init(count: Int, confirmed: Int, ageDays: Double) {
      (self.count, self.confirmed, self.ageDays) = (count, confirmed, ageDays)
    }
  }

  public let wanted, ordered, delivered, confirmed: Int
  /// Delivered longer ago than ``EvidenceRules/confirmDays``, and not confirmed.
  public let unconfirmed: Int
  public let isCancelled: Bool

  /// Delivered lately and not confirmed yet.
  public var awaited: Int { delivered - confirmed - unconfirmed }

  /// - Parameter canBeShown: whether reports can show such a purchase at all; if not, nothing of it is
  ///   ever unconfirmed.
  public init(
    wanted: Int, ordered: Int, deliveries: [Delivery], isCancelled: Bool, canBeShown: Bool,
    rules: EvidenceRules
  ) {
    (self.wanted, self.ordered, self.isCancelled) = (wanted, ordered, isCancelled)
    delivered = deliveries.reduce(0) { $0 + $1.count }
    confirmed = deliveries.reduce(0) { $0 + min($1.count, $1.confirmed) }
    unconfirmed =
      canBeShown
      ? deliveries.reduce(0) { sum, delivery in
        delivery.ageDays > rules.confirmDays
          ? sum + max(0, delivery.count - delivery.confirmed) : sum
      } : 0
  }

  public var state: PurchaseState {
    if unconfirmed > 0 { return .unconfirmed }
    if isCancelled, delivered == 0 { return .cancelled }
    if delivered > 0 {
      return confirmed == delivered && (delivered >= wanted || isCancelled)
        ? .confirmed : .delivered
    }
    return ordered > 0 ? .ordered : .planned
  }
}
