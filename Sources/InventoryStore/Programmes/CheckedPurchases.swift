public import Foundation

/// Runs a check of purchases, where it may take time.
public typealias PurchaseCheck =
  @Sendable (@escaping @Sendable () throws -> CheckedPurchases) async throws -> CheckedPurchases

/// Purchases that may be recorded in a programme as it was at one revision.
public struct CheckedPurchases: Sendable {
  struct Accepted: Sendable {
    let record: PurchaseRecord
    let lineItem: Int64
    /// Price of one unit in whole VND.
    var price: Int
  }

  let accepted: [Accepted]
  let revision: Int

  /// - Parameter items: the line items of the programme's revision, as far as the user sees them.
  /// - Throws: ``InventoryError`` with `purchasesMalformed`.
  init(
    _ records: [PurchaseRecord], against items: [LineItem], of revision: Int, now: Date
  ) throws {
    var ledger = PurchaseLedger(items: items, now: now)
    for kind in [PurchaseEntry.Kind.order, .delivery] {
      for record in records where record.kind == kind { ledger.add(record) }
    }
    guard ledger.faults.isEmpty else {
      throw PurchaseFault.error(ledger.faults.sorted { $0.fault.line ?? 0 < $1.fault.line ?? 0 })
    }
    accepted = ledger.accepted
    self.revision = revision
  }
}
