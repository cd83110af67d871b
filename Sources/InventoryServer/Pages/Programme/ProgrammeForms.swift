import Foundation
import InventoryStore
import Prioritization

/// An order or a delivery, as typed.
struct PurchaseForm {
  let record: PurchaseRecord

  /// - Throws: ``ServerError`` with `argumentMalformed`.
  init(_ form: PageForm, _ call: PageCall) throws {
    guard let kind = PurchaseEntry.Kind(rawValue: form["kind"] ?? ""),
      let commune = form["commune"], let item = form["item"]
    else {
      throw ServerError(.argumentMalformed, call.text("programme.fault.choose"))
    }
    record = PurchaseRecord(
      kind: kind, commune: commune, item: item,
      day: form["day"].map { VietnamDay.written($0) ?? $0 } ?? "",
      count: try FormAmount.count(form["count"], call),
      price: try form["price"].map { try FormAmount.money($0, call) },
      document: (form["document"] ?? "").precomposedStringWithCanonicalMapping,
      note: form["note"])
  }
}

/// A later change of a line item, as typed.
struct LineItemChangeForm {
  let commune: String
  let item: String
  let field: LineItemChange.Field
  let value: Int
  let reason: String

  /// - Throws: ``ServerError`` with `argumentMalformed`.
  init(_ form: PageForm, _ call: PageCall) throws {
    guard let commune = form["commune"], let item = form["item"], let wanted = form["field"] else {
      throw ServerError(.argumentMalformed, call.text("programme.fault.choose"))
    }
    (self.commune, self.item) = (commune, item)
    switch wanted {
    case "count": (field, value) = (.count, try FormAmount.count(form["value"], call))
    case "price": (field, value) = (.price, try FormAmount.money(form["value"] ?? "", call))
    case "cancel": (field, value) = (.cancelled, 1)
    case "reinstate": (field, value) = (.cancelled, 0)
    default: throw ServerError(.argumentMalformed, call.text("programme.fault.choose"))
    }
    guard let reason = form["reason"] else {
      throw ServerError(.argumentMalformed, call.text("machine.fault.reason"))
    }
    self.reason = reason
  }
}

/// Amounts as people type them.
private enum FormAmount {
  /// - Throws: ``ServerError`` with `argumentMalformed`.
  static func count(_ text: String?, _ call: PageCall) throws -> Int {
    guard let text, text.utf8.count <= 9, text.utf8.allSatisfy({ 48...57 ~= $0 }),
      let count = Int(text)
    else {
      throw ServerError(
        .argumentMalformed,
        call.text("programme.fault.number", ["written": String((text ?? "").prefix(20))]))
    }
    return count
  }

  /// Whole VND.
  ///
  /// - Throws: ``ServerError`` with `argumentMalformed`.
  static func money(_ text: String, _ call: PageCall) throws -> Int {
    do {
      return try MoneyInput.amount(text)
    } catch {
      throw ServerError(
        .argumentMalformed, call.text("money.\(error.reason.rawValue)", ["written": error.written]))
    }
  }
}
