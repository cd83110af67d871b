/// Which of the two kinds of public money pays for something.
public enum MoneyKind: String, Sendable, Codable, CaseIterable {
  /// Bought once, and lasts (chi đầu tư).
  case capital
  /// Paid again for each period (chi thường xuyên).
  case recurrent
}

/// What a price stands for.
public struct PriceTerms: Sendable, Equatable, Hashable, Codable {
  public var kind: MoneyKind
  /// How long what is paid for lasts: useful life of an asset, period of a rent; `nil` if it is not
  /// said, which counts as the whole horizon of a plan.
  public var years: Double?
  /// Value-added tax that the price contains, as a rate: 0.1 is 10 %; `nil` if it is not said.
  public var vat: Double?

  public init(kind: MoneyKind = .capital, years: Double? = nil, vat: Double? = nil) {
    (self.kind, self.years, self.vat) = (kind, years, vat)
  }
}

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
  /// `nil` if the policy does not say.
  var writtenTerms: PriceTerms?
  /// The id of a criterion that must be met for this to be of use: it is bought only as far as that
  /// one is met, or is by the same plan.
  public var requires: String?
  /// By what reports a purchase of it is recognised; `nil` leaves it to the criterion's measure.
  public var evidence: EvidenceKind?

  public var terms: PriceTerms { writtenTerms ?? PriceTerms() }
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
  /// `nil` if the policy does not say.
  var writtenTerms: PriceTerms?
  /// As of ``CatalogueItem/requires``.
  public var requires: String?

  public var terms: PriceTerms { writtenTerms ?? PriceTerms() }
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
  /// The part of the budget that visits may take at most, 0…1; `nil` for all of it.
  public var visitShare: Double?
  /// Over how many years the points that a purchase closes are averaged, from 1; `nil` if
  /// purchases are compared by what they close at once.
  public var horizonYears: Double?

  public init(
    floor: Int = 0, cap: Int? = nil, remoteQuota: Double = 0, visitCost: Int = 0,
    source: LocalizedText = "", visitShare: Double? = nil, horizonYears: Double? = nil
  ) {
    (self.visitShare, self.horizonYears, self.floor) = (visitShare, horizonYears, floor)
    (self.cap, self.remoteQuota) = (cap, remoteQuota)
    (self.visitCost, self.source) = (visitCost, source)
  }
}
