import Foundation
import GRDB
import Reporting

/// The quality of a machine's reporting: signs that need an officer's attention although every
/// report arrives.
struct MachineConduct {
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

  /// The conduct once `report` is filed.
  func after(_ report: ReceivedReport) -> MachineConduct {
    var conduct = self
    conduct.agentVersion = report.agent.version.cleaned(32) ?? "-"
    conduct.clockSkewSeconds = report.clockSkewSeconds
    if let dropped = report.agent.droppedReports, dropped >= 0 { conduct.droppedReports = dropped }
    if Self.isLate(captured: report.capturedAt, received: report.receivedAt) {
      conduct.lastLateAt = report.receivedAt.microseconds
    }
    // An implausible clock does not move the last report back.
    conduct.lastReportAt =
      report.receivedAt.isPlausible
      ? report.receivedAt.microseconds
      : max(lastReportAt ?? .min, report.receivedAt.microseconds)
    // A late report dated in the future, by a clock that was ahead, counts as unknown.
    if let late = conduct.lastLateAt, let last = conduct.lastReportAt, late > last {
      conduct.lastLateAt = nil
    }
    return conduct
  }

  /// Whether coverage counts it differently.
  func isCountedDifferently(from before: MachineConduct) -> Bool {
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
