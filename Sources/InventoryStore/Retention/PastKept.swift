public import Foundation
import GRDB

/// Since when the exact past can be reconstructed: what was needed for earlier moments was deleted.
enum PastKept {
  private static let setting = "pastKeptSince"

  /// nil while nothing was deleted.
  ///
  /// - Parameter schema: of the database to read.
  static func since(_ database: Database, schema: String = "main") throws -> Date? {
    try String.fetchOne(
      database, sql: "SELECT value FROM \(schema).setting WHERE name = ?", arguments: [setting]
    ).flatMap { Int64($0) }.map { Date(microseconds: $0) }
  }

  /// Records a moment; called before anything is deleted.
  static func note(_ moment: Int64, _ database: Database) throws {
    try StoredSetting.raise(setting, to: moment, database)
  }

  /// - Throws: ``InventoryError`` with `pastNotKept`.
  static func require(_ moment: Date, _ database: Database, schema: String) throws {
    guard let since = try since(database, schema: schema), moment < since else { return }
    throw refusal(first: since)
  }

  /// - Parameter first: the first moment that can be shown.
  static func refusal(first: Date) -> InventoryError {
    InventoryError(
      .pastNotKept,
      "What computers had reported by then is no longer kept, and no history of measures reaches back to it: choose \(VietnamDay.text(first)) or a later day."
    )
  }
}

extension InventoryStore.Situations {
  /// Since when the exact past can be reconstructed; nil if nothing was deleted yet. For earlier
  /// moments, the history of measures is used.
  public func exactSince() async throws -> Date? {
    try await store.pool.read { try PastKept.since($0) }
  }

  /// The moment whose figures are shown for `moment`: itself, or the nearest beginning of a month if
  /// nothing else is kept of that time. Reads a few rows, on the calling thread.
  public func shown(for moment: Date) -> Date {
    let shown = try? store.pool.read { database in
      guard let since = try PastKept.since(database), moment < since else { return moment }
      return try MeasureHistoryFull.moment(for: moment, database)
    }
    return shown ?? moment
  }

  /// Whether the history of measures is used for a moment because the reports that it needs are
  /// deleted. Reads one row, on the calling thread.
  public func isRecorded(_ moment: Date) -> Bool {
    guard let since = try? store.pool.read({ try PastKept.since($0) }) else { return false }
    return moment < since
  }
}
