import Foundation
import GRDB

/// The open transaction that several writes share.
final class WriteGroup {
  let database: Database
  let rules: MeasureRules
  private let cache: MeasureCache
  /// By commune code.
  private var touched: [String: Touch] = [:]
  private var changed = false

  /// The changes of this transaction in a commune.
  struct Touch {
    var at: Date
    /// Whether a measure may differ, or only the time of the last report.
    var measuresMayDiffer: Bool
    /// Whether time alone changed it, so that each turn since can be recorded.
    var isByTime: Bool
  }

  init(_ database: Database, cache: MeasureCache, rules: MeasureRules) {
    self.database = database
    self.cache = cache
    self.rules = rules
  }

  /// Records a change of the inventory, and the commune whose measures need renewal at the end of
  /// the transaction.
  func touch(commune: String, at now: Date, measuresMayDiffer: Bool, isByTime: Bool = false) {
    changed = true
    let known = touched[commune]
    touched[commune] = Touch(
      at: max(known?.at ?? now, now),
      measuresMayDiffer: measuresMayDiffer || known?.measuresMayDiffer ?? false,
      isByTime: isByTime && known?.isByTime ?? true)
  }

  /// Records a change of the inventory that affects no measure: results made from the former state
  /// are outdated.
  func recordChange() { changed = true }

  /// Records a change that may affect every commune about which something is known.
  func touchAll(at now: Date) throws {
    changed = true
    for commune in try Measures.communes(database) {
      touch(commune: commune, at: now, measuresMayDiffer: true)
    }
  }

  /// Runs `change` as the only write of its transaction, before the file serves anyone.
  func runAlone(_ change: (WriteGroup) throws -> Void) throws {
    try change(self)
    try renewMeasures()
  }

  /// Runs `writes` one after another, and renews the measures that they affect.
  ///
  /// - Parameter savepoints: Whether each write has a savepoint of its own, so that a failure
  ///   affects only that write. A savepoint costs two statements and a copy of each changed page.
  /// - Throws: What concerns the whole group; without savepoints, also the first write's failure.
  func run(_ writes: [any GroupedWrite], savepoints: Bool) throws {
    try Schema.requireOwn(database)
    try cache.forgetIfChangedByOthers(database)
    for write in writes {
      if savepoints { try runInSavepoint(write) } else { try write.run(in: self) }
    }
    do {
      try renewMeasures()
    } catch {
      // The memory may hold values of this transaction, which is rolled back.
      cache.forget()
      throw error
    }
  }

  private func renewMeasures() throws {
    guard changed else { return }
    for (commune, touch) in touched.sorted(by: { $0.key < $1.key }) {
      try cache.renew(commune: commune, touch, rules: rules, database)
    }
    try Revision.advance(database)
  }

  private func runInSavepoint(_ write: any GroupedWrite) throws {
    var begin = try BoundStatement("SAVEPOINT one", database)
    try begin.run()
    do {
      try write.run(in: self)
    } catch  where !GroupCommit.isDiskFailure(error) && database.isInsideTransaction {
      var undo = try BoundStatement("ROLLBACK TO one", database)
      try undo.run()
    }
    var end = try BoundStatement("RELEASE one", database)
    try end.run()
  }
}
