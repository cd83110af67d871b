import InventoryStore

/// Uploaded and previewed tables that await confirmation: in memory, one per user, for few users.
/// After a while, or after a restart, the user must upload again.
actor PreviewedImports<Table: Sendable> {
  static var maximumUsers: Int { 8 }
  static var maximumSeconds: Double { 3_600 }

  private struct Entry {
    var table: Table
    var digest: String
    var madeAt: Double
  }

  private let seconds: @Sendable () -> Double
  private var entries: [Int64: Entry] = [:]

  /// - Parameter seconds: A monotonic clock.
  init(seconds: @escaping @Sendable () -> Double) { self.seconds = seconds }

  /// Replaces the user's previous table.
  func keep(_ table: Table, digest: String, for user: Int64) {
    drop()
    if entries[user] == nil, entries.count >= Self.maximumUsers,
      let oldest = entries.min(by: { $0.value.madeAt < $1.value.madeAt })
    {
      entries[oldest.key] = nil
    }
    entries[user] = Entry(table: table, digest: digest, madeAt: seconds())
  }

  /// The user's table; nil if it is a different one or no longer there.
  func table(_ digest: String, of user: Int64) -> Table? {
    drop()
    guard let entry = entries[user], entry.digest == digest else { return nil }
    return entry.table
  }

  func forget(_ user: Int64) { entries[user] = nil }

  private func drop() {
    let now = seconds()
    entries = entries.filter { now - $0.value.madeAt < Self.maximumSeconds }
  }
}
