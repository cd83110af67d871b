/// Something that can be bought in numbers, and what one of it does.
public struct CatalogueItem: Sendable, Equatable, Identifiable, Codable {
  public var id: String
  public var label: LocalizedText
  /// Whole VND for one, above 0.
  public var cost: Int
  /// The id of the criterion that it serves.
  public var criterion: String
  /// How much of the criterion's shortfall one closes, in the criterion's unit, above 0.
  public var closes: Double
  /// Where the price comes from; may be empty.
  public var source: LocalizedText
}

/// A line that a commune can be given, at most one of them.
public struct LineOption: Sendable, Equatable, Identifiable, Codable {
  public var id: String
  public var label: LocalizedText
  /// Whole VND, above 0.
  public var cost: Int
  /// The id of the criterion that it serves.
  public var criterion: String
  /// The value that the criterion has afterwards, in its unit.
  public var to: Double
  /// Where the price comes from; may be empty.
  public var source: LocalizedText
}

/// The bounds of a spending plan.
public struct PlanLimits: Sendable, Equatable, Hashable, Codable {
  /// Least spend in every commune that is bought for, whole VND. A commune that lacks less, or whose
  /// purchases come to no spend between floor and cap, gets the most that it can. Where prices
  /// have no common divisor near 0.003 % of the cap, spends this close to the cap may be missed.
  public var floor: Int
  /// Most spend in a commune, whole VND; `nil` for no limit.
  public var cap: Int?
  /// The part of the budget that purchases for remote communes take at least, 0…1. Remote is a
  /// commune for which the context `remote` counts half or more.
  public var remoteQuota: Double
  /// What a visit costs to a commune that we know too little of, whole VND.
  public var visitCost: Int
  /// Who set the limits; may be empty.
  public var source: LocalizedText

  public init(
    floor: Int = 0, cap: Int? = nil, remoteQuota: Double = 0, visitCost: Int = 0,
    source: LocalizedText = ""
  ) {
    self.floor = floor
    self.cap = cap
    self.remoteQuota = remoteQuota
    self.visitCost = visitCost
    self.source = source
  }
}
