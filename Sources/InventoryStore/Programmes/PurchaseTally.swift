import Foundation
import Prioritization

/// What is known of a line item's orders and deliveries, so that the next one can be checked
/// without going through all of them.
struct PurchaseTally {
  /// Units ordered.
  private(set) var ordered = 0
  /// Entries by kind and document, however the document is typed (`looselyNamed`).
  private var documents: [String: (document: String, day: String)] = [:]
  /// In order; the other two lists have the units of each of these days.
  private var days: [String] = []
  private var orders: [Int] = []
  private var deliveries: [Int] = []

  init(_ item: LineItem) {
    for entry in item.entries {
      add(entry.kind, day: entry.day, count: entry.count, document: entry.document)
    }
  }

  mutating func add(
    _ kind: PurchaseEntry.Kind, day: String, count: Int, document: String
  ) {
    let key = Self.key(document, kind)
    if documents[key] == nil { documents[key] = (document, day) }
    let place = end(before: day)
    if place == days.count || days[place] != day {
      days.insert(day, at: place)
      orders.insert(0, at: place)
      deliveries.insert(0, at: place)
    }
    switch kind {
    case .order:
      orders[place] += count
      ordered += count
    case .delivery: deliveries[place] += count
    }
  }

  /// The first entry of this kind with this document.
  func same(
    _ document: String, _ kind: PurchaseEntry.Kind
  ) -> (document: String, day: String)? {
    documents[Self.key(document, kind)]
  }

  /// Units ordered until the end of a day.
  func ordered(by day: String) -> Int {
    zip(days, orders).reduce(0) { $1.0 <= day ? $0 + $1.1 : $0 }
  }

  /// Whether so many more units can have been delivered on a day: on no day may more have been
  /// delivered than ordered.
  func covers(_ count: Int, from day: String) -> Bool {
    let first = end(before: day)
    var open = 0
    for place in days.indices {
      // On a day without an entry, as much is open as on the one before.
      if place == first, days[place] != day, open < count { return false }
      open += orders[place] - deliveries[place]
      if place >= first, open < count { return false }
    }
    return first < days.count || open >= count
  }

  /// The index of the first day that is not before `day`.
  private func end(before day: String) -> Int {
    var (low, high) = (0, days.count)
    while low < high {
      let middle = (low + high) / 2
      if days[middle] < day { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func key(_ document: String, _ kind: PurchaseEntry.Kind) -> String {
    "\(kind.rawValue) \(document.looselyNamed)"
  }
}
