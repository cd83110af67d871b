import Foundation
import GRDB

/// Whether two files belong to one centre. An audit entry's hash covers all before it, so the logs
/// of one centre are equal up to the end of the shorter one, or up to where one of them continues
/// after a restore.
enum CentreIdentity {
  enum Answer: Equatable {
    /// `parting`: the number of the first entry in which the logs differ, or that one of them
    /// lacks.
    case same(parting: Int64)
    case other, unknown
  }

  static func compare(_ one: Database, _ other: Database) throws -> Answer {
    guard let first = try ends(one), let second = try ends(other) else { return .unknown }
    var equal = max(first.lowest, second.lowest)
    var different = min(first.highest, second.highest) + 1
    guard equal < different else {
      // One log has been shortened beyond the end of the other: all that it has came since.
      return try haveOneKey(one, other) ? .same(parting: different) : .unknown
    }
    guard try isEqual(equal, one, other) else { return .other }
    let end = different
    while different - equal > 1 {
      let middle = (equal + different) / 2
      if try isEqual(middle, one, other) { equal = middle } else { different = middle }
    }
    if different == end { return .same(parting: different) }
    return try isRestore(different, one) || isRestore(different, other)
      ? .same(parting: different) : .other
  }

  /// Whether both have the key that the centre made first for its receipts; every centre has one of
  /// its own.
  private static func haveOneKey(_ one: Database, _ other: Database) throws -> Bool {
    let keys = try [one, other].map { database in
      try database.tableExists("receipt_key")
        ? Data.fetchOne(database, sql: "SELECT seed FROM receipt_key ORDER BY number LIMIT 1") : nil
    }
    return keys[0] != nil && keys[0] == keys[1]
  }

  private static func isEqual(_ number: Int64, _ one: Database, _ other: Database) throws -> Bool {
    guard let mine = try hash(number, one), let its = try hash(number, other) else { return false }
    return mine == its
  }

  private static func isRestore(_ number: Int64, _ database: Database) throws -> Bool {
    try String.fetchOne(
      database, sql: "SELECT action FROM audit WHERE number = ?", arguments: [number])
      == AuditAction.restored.rawValue
  }

  /// The numbers of the first and last entry; nil for an empty log.
  private static func ends(_ database: Database) throws -> (lowest: Int64, highest: Int64)? {
    let row = try Row.fetchOne(
      database, sql: "SELECT min(number) AS lowest, max(number) AS highest FROM audit")
    guard let lowest = row?["lowest"] as Int64?, let highest = row?["highest"] as Int64? else {
      return nil
    }
    return (try AuditAnchor.latest(database).map { min($0.number, lowest) } ?? lowest, highest)
  }

  private static func hash(_ number: Int64, _ database: Database) throws -> Data? {
    if let anchor = try AuditAnchor.latest(database), anchor.number == number { return anchor.hash }
    return try Data.fetchOne(
      database, sql: "SELECT hash FROM audit WHERE number = ?", arguments: [number])
  }
}
