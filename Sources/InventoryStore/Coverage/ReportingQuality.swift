import Foundation
import GRDB
import Reporting

/// The quality of a machine's reporting: signs that need an officer's attention although every
/// report arrives.
struct ReportingQuality {
  /// Seconds after which a report has missed the night in which it was made.
  static let lateSeconds = 18 * 3600
  /// Days after a late report for which the machine counts as late.
  static let lateDays = 7

  var agentVersion: String
  /// Its wall clock minus the centre's.
  var clockSkewSeconds: Int?
  /// When it last sent a late report; microseconds since 1970, as all times here.
  var lastLateAt: Int64?
  /// Reports that its full spool has ever dropped.
  var droppedReports: Int?
  var lastReportAt: Int64?

  /// - Parameter columns: `agentVersion`, `clockSkewSeconds`, `lastLateAt` and `droppedReports`.
  init(_ columns: inout ColumnReader, lastReportAt: Int64?) {
    agentVersion = columns.next()
    clockSkewSeconds = columns.next()
    lastLateAt = columns.next()
    droppedReports = columns.next()
    self.lastReportAt = lastReportAt
  }

  /// The quality once `report` is filed.
  ///
  /// - Parameter lastKnown: the last report before, unless its time is unknown.
  func after(_ report: ReceivedReport, lastKnown: Int64?) -> ReportingQuality {
    var quality = self
    quality.agentVersion = report.agent.version.cleaned(32) ?? "-"
    quality.clockSkewSeconds = report.clockSkewSeconds
    if let dropped = report.agent.droppedReports, dropped >= 0 { quality.droppedReports = dropped }
    // An implausible clock does not move the last report back.
    quality.lastReportAt =
      report.receivedAt.isPlausible
      ? report.receivedAt.microseconds
      : max(lastReportAt ?? .min, report.receivedAt.microseconds)
    if let made = report.madeLate {
      // Whoever brings an old report, by wire or by hand, does not make the machine look alive.
      quality.lastReportAt = max(lastKnown ?? .min, made.microseconds)
      quality.lastLateAt = report.receivedAt.microseconds
    }
    // A late report dated in the future, by a clock that was ahead, counts as unknown.
    if let late = quality.lastLateAt, late > report.receivedAt.microseconds {
      quality.lastLateAt = nil
    }
    return quality
  }

  /// Whether coverage counts it differently.
  func isCountedDifferently(from before: ReportingQuality) -> Bool {
    agentVersion != before.agentVersion || isClockWrong != before.isClockWrong
      || isLate != before.isLate || hasDropped != before.hasDropped
  }

  /// - Parameter captured: nil if unknown, which is not late.
  static func isLate(captured: Date?, received: Date) -> Bool {
    captured.map { received.timeIntervalSince($0) > Double(lateSeconds) } ?? false
  }

  private var isClockWrong: Bool {
    clockSkewSeconds.map { $0.magnitude > MachineSummary.maximumSkewSeconds } ?? false
  }

  private var isLate: Bool {
    guard let lastLateAt, let lastReportAt else { return false }
    return lastLateAt >= lastReportAt - Int64(Self.lateDays) * 86_400_000_000
  }

  private var hasDropped: Bool { droppedReports ?? 0 > 0 }
}
