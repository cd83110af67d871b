import Foundation
import GRDB

/// The transaction that several writes share, while it is open.
final class WriteGroup {
  let database: Database
  let rules: MeasureRules
  private let memory: MeasureMemory
  /// What came of each commune's machines in this transaction.
  private var touched: [String: Touch] = [:]
  private var changed = false

  struct Touch {
    var at: Date
    /// Whether a measure may differ for it, or only the time of the last report.
    var measuresMayDiffer: Bool
  }

  init(_ database: Database, memory: MeasureMemory, rules: MeasureRules) {
    self.database = database
    self.memory = memory
    self.rules = rules
  }

  /// Says that the inventory is no longer what it was, and whose measures to renew.
  func touch(commune: String, at now: Date, measuresMayDiffer: Bool) {
    changed = true
    let known = touched[commune]
    touched[commune] = Touch(
      at: max(known?.at ?? now, now),
      measuresMayDiffer: measuresMayDiffer || known?.measuresMayDiffer ?? false)
  }

  /// Runs each of `writes`; the failure of one is its own unless the disk is at fault.
  func run(_ writes: [any GroupedWrite]) throws {
    do {
      try memory.forgetWhatOthersChanged(database)
      for write in writes { try run(write) }
      guard changed else { return }
      for (commune, touch) in touched.sorted(by: { $0.key < $1.key }) {
        try memory.renew(commune: commune, touch, rules: rules, database)
      }
      try InventoryStore.bumpRevision(database)
    } catch {
      // What it remembers may come from this transaction, which is rolled back.
      memory.forget()
      throw error
    }
  }

  private func run(_ write: any GroupedWrite) throws {
    try database.cachedStatement(sql: "SAVEPOINT one").execute()
    do {
      try write.run(in: self)
    } catch  where !GroupCommit.isOfTheDisk(error) && database.isInsideTransaction {
      try database.cachedStatement(sql: "ROLLBACK TO one").execute()
    }
    try database.cachedStatement(sql: "RELEASE one").execute()
  }
}
