import Foundation
import Prioritization
import Reporting

/// Adds purchases to line items, each checked against all before it.
///
/// The time to check a record does not grow with those before it, which may be thousands.
struct PurchaseLedger {
  /// A price this many times above or below the programme's has a digit too many or too few.
  private static let unlikelyRatio = 10

  private var added: [CheckedPurchases.Accepted] = []
  /// Indices in ``added`` of deliveries that name no price, by the line item's index.
  private var unpriced: [Int: [Int]] = [:]
  private(set) var faults: [PurchaseFault] = []
  /// With what was added at a known price.
  private var items: [LineItem]
  private var tallies: [PurchaseTally]
  /// Indices in ``items``, by commune and item.
  private let places: [String: Int]
  /// What is bought, by commune.
  private let bought: [String: [String]]
  private let now: Date

  init(items: [LineItem], now: Date) {
    self.items = items
    self.now = now
    tallies = items.map(PurchaseTally.init)
    places = Dictionary(
      items.enumerated().map { (Self.key($1.commune, $1.item), $0) },
      uniquingKeysWith: { first, _ in first })
    bought = Dictionary(grouping: items, by: \.commune).mapValues { $0.map(\.item).sorted() }
  }

  private static func key(_ commune: String, _ item: String) -> String { "\(commune) \(item)" }

  mutating func add(_ record: PurchaseRecord) {
    let place = places[Self.key(record.commune, record.item)]
    let usualPrice = place.map { items[$0].price } ?? 0
    if let fault = record.fault(usualPrice: usualPrice, now: now) {
      faults.append(fault)
      return
    }
    guard let place else {
      faults.append(unknown(record))
      return
    }
    if let fault = Self.fault(of: record, in: items[place], tallies[place]) {
      faults.append(fault)
      return
    }
    let price = record.price ?? items[place].price
    added.append(.init(record: record, lineItem: items[place].number, price: price))
    tallies[place].add(
      record.kind, day: record.day, count: record.count, document: record.document)
    guard record.price != nil || record.kind == .order else {
      unpriced[place, default: []].append(added.count - 1)
      return
    }
    items[place].entries.append(
      PurchaseEntry(
        number: 0, kind: record.kind, day: record.day, count: record.count, price: price,
        document: record.document, note: record.note, recordedBy: "", recordedAt: .distantPast,
        evidence: []))
  }

  /// What was added. A delivery that names no price costs what the first units do that were ordered
  /// and that neither an earlier one nor one with a price has brought.
  var accepted: [CheckedPurchases.Accepted] {
    var accepted = added
    for (place, deliveries) in unpriced {
      var orders = DeliveredOrders(items[place].entries)
      for delivery in deliveries {
        if let price = orders.deliver(accepted[delivery].record.count) {
          accepted[delivery].price = price
        }
      }
    }
    return accepted
  }

  private func unknown(_ record: PurchaseRecord) -> PurchaseFault {
    let commune = record.commune.cleaned(20) ?? ""
    if let hint = CommuneCode.hint(forShort: record.commune) {
      return PurchaseFault(.badCode, line: record.line, ["code": commune], hint)
    }
    guard let bought = bought[record.commune]?.joined(separator: ", ") else {
      return PurchaseFault(
        .unknownPurchaseCommune, line: record.line, ["code": commune],
        "this programme buys nothing for commune \"\(commune)\" that you may record.")
    }
    return PurchaseFault(
      .unknownPurchase, line: record.line,
      ["code": commune, "item": record.item, "items": bought],
      "this programme buys no \"\(record.item.cleaned(40) ?? "")\" for commune \(commune), only \(bought)."
    )
  }

  private static func fault(
    of record: PurchaseRecord, in item: LineItem, _ tally: PurchaseTally
  ) -> PurchaseFault? {
    func fault(
      _ kind: TableFault.Kind, _ values: [String: String], _ message: String
    ) -> PurchaseFault {
      PurchaseFault(
        kind, line: record.line, values.merging(["code": item.commune, "item": item.item]) { $1 },
        message)
    }
    if item.cancelledAt != nil {
      return fault(
        .cancelledPurchase, [:],
        "\(item.item) for commune \(item.commune) was cancelled: reinstate it first.")
    }
    if let same = tally.same(record.document, record.kind) {
      return fault(
        .repeatedDocument, ["document": same.document, "day": same.day],
        "document \(same.document) is recorded already for \(item.item) of commune \(item.commune), of \(same.day)."
      )
    }
    // A price of 0 as well, which a spreadsheet writes for a blank.
    if let price = record.price, item.price > 0,
      price / Self.unlikelyRatio >= item.price || item.price / Self.unlikelyRatio >= price
    {
      return fault(
        .unlikelyPrice, ["price": "\(price)", "usual": "\(item.price)"],
        "the price of one \(item.item) for commune \(item.commune) is \(price) VND, but \(item.price) in the programme: check it, or change the programme's price first, with a reason."
      )
    }
    let ordered = tally.ordered + (record.kind == .order ? record.count : 0)
    guard ordered <= item.count else {
      return fault(
        .beyondProgramme, ["ordered": "\(ordered)", "count": "\(item.count)"],
        "\(ordered) ordered of \(item.item) for commune \(item.commune), but the programme has \(item.count): change that first, with a reason."
      )
    }
    guard record.kind == .order || tally.covers(record.count, from: record.day) else {
      let byThen = tally.ordered(by: record.day)
      return byThen == 0
        ? fault(
          .beforeOrder, ["day": record.day],
          "nothing of \(item.item) was ordered for commune \(item.commune) by \(record.day): record the order first."
        )
        : fault(
          .beyondOrder, ["day": record.day, "ordered": "\(byThen)"],
          "more of \(item.item) would be delivered to commune \(item.commune) than the \(byThen) ordered by \(record.day)."
        )
    }
    return nil
  }

  /// Whether, on every day, no more has been delivered than has been ordered.
  static func isCovered(_ entries: [PurchaseEntry]) -> Bool {
    var open = 0
    for entry in entries.sorted(by: {
      $0.day != $1.day ? $0.day < $1.day : $0.kind == .order && $1.kind == .delivery
    }) {
      open += entry.kind == .order ? entry.count : -entry.count
      if open < 0 { return false }
    }
    return true
  }
}
