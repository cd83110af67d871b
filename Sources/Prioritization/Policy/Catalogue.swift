/// The kind of public money that pays for something.
public enum MoneyKind: String, Sendable, Codable, CaseIterable {
  /// Bought once, for lasting use (chi đầu tư).
  case capital
  /// Paid again for each period (chi thường xuyên).
  case recurrent
}

/// The conditions of a price.
public struct PriceTerms: Sendable, Equatable, Hashable, Codable {
  public var kind: MoneyKind
  /// Useful life of an asset or term of a contract, in years; `nil` if the policy does not say,
  /// which counts as the whole horizon of a plan.
  public var years: Double?
  /// Value-added tax included in the price, as a rate: 0.1 is 10 %; `nil` if the policy does not
  /// say.
  public var vat: Double?

  public init(kind: MoneyKind = .capital, years: Double? = nil, vat: Double? = nil) {
    (self.kind, self.years, self.vat) = (kind, years, vat)
  }
}

/// Something that can be bought in any number, and the effect of one unit.
public struct CatalogueItem: Sendable, Equatable, Identifiable, Codable {
  public var id: String
  public var label: LocalizedText
  /// Whole VND for one, above 0.
  public var cost: Int
  /// The id of the criterion that it serves.
  public var criterion: String
  /// The part of the criterion's shortfall that one closes, in the criterion's unit, above 0.
  public var closes: Double
  /// Where the price comes from; may be empty.
  public var source: LocalizedText
  /// `nil` if the policy does not say.
  var writtenTerms: PriceTerms?
  /// The id of a criterion without which this is useless: it is bought only as far as that one is
  /// met, or will be by the same plan.
  public var requires: String?
  /// The kind of report that confirms a purchase; `nil` derives it from the criterion's measure.
  public var evidence: EvidenceKind?

  public var terms: PriceTerms { writtenTerms ?? PriceTerms() }
}

/// A line for a commune, which gets at most one.
public struct LineOption: Sendable, Equatable, Identifiable, Codable {
  public var id: String
  public var label: LocalizedText
  /// Whole VND, above 0.
  public var cost: Int
  /// The id of the criterion that it serves.
  public var criterion: String
  /// The criterion's value once the line is in place, in its unit.
  public var to: Double
  /// Where the price comes from; may be empty.
  public var source: LocalizedText
  /// `nil` if the policy does not say.
  var writtenTerms: PriceTerms?
  /// Like ``CatalogueItem/requires``.
  public var requires: String?

  public var terms: PriceTerms { writtenTerms ?? PriceTerms() }
}

/// The limits of a spending plan.
public struct PlanLimits: Sendable, Equatable, Hashable, Codable {
  /// Least spend in every commune that is bought for, whole VND. A commune that lacks less, or
  /// whose purchases add up to no spend between floor and cap, gets as much as possible. If prices
  /// have no common divisor near 0.003 % of the cap, spends this close to the cap may be missed.
  public var floor: Int
  /// Greatest spend in a commune, whole VND; `nil` for no limit.
  public var cap: Int?
  /// The least part of the budget for purchases for remote communes, 0…1. A commune is remote if
  /// the context `remote` counts at least half for it.
  public var remoteQuota: Double
  /// The cost of a visit to a commune about which too little is known, whole VND.
  public var visitCost: Int
  /// Who set the limits; may be empty.
  public var source: LocalizedText
  /// The greatest part of the budget for visits, 0…1; `nil` for all of it.
  public var visitShare: Double?
  /// The years over which the points that a purchase closes are averaged, from 1; `nil` to compare
  /// purchases by what they close at once.
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
