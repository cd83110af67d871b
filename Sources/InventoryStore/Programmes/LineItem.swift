public import Foundation
import GRDB
public import Prioritization

/// One purchase of a programme: a commune and an item of the catalogue.
public struct LineItem: Sendable, Equatable {
  /// The item for a visit to a commune about which too little is known; not an id of a catalogue.
  public static let visit = PlannedVisit.item

  public var number: Int64
  public var commune, communeName, provinceName, item: String
  /// The kind of evidence by which reports show it; nil if none can.
  public var evidence: EvidenceKind?
  public var plannedCount: Int
  /// Price of one unit in whole VND, like the prices below.
  public var plannedPrice: Int
  /// Number of units wanted now.
  public var count: Int
  public var price: Int
  public var cancelledAt: Date?
  /// By day, without withdrawn ones.
  public var entries: [PurchaseEntry]
  /// Newest last.
  public var changes: [LineItemChange]

  /// Cost of what is wanted now; once cancelled, of what arrived before.
  public var cost: Int {
    cancelledAt == nil ? count.cappedProduct(price) : cost(of: .delivery)
  }

  public func cost(of kind: PurchaseEntry.Kind) -> Int {
    entries.lazy.filter { $0.kind == kind }.map(\.cost).cappedSum()
  }

  /// Cost of what is ordered but not delivered, at the prices of those orders; 0 once cancelled.
  public var outstandingCost: Int {
    cancelledAt == nil ? DeliveredOrders(entries).openCost : 0
  }

  /// Cost of what is still to be ordered; 0 once cancelled.
  public var unorderedCost: Int {
    cancelledAt == nil ? max(0, count - units(of: .order)).cappedProduct(price) : 0
  }

  /// Price of one unit in whole VND, for an entry that names none: for a delivery the mean price of
  /// the first units that were ordered and have not arrived; otherwise the programme's price.
  func usualPrice(of kind: PurchaseEntry.Kind, count: Int) -> Int {
    guard kind == .delivery, count > 0, units(of: .order) >= units(of: .delivery) + count else {
      return price
    }
    return DeliveredOrders(entries).cost(of: count) / count
  }

  private func units(of kind: PurchaseEntry.Kind) -> Int {
    entries.reduce(0) { $1.kind == kind ? $0 + $1.count : $0 }
  }

  /// Deliveries for which reports should show more units by now.
  func overdue(_ rules: EvidenceRules, now: Date) -> [PurchaseEntry] {
    entries.filter {
      $0.kind == .delivery && $0.evidence.count < $0.count
        && $0.age(now) / 86_400 > rules.confirmDays
    }
  }

  /// Cost of what reports show, and of what they should show by now but do not.
  ///
  /// - Parameter rules: of the programme's policy.
  public func shown(_ rules: EvidenceRules, now: Date) -> (confirmed: Int, unconfirmed: Int) {
    let deliveries = entries.filter { $0.kind == .delivery }
    return (
      deliveries.map(\.confirmedCost).cappedSum(),
      evidence == nil
        ? 0 : overdue(rules, now: now).map { $0.cost - $0.confirmedCost }.cappedSum()
    )
  }

  /// - Parameter rules: of the programme's policy.
  public func progress(_ rules: EvidenceRules, now: Date) -> PurchaseProgress {
    PurchaseProgress(
      wanted: count, ordered: entries.reduce(0) { $1.kind == .order ? $0 + $1.count : $0 },
      deliveries: entries.filter { $0.kind == .delivery }.map {
        PurchaseProgress.Delivery(
          count: $0.count, confirmed: $0.evidence.count, ageDays: $0.age(now) / 86_400)
      },
      isCancelled: cancelledAt != nil, canBeShown: evidence != nil, rules: rules)
  }
}

/// An order or a delivery of a line item.
public struct PurchaseEntry: Sendable, Equatable {
  public enum Kind: String, Sendable, Codable, CaseIterable { case order, delivery }

  /// The evidence in reports for one unit.
  public struct Evidence: Sendable, Equatable {
    public var subject: String
    /// When reports first showed it.
    public var seenAt: Date
    /// The id of the machine that shows it; nil if none does.
    public var machine: String?
  }

  public var number: Int64
  public var kind: Kind
  /// `YYYY-MM-DD` in Vietnam.
  public var day: String
  public var count: Int
  /// Price of one unit in whole VND.
  public var price: Int
  /// The number of the contract or the hand-over record.
  public var document: String
  public var note: String?
  /// A user's name.
  public var recordedBy: String
  public var recordedAt: Date
  /// The evidence for a delivery, one entry per unit.
  public var evidence: [Evidence]

  /// What all units cost more or less than the price, which is rounded, says; whole VND.
  public var remainder = 0

  /// Cost of all units in whole VND.
  public var cost: Int { count.cappedProduct(price).cappedSum(remainder) }

  /// Cost of the units that reports show; the last one bears the remainder.
  public var confirmedCost: Int {
    evidence.count < count ? evidence.count.cappedProduct(price) : cost
  }

  /// Seconds since the end of its day, at least 0.
  func age(_ now: Date) -> Double {
    VietnamDay.end(day).map { max(0, now.timeIntervalSince($0)) } ?? 0
  }
}

/// A change of a line item after adoption.
public struct LineItemChange: Sendable, Equatable {
  public enum Field: String, Sendable, Codable, CaseIterable { case count, price, cancelled }

  public var field: Field
  /// Units, whole VND, or 1 for cancelled.
  public var before: Int
  public var after: Int
  public var reason, changedBy: String
  public var changedAt: Date
}
