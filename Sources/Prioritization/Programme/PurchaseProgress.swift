/// How far a purchase has progressed.
public enum PurchaseState: String, Sendable, Codable, CaseIterable {
  case planned, ordered
  /// All or part has arrived; reports do not show all that is wanted yet, and need not.
  case delivered
  /// All of it has arrived, and reports show all of it.
  case confirmed
  /// Something was delivered that no report shows although one should by now.
  case unconfirmed
  case cancelled
}

/// The units ordered, delivered and shown by reports for one line item.
public struct PurchaseProgress: Sendable, Equatable {
  /// One delivery.
  public struct Delivery: Sendable, Equatable {
    public var count: Int
    /// How many of them are shown by reports.
    public var confirmed: Int
    /// Days since it arrived.
    public var ageDays: Double

    public init(count: Int, confirmed: Int, ageDays: Double) {
      (self.count, self.confirmed, self.ageDays) = (count, confirmed, ageDays)
    }
  }

  public let wanted, ordered, delivered, confirmed: Int
  /// Delivered longer ago than ``EvidenceRules/confirmDays`` and not confirmed.
  public let unconfirmed: Int
  public let isCancelled: Bool

  /// The units that the programme still wants, in total: once cancelled, those that had arrived.
  public var wantedNow: Int { isCancelled ? delivered : wanted }

  /// Delivered recently and not confirmed yet.
  public var awaited: Int { delivered - confirmed - unconfirmed }

  /// - Parameter canBeShown: Whether reports can show such a purchase at all; if not, none of it is
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
