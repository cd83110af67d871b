import Foundation
import GRDB

/// Until when each commune's measures hold if nothing but times of reports moves: the writer's
/// memory, so that an unchanged night need not read all machines of its commune.
///
/// Used by the writer alone, which runs one transaction at a time.
final class MeasureMemory: @unchecked Sendable {
  /// Measures are made anew at least this often, whatever we remember.
  static let longest: TimeInterval = 86_400

  /// From when they were made until when they hold.
  private var holds: [String: Range<Date>] = [:]
  private var dataVersion: Int?
  private let keys: KeyMemory

  init(keys: KeyMemory) { self.keys = keys }

  /// Other processes write to the file, too (`machines retire`): after such a commit nothing
  /// remembered counts.
  func forgetWhatOthersChanged(_ database: Database) throws {
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
    // Made later than now, a wrong clock made them.
    if !touch.measuresMayDiffer, let holds = holds[commune], holds.contains(touch.at) {
      return try Measures.moveTimes(commune: commune, to: touch.at, database)
    }
    let measures = try Measures.renew(
      commune: commune, rules: rules, now: touch.at, database)
    let until = min(measures.holdUntil, touch.at.addingTimeInterval(Self.longest))
    holds[commune] = touch.at..<max(touch.at, until)
  }
}
