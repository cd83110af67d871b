import Foundation
import GRDB
import Reporting

/// How a machine reports: what an officer looks at although every report came.
struct MachineConduct {
  /// A report that waited longer missed the night that it was made in.
  static let lateSeconds = 18 * 3600
  /// For so many days after a late report its machine counts as one that reports late.
  static let lateDays = 7

  var agentVersion: String
  /// Its wall clock less ours.
  var clockSkewSeconds: Int?
  /// When a late report last came; microseconds since 1970, as all times here.
  var lastLateAt: Int64?
  /// Reports that its spool has lost for want of room since its first.
  var droppedReports: Int?
  var lastReportAt: Int64?

  /// - Parameter row: of the table `machine`.
  init(_ row: Row, lastReportAt: Int64?) {
    agentVersion = row["agentVersion"]
    clockSkewSeconds = row["clockSkewSeconds"]
    lastLateAt = row["lastLateAt"]
    droppedReports = row["droppedReports"]
    self.lastReportAt = lastReportAt
  }

  /// How it stands once `report` is filed.
  func after(_ report: ReceivedReport) -> MachineConduct {
    var conduct = self
    conduct.agentVersion = report.agent.version.cleaned(32) ?? "-"
    conduct.clockSkewSeconds = report.clockSkewSeconds
    if let dropped = report.agent.droppedReports, dropped >= 0 { conduct.droppedReports = dropped }
    if Self.isLate(captured: report.capturedAt, received: report.receivedAt) {
      conduct.lastLateAt = report.receivedAt.microseconds
    }
    // A clock that cannot be right moves nothing back.
    conduct.lastReportAt =
      report.receivedAt.isPlausible
      ? report.receivedAt.microseconds
      : max(lastReportAt ?? .min, report.receivedAt.microseconds)
    // Late in the future, by a clock that ran ahead, is not known to be late.
    if let late = conduct.lastLateAt, let last = conduct.lastReportAt, late > last {
      conduct.lastLateAt = nil
    }
    return conduct
  }

  /// Whether it is counted otherwise than before.
  func counts(otherThan before: MachineConduct) -> Bool {
    agentVersion != before.agentVersion || isClockWrong != before.isClockWrong
      || isLate != before.isLate || hasDropped != before.hasDropped
  }

  /// nil, where nobody knows when it was captured, is not late.
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
