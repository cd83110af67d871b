/// One line of a shopping list.
public struct Purchase: Sendable, Equatable, Codable {
  /// The id of an item or a line of the catalogue.
  public var item: String
  /// Above 0.
  public var count: Int
  /// For all of them, whole VND.
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
  /// The part of ``spend`` that the leftover of the budget pays. The rest never falls when the
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

/// A visit to a commune of which too little is known to buy anything.
public struct PlannedVisit: Sendable, Equatable, Codable {
  public var code: String
  /// Whole VND.
  public var cost: Int
}

/// What a plan does not buy for a commune, and why.
public struct Refusal: Sendable, Equatable, Codable {
  public enum Reason: Sendable, Equatable, Codable {
    /// The next purchase closes fewer points per million VND than the last one that was funded.
    case belowCutoff(pointsPerMillion: Double, lastFunded: Double)
    /// The next purchase is good enough, but what is left of the budget does not pay it.
    case notEnoughLeft(pointsPerMillion: Double, left: Int)
    /// The commune has what one commune may get.
    case capReached(cap: Int)
    /// It lacks something, but the catalogue has nothing, or nothing more, that closes it.
    case nothingForSale
    /// It lacks nothing that is proven.
    case nothingLacking
    /// Too little is known of it, and the budget does not even pay the visit.
    case visitNotFunded
    /// What is missing is a figure of the register, such as the number of officials: no visit is
    /// needed for it.
    case registerIncomplete
  }

  public var code: String
  public var reason: Reason
  /// What would be bought next, with its cost in whole VND and the points that it closes; empty
  /// and 0 where nothing is to be bought.
  public var purchases: [Purchase]
  public var cost: Int
  public var points: Double
}

/// How the part that is kept for remote communes came out.
public struct RemoteShare: Sendable, Equatable, Codable {
  /// The quota times the budget, rounded up to whole VND; visits count to neither side.
  public var required: Int
  /// What is bought for remote communes. Below ``required`` only where they lack no more, where
  /// visits and floors of others leave no more, or where no purchase is small enough for the rest.
  public var spent: Int
  /// Points per million VND of the last purchase funded for a remote commune.
  public var cutoffPrice: Double?
}
