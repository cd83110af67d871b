import Foundation
import GRDB

/// The results of browser checks that count in a commune's measures.
struct CheckMeasures {
  /// Results older than this no longer count, like measurements of lines.
  let days: Double
  /// The office's line, if no computer has measured it since.
  var line: BrowserLine?
  /// The latest proof of each machine's scanner and of the office's.
  var scanners: [(machine: Int64?, foundAt: Int64)] = []

  /// - Parameter computers: the commune's, whose later measurements replace those in a browser.
  static func read(
    commune: String, beside computers: [ComputerState], rules: MeasureRules, now: Date,
    _ database: Database
  ) throws -> CheckMeasures {
    var found = CheckMeasures(days: rules.lineDays)
    let statement = try database.cachedStatement(
      sql: """
        SELECT machine, max(foundAt) FROM check_result
        WHERE commune = ? AND kind = 'scanner' AND foundAt <= ? AND \(isOfPresentMachine)
        GROUP BY machine
        """)
    for row in try Row.fetchAll(statement, arguments: [commune, now.latestKnown]) {
      found.scanners.append((row[0], row[1]))
    }
    let measured = computers.compactMap { $0.line?.measuredAt }.filter { $0 <= now.latestKnown }
    let since = max(measured.max() ?? .min, found.since(now))
    found.line = try line(commune: commune, since: since, now: now, database)
    return found
  }

  /// SQL condition on the table `check_result`.
  private static let isOfPresentMachine = """
    NOT EXISTS (SELECT 1 FROM machine m
      WHERE m.number = check_result.machine AND m.state = 'retired')
    """

  private static func line(
    commune: String, since: Int64, now: Date, _ database: Database
  ) throws -> BrowserLine? {
    func first(_ order: String) throws -> ComputerState.Line? {
      let statement = try database.cachedStatement(
        sql: """
          SELECT lineBitsPerSecond, foundAt FROM check_result
          WHERE commune = ? AND kind = 'line' AND foundAt > ? AND foundAt <= ?
            AND \(isOfPresentMachine)
          \(order) LIMIT 1
          """)
      return try Row.fetchOne(statement, arguments: [commune, since, now.latestKnown]).map {
        ComputerState.Line(bitsPerSecond: $0[0], measuredAt: $0[1], mayCarryMore: true)
      }
    }
    guard let latest = try first("ORDER BY foundAt DESC, id DESC"),
      let best = try first(
        "ORDER BY lineBitsPerSecond DESC, foundAt DESC, id DESC")
    else { return nil }
    return BrowserLine(latest: latest, best: best)
  }

  /// Moments at which a result stops counting.
  var turns: [Date] {
    let lines = [line?.latest.measuredAt, line?.best.measuredAt].compactMap(\.self)
    return (lines + scanners.map(\.foundAt)).map {
      Date(microseconds: $0).addingTimeInterval(days * 86_400)
    }
  }

  private func since(_ now: Date) -> Int64 { now.addingTimeInterval(-days * 86_400).microseconds }

  /// When a scanner was last proven; nil if none was, or if the computer itself has since looked
  /// for scanners and found none.
  func provenAt(beside computers: [ComputerState], now: Date) -> Int64? {
    scanners.filter { proof in
      guard proof.foundAt > since(now) else { return false }
      let computer = computers.first { $0.number == proof.machine }
      guard let computer, computer.scannersObserved, let last = computer.seenAt(\.scanners) else {
        return true
      }
      return last <= proof.foundAt || computer.ownScanners + computer.likelyScanners > 0
    }.map(\.foundAt).max()
  }
}

/// A commune's line as it was measured in browsers, on any of its devices.
///
/// Whoever measures can make a browser slow, but not fast: its measurements prove that a line
/// carries as much, never that it carries no more. Only a computer's agent or a visit proves that.
struct BrowserLine {
  var latest, best: ComputerState.Line
}
