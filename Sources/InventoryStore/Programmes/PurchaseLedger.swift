import Foundation
import Prioritization

/// Adds purchases to line items, each checked against all before it.
struct PurchaseLedger {
  /// A price this many times above or below the programme's has a digit too many or too few.
  private static let unlikelyRatio = 10

  private(set) var accepted: [(PurchaseRecord, LineItem)] = []
  private(set) var faults: [PurchaseFault] = []
  private var items: [LineItem]
  /// Indices in ``items``, by commune and item.
  private let places: [String: Int]
  private let now: Date

  init(items: [LineItem], places: [String: Int], now: Date) {
    (self.items, self.places, self.now) = (items, places, now)
  }

  mutating func add(_ record: PurchaseRecord) {
    let place = places["\(record.commune) \(record.item)"]
    let usualPrice = place.map { items[$0].price } ?? 0
    if let fault = record.fault(usualPrice: usualPrice, now: now) {
      faults.append(fault)
      return
    }
    guard let place else {
      faults.append(unknown(record))
      return
    }
    let item = items[place]
    if let fault = Self.fault(of: record, in: item) {
      faults.append(fault)
      return
    }
    accepted.append((record, item))
    items[place].entries.append(Self.entry(record, of: item))
  }

  private func unknown(_ record: PurchaseRecord) -> PurchaseFault {
    let commune = record.commune.cleaned(20) ?? ""
    let bought = items.filter { $0.commune == record.commune }.map(\.item)
    return bought.isEmpty
      ? PurchaseFault(
        .unknownPurchaseCommune, line: record.line, ["code": commune],
        "this programme buys nothing for commune \"\(commune)\" that you may record.")
      : PurchaseFault(
        .unknownPurchase, line: record.line,
        [
          "code": commune, "item": record.item, "items": bought.sorted().joined(separator: ", "),
        ],
        "this programme buys no \"\(record.item.cleaned(40) ?? "")\" for commune \(commune), only \(bought.sorted().joined(separator: ", "))."
      )
  }

  private static func fault(of record: PurchaseRecord, in item: LineItem) -> PurchaseFault? {
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
    let same = item.entries.first {
      $0.kind == record.kind && PurchaseRecord.isSameDocument($0.document, record.document)
    }
    if let same {
      return fault(
        .repeatedDocument, ["document": same.document, "day": same.day],
        "document \(same.document) is recorded already for \(item.item) of commune \(item.commune), of \(same.day)."
      )
    }
    if let price = record.price, price > 0, item.price > 0,
      price / Self.unlikelyRatio >= item.price || item.price / Self.unlikelyRatio >= price
    {
      return fault(
        .unlikelyPrice, ["price": "\(price)", "usual": "\(item.price)"],
        "the price of one \(item.item) for commune \(item.commune) is \(price) VND, but \(item.price) in the programme: check it, or change the programme's price first, with a reason."
      )
    }
    let entries = item.entries + [entry(record, of: item)]
    let ordered = entries.reduce(0) { $1.kind == .order ? $0 + $1.count : $0 }
    guard ordered <= item.count else {
      return fault(
        .beyondProgramme, ["ordered": "\(ordered)", "count": "\(item.count)"],
        "\(ordered) ordered of \(item.item) for commune \(item.commune), but the programme has \(item.count): change that first, with a reason."
      )
    }
    guard isCovered(entries) else {
      let byThen = item.entries.reduce(0) {
        $1.kind == .order && $1.day <= record.day ? $0 + $1.count : $0
      }
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

  private static func entry(_ record: PurchaseRecord, of item: LineItem) -> PurchaseEntry {
    PurchaseEntry(
      number: 0, kind: record.kind, day: record.day, count: record.count,
      price: record.price ?? item.usualPrice(of: record.kind, count: record.count),
      document: record.document,
      note: record.note,
      recordedBy: "", recordedAt: .distantPast, evidence: [])
  }
}
