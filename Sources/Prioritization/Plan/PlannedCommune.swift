/// One line of a shopping list.
public struct Purchase: Sendable, Equatable, Codable {
  /// The id of an item or a line of the catalogue.
  public var item: String
  /// Above 0.
  public var count: Int
  /// For all units together, whole VND.
  public var cost: Int

  public init(item: String, count: Int, cost: Int) {
    (self.item, self.count, self.cost) = (item, count, cost)
  }
}

/// What a plan buys for one commune.
public struct PlannedCommune: Sendable, Equatable, Codable {
  public var code: String
  /// Whole VND: the sum of its purchases.
  public var spend: Int
  /// The part of ``spend`` paid from the leftover of the budget. The rest never falls when the
  /// budget rises.
  public var leftover: Int
  /// In the order of the catalogue: items, then the line.
  public var purchases: [Purchase]
  /// ``Standing/points`` today.
  public var pointsBefore: Double
  /// ``Standing/points`` once everything is in place, all else unchanged.
  public var pointsAfter: Double
  public var remote: Bool
}

/// A visit to a commune about which too little is known to buy anything.
public struct PlannedVisit: Sendable, Equatable, Codable {
  /// Stands for a visit among purchases; no catalogue entry can have this id.
  public static let item = "(visit)"

  public var code: String
  /// Whole VND.
  public var cost: Int
}

/// What a plan does not buy for a commune, and why.
public struct Refusal: Sendable, Equatable, Codable {
  public enum Reason: Sendable, Equatable, Codable {
    /// The next purchase closes fewer points per million VND than the last one that was funded.
    case belowCutoff(pointsPerMillion: Double, lastFunded: Double)
    /// The next purchase is good enough, but the rest of the budget does not pay for it. With two
    /// budgets, `left` is what remains of the one that is too small, and `kind` says which; `nil`
    /// for one budget, or if neither suffices.
    case notEnoughLeft(pointsPerMillion: Double, left: Int, kind: MoneyKind? = nil)
    /// The commune has reached the cap for one commune.
    case capReached(cap: Int)
    /// It lacks something, but the catalogue has nothing, or nothing more, to close the gap.
    case nothingForSale
    /// It lacks nothing for certain.
    case nothingLacking
    /// Too little is known about it, and the budget does not even pay for the visit.
    case visitNotFunded
    /// Too little is known about it, and the part of the budget that the policy allows for visits,
    /// in whole VND, does not pay for one more, whatever is left of the rest.
    case visitShareSpent(share: Int)
    /// Only a figure of the register is missing, such as the number of officials, which needs no
    /// visit.
    case registerIncomplete
  }

  public var code: String
  public var reason: Reason
  /// The next purchases, with their cost in whole VND and the points that they close; empty and 0
  /// if nothing is to be bought. The cost of a visit, if that is what is refused.
  public var purchases: [Purchase]
  public var cost: Int
  public var points: Double
}

/// The outcome of the part reserved for remote communes.
public struct RemoteShare: Sendable, Equatable, Codable {
  /// The quota times the budget, rounded up to whole VND; visits count towards neither side.
  public var required: Int
  /// Spent on remote communes. Below ``required`` only if they lack nothing more, if visits and
  /// others' floors leave no more, if no purchase is small enough for the rest, or, with a budget
  /// for each kind of money, if they get the quota's part of what is spent at all, or would buy no
  /// more with all the money.
  public var spent: Int
  /// Points per million VND of the last purchase funded for a remote commune.
  public var cutoffPrice: Double?
  /// How many of all communes are known to be remote; `nil` in plans that were stored before it was
  /// recorded.
  public var communes: Int?
}
