public import Foundation
import GRDB
import Prioritization

extension InventoryStore.Programmes {
  /// Changes the count, price or cancellation of a line item; the former value, the author and the
  /// reason are kept.
  ///
  /// - Parameters:
  ///   - value: units, whole VND for one, or 1 to cancel and 0 to reinstate.
  ///   - reason: 1 to 500 characters.
  /// - Throws: ``InventoryError`` with `programmeUnknown`, `argumentMalformed` or `stateConflict`.
  public func change(
    _ field: LineItemChange.Field, of commune: String, item id: String, in number: Int64,
    to value: Int, because reason: String, within scope: Scope,
    by actor: Actor = .systemUser(), now: Date
  ) async throws {
    guard let reason = reason.cleaned(500), !reason.isEmpty else {
      throw InventoryError(.argumentMalformed, "Give the reason of the change.")
    }
    try await store.write { group in
      let database = group.database
      let programme = try Self.programme(number, within: scope, database)
      guard programme.isWithin(scope) else {
        throw InventoryError(
          .stateConflict, "This programme covers more than your area: its owner changes it.")
      }
      let items = try LineItemReader(scope: scope, programme: number, database).items()
      guard let item = items.first(where: { $0.commune == commune && $0.item == id }) else {
        throw InventoryError(
          .argumentMalformed,
          "This programme buys no \"\(id.cleaned(40) ?? "")\" for commune \"\(commune.cleaned(20) ?? "")\".",
          fault: TableFault(.notInProgramme, line: nil, ["item": id, "code": commune]))
      }
      let before = try item.check(field, value)
      let column = field == .cancelled ? "cancelledAt" : field.rawValue
      let stored: Int64? =
        field == .cancelled ? (value == 1 ? now.microseconds : nil) : Int64(value)
      try database.execute(
        sql: "UPDATE programme_item SET \(column) = ? WHERE number = ?",
        arguments: [stored, item.number])
      try database.execute(
        sql: """
          INSERT INTO programme_change (lineItem, field, before, after, reason, changedBy, changedAt)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          item.number, field.rawValue, before, value, reason, actor.name, Instant(now),
        ])
      try AuditLog.append(
        .programmeChanged, "programme \(number)",
        [
          .commune: .init(commune), .item: .init(id), .field: .init(field.rawValue),
          .before: .init(before), .after: .init(value), .reason: .init(reason),
        ], by: actor, at: now, database)
      try Self.advance(number, database)
      group.recordChange()
    }
  }
}

extension LineItem {
  /// - Returns: the former value.
  fileprivate func check(_ field: LineItemChange.Field, _ value: Int) throws -> Int {
    let before: Int
    switch field {
    case .count:
      before = count
      let ordered = entries.reduce(0) { $1.kind == .order ? $0 + $1.count : $0 }
      guard 0...PurchaseRecord.maximumCount ~= value else {
        throw InventoryError(
          .argumentMalformed, "The count is from 0 to \(PurchaseRecord.maximumCount).",
          fault: TableFault(
            .badChangedCount, line: nil, ["count": "\(PurchaseRecord.maximumCount)"]))
      }
      guard value >= ordered else {
        throw InventoryError(
          .stateConflict, "\(ordered) are ordered already: the count cannot be \(value).",
          fault: TableFault(
            .belowOrdered, line: nil, ["ordered": "\(ordered)", "count": "\(value)"]))
      }
    case .price:
      before = price
      guard 0...PurchaseRecord.maximumPrice ~= value else {
        throw InventoryError(
          .argumentMalformed, "The price is whole VND from 0 to \(PurchaseRecord.maximumPrice).",
          fault: TableFault(
            .badChangedPrice, line: nil, ["price": "\(PurchaseRecord.maximumPrice)"]))
      }
    case .cancelled:
      before = cancelledAt == nil ? 0 : 1
      guard 0...1 ~= value else {
        throw InventoryError(.argumentMalformed, "Write 1 to cancel and 0 to reinstate.")
      }
    }
    let cost = (field == .count ? value : count).cappedProduct(field == .price ? value : price)
    guard cost <= PurchaseRecord.maximumPrice else {
      throw InventoryError(
        .argumentMalformed,
        "The line item would cost more than \(PurchaseRecord.maximumPrice) VND.",
        fault: TableFault(.tooCostly, line: nil, ["price": "\(PurchaseRecord.maximumPrice)"]))
    }
    guard value != before else {
      throw InventoryError(.stateConflict, "This is the present value: nothing was changed.")
    }
    return before
  }
}
