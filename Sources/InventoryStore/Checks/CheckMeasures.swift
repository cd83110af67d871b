import Foundation
import GRDB

/// The results of browser checks that count in a commune's measures.
struct CheckMeasures {
  /// Results older than this no longer count, like measurements of lines.
  let days: Double
  /// The latest line of each machine and of the office.
  var lines: [ComputerState.Line] = []
  /// The latest proof of each machine's scanner and of the office's.
  var scanners: [(machine: Int64?, foundAt: Int64)] = []

  static func read(
    commune: String, rules: MeasureRules, now: Date, _ database: Database
  ) throws -> CheckMeasures {
    var found = CheckMeasures(days: rules.lineDays)
    let statement = try database.cachedStatement(
      sql: """
        SELECT kind, machine, max(foundAt), lineBitsPerSecond, mayCarryMore FROM check_result
        WHERE commune = ? AND kind IN ('line', 'scanner') AND foundAt <= ?
          AND NOT EXISTS (SELECT 1 FROM machine m
            WHERE m.number = check_result.machine AND m.state = 'retired')
        GROUP BY kind, machine
        """)
    for row in try Row.fetchAll(statement, arguments: [commune, now.latestKnown]) {
      if row[0] == "scanner" {
        found.scanners.append((row[1], row[2]))
      } else {
        found.lines.append(.init(bitsPerSecond: row[3], measuredAt: row[2], mayCarryMore: row[4]))
      }
    }
    return found
  }

  /// Moments at which a result stops counting.
  var turns: [Date] {
    (lines.map(\.measuredAt) + scanners.map(\.foundAt)).map {
      Date(microseconds: $0).addingTimeInterval(days * 86_400)
    }
  }

  private func since(_ now: Date) -> Int64 { now.addingTimeInterval(-days * 86_400).microseconds }

  /// Lines that no computer of the commune has measured since.
  func lines(beside computers: [ComputerState], now: Date) -> [ComputerState.Line] {
    let newest = computers.compactMap { $0.line?.measuredAt }.filter { $0 <= now.latestKnown }.max()
    return lines.filter { $0.measuredAt > max(newest ?? .min, since(now)) }
  }

  /// When a scanner was last proven; nil if none was, or if the computer itself has since looked
  /// for scanners and found none.
  func provenAt(beside computers: [ComputerState], now: Date) -> Int64? {
    scanners.filter { proof in
      guard proof.foundAt > since(now) else { return false }
      let computer = computers.first { $0.number == proof.machine }
      guard let computer, computer.scannersObserved, let last = computer.lastReportAt else {
        return true
      }
      return last <= proof.foundAt || computer.ownScanners + computer.likelyScanners > 0
    }.map(\.foundAt).max()
  }
}
