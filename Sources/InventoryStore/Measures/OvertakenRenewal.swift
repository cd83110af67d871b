public import Foundation
import GRDB

extension InventoryStore {
  /// Most communes that one transaction renews: reports wait behind it.
  private static let renewedAtOnce = 50

  /// Writes the measures of communes that time alone has overtaken, such as one that fell silent, so
  /// that readers need not make them each time; and of those that a wrong clock made.
  ///
  /// A clock that cannot be right writes nothing: readers see what it makes unknown.
  ///
  /// - Returns: how many communes those are.
  @discardableResult
  public func renewOvertaken(now: Date) async throws -> Int {
    guard now.isPlausible else { return 0 }
    let codes = try await pool.read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT commune FROM commune_reporting r WHERE \(CoverageCounts.isOvertaken)
          ORDER BY holdUntil
          """, arguments: CoverageCounts.overtaken(at: now))
    }
    for start in stride(from: 0, to: codes.count, by: Self.renewedAtOnce) {
      let some = codes[start..<min(start + Self.renewedAtOnce, codes.count)]
      try await durably { group in
        for code in some {
          try DoubtedTimes.mark(commune: code, now: now, group.database)
          group.touch(commune: code, at: now, measuresMayDiffer: true)
        }
      }
    }
    return codes.count
  }
}
