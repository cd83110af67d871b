import Foundation
import Prioritization

/// An order or a delivery that somebody reports: from a form, a line of a table, or a program.
public struct PurchaseRecord: Sendable, Equatable {
  public static let maximumDocument = 100
  public static let maximumNote = 200
  public static let maximumCount = 1_000_000
  /// Maximum price of one unit, and of all units of one record, in whole VND.
  public static let maximumPrice = Plan.maximumBudget
  /// Any earlier day is a mistyped year.
  static let firstDay = "2000-01-01"

  public var kind: PurchaseEntry.Kind
  public var commune: String
  public var item: String
  /// `YYYY-MM-DD` in Vietnam.
  public var day: String
  public var count: Int
  /// Price of one unit in whole VND; nil for the line item's price.
  public var price: Int?
  public var document: String
  public var note: String?
  /// Its line in the table from which it comes; nil if it comes from none.
  public var line: Int?

  public init(
    kind: PurchaseEntry.Kind, commune: String, item: String, day: String, count: Int, price: Int?,
    document: String, note: String? = nil, line: Int? = nil
  ) {
    (self.kind, self.commune, self.item, self.day) = (kind, commune, item, day)
    (self.count, self.price, self.document) = (count, price, document)
    (self.note, self.line) = (note, line)
  }

  /// Whether two document numbers are the same, however their capitals and spaces are typed.
  public static func isSameDocument(_ one: String, _ other: String) -> Bool {
    one.looselyNamed == other.looselyNamed
  }
}

/// A fault in a reported purchase: a kind of ``TableFault``, and a sentence in English.
struct PurchaseFault: Error {
  let fault: TableFault
  let message: String

  init(_ kind: TableFault.Kind, line: Int?, _ values: [String: String], _ message: String) {
    fault = TableFault(kind, line: line, values)
    self.message = line.map { "Line \($0): \(message)" } ?? message.capitalisedFirst
  }

  /// All faults as one error; at most 20 are named.
  static func error(_ faults: [PurchaseFault]) -> InventoryError {
    let named = faults.prefix(20)
    let rest = faults.count - named.count
    let more = rest > 0 ? ["\(rest) further lines are wrong."] : []
    return InventoryError(
      .purchasesMalformed, (named.map(\.message) + more).joined(separator: "\n"),
      faults: named.map(\.fault))
  }
}

extension PurchaseRecord {
  /// A fault that does not depend on the programme; nil if there is none.
  ///
  /// - Parameter usualPrice: price of one unit if the record has none.
  func fault(usualPrice: Int, now: Date) -> PurchaseFault? {
    func fault(
      _ kind: TableFault.Kind, _ values: [String: String], _ message: String
    ) -> PurchaseFault { PurchaseFault(kind, line: line, values, message) }
    guard VietnamDay.end(day) != nil, day >= Self.firstDay else {
      return fault(
        .badDay, ["written": day],
        "\"\(day.cleaned(20) ?? "")\" is not a date: write YYYY-MM-DD or DD/MM/YYYY, such as 2026-11-30 or 30/11/2026."
      )
    }
    let today = VietnamDay.text(now)
    guard day <= today else {
      return fault(
        .futureDay, ["day": day], "the day \(day) is in the future: today is \(today).")
    }
    guard 1...Self.maximumCount ~= count else {
      return fault(
        .badPurchaseCount, ["written": "\(count)"],
        "the count is \(count): it must be from 1 to \(Self.maximumCount).")
    }
    let price = price ?? usualPrice
    guard price >= 0, count.cappedProduct(price) <= Self.maximumPrice else {
      return fault(
        .badPrice, ["written": "\(price)"],
        "the price is \(price): write whole VND for one, from 0.")
    }
    let cleaned = document.cleaned(Self.maximumDocument)
    guard !document.isEmpty, cleaned == document else {
      return fault(
        .noDocument, [:],
        "give the number of the contract or hand-over record, 1 to \(Self.maximumDocument) characters."
      )
    }
    return nil
  }
}

extension String {
  fileprivate var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
