import Foundation
import GRDB

/// Caches, for the writer, how long each commune's measures hold if only times of reports change,
/// so that an unchanged report does not require reading all machines of its commune.
///
/// Unchecked, because only the writer uses it, one transaction at a time.
final class MeasureCache: @unchecked Sendable {
  /// Seconds after which measures are recomputed in any case.
  static let longest: TimeInterval = 86_400

  /// The period in which the measures hold, from when they were computed, by commune.
  private var holds: [String: Range<Date>] = [:]
  private var dataVersion: Int?
  private let keys: KeyCache

  init(keys: KeyCache) { self.keys = keys }

  /// Discards everything after another process, such as `machines retire`, has written to the file.
  func forgetIfChangedByOthers(_ database: Database) throws {
    let version = try Int.fetchOne(database.cachedStatement(sql: "PRAGMA data_version"))
    if version != dataVersion {
      forget()
      keys.forgetAll()
    }
    dataVersion = version
  }

  func forget() { holds.removeAll(keepingCapacity: true) }

  func renew(
    commune: String, _ touch: WriteGroup.Touch, rules: MeasureRules, _ database: Database
  ) throws {
    // Measures computed later than now were computed under a wrong clock.
    if !touch.measuresMayDiffer, let holds = holds[commune], holds.contains(touch.at) {
      return try Measures.moveTimes(commune: commune, to: touch.at, database)
    }
    if touch.isByTime {
      try MeasureHistory.turn(commune: commune, before: touch.at, rules: rules, database)
    }
    let measures = try Measures.renew(
      commune: commune, rules: rules, now: touch.at, database)
    guard !measures.nextReportMovesDates else {
      holds[commune] = nil
      return
    }
    let until = min(
      measures.holdUntil, measures.datesHoldUntil, touch.at.addingTimeInterval(Self.longest))
    holds[commune] = touch.at..<max(touch.at, until)
  }
}
