import Foundation
import InventoryStore

/// An order or a delivery that somebody typed.
struct PurchaseForm {
  /// As it was typed, for showing it again.
  struct Typed: Sendable {
    var kind, place, day, count, price, document, note: String

    init(_ form: PageForm) {
      func value(_ name: String) -> String { String((form[name] ?? "").prefix(200)) }
      kind = value("kind")
      place = value("place")
      day = value("day")
      count = value("count")
      price = value("price")
      document = value("document")
      note = value("note")
    }
  }

  let record: PurchaseRecord

  /// - Throws: ``ServerError`` with `formMalformed`.
  init(_ form: PageForm, _ call: PageCall) throws {
    let place = (form["place"] ?? "").split(separator: " ").map(String.init)
    guard let kind = PurchaseEntry.Kind(rawValue: form["kind"] ?? ""), place.count == 2 else {
      throw ServerError(.formMalformed, call.text("programme.fault.choose"))
    }
    record = PurchaseRecord(
      kind: kind, commune: place[0], item: place[1], day: form["day"] ?? "",
      count: try FormNumber.whole(form["count"], "column.count", call),
      price: form["price"] == nil
        ? nil : try FormNumber.whole(form["price"], "column.price", call),
      document: (form["document"] ?? "").precomposedStringWithCanonicalMapping,
      note: form["note"])
  }
}

/// A later change of a line item that somebody typed.
struct LineItemChangeForm {
  let commune: String
  let item: String
  let field: LineItemChange.Field
  let value: Int
  let reason: String

  /// - Throws: ``ServerError`` with `formMalformed`.
  init(_ form: PageForm, _ call: PageCall) throws {
    let place = (form["place"] ?? "").split(separator: " ").map(String.init)
    let wanted = form["field"] ?? ""
    guard place.count == 2 else {
      throw ServerError(.formMalformed, call.text("programme.fault.choose"))
    }
    commune = place[0]
    item = place[1]
    reason = form["reason"] ?? ""
    guard !reason.isEmpty else {
      throw ServerError(.formMalformed, call.text("machine.fault.reason"))
    }
    switch wanted {
    case "cancel": (field, value) = (.cancelled, 1)
    case "reinstate": (field, value) = (.cancelled, 0)
    default:
      guard let named = LineItemChange.Field(rawValue: wanted), named != .cancelled else {
        throw ServerError(.formMalformed, call.text("programme.fault.choose"))
      }
      (field, value) = (named, try FormNumber.whole(form["value"], "programme.value", call))
    }
  }
}

/// A whole number as people type it: 1.500.000 or 1,500,000.
enum FormNumber {
  /// - Parameter key: the field's label.
  /// - Throws: ``ServerError`` with `formMalformed`.
  static func whole(_ text: String?, _ key: String, _ call: PageCall) throws -> Int {
    let digits = (text ?? "").filter { !" .,\u{A0}".contains($0) }
    guard !digits.isEmpty, digits.utf8.count <= 16, digits.utf8.allSatisfy({ 48...57 ~= $0 }),
      let value = Int(digits)
    else {
      throw ServerError(
        .formMalformed,
        call.text(
          "programme.fault.number",
          ["field": call.text(key), "written": String((text ?? "").prefix(20))]))
    }
    return value
  }
}
