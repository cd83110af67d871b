import Foundation
import GRDB

/// A row of the query for a commune's machines. It runs for every changed report, so its columns
/// are read by position, not by name.
struct ComputerRow: Equatable {
  private(set) var state: ComputerState
  let seesNetworkScanner: Bool
  /// Microseconds since 1970; nil if the machine is not retired.
  let retiredAt: Int64?

  /// The machines of ``RetiredComputer/counts``.
  static let counted = query("m.commune = ? AND \(RetiredComputer.counts)")
  static let unretired = query("m.commune = ? AND m.state <> 'retired'")
  private static let single = query("m.number = ?")

  /// SQL: whether a machine's hardware was ever observed. What is on file stays if the probe fails,
  /// and ages; of a machine whose probe never succeeded, everything is NULL.
  ///
  /// - Parameter alias: of the table `machine_hardware`.
  static func isObserved(_ alias: String) -> String {
    "(\(alias).outcome IN ('observed', 'failed')) IS TRUE"
  }

  /// - Parameter condition: SQL on the table `machine` as `m`.
  private static func query(_ condition: String) -> String {
    """
    SELECT m.simulated, h.chassis IS 'virtual', m.lastReportAt,
      \(isObserved("h")), h.memoryTotalBytes, h.processorCores, h.processorThreads, h.solidState, h.firmwareDate,
      \(ScannerState.isWhole("s")),
      coalesce(s.ownScanners, 0), coalesce(s.networkScanners, 0), coalesce(s.likelyScanners, 0),
      m.state = 'quarantined' OR (m.state = 'retired' AND m.quarantinedAt <= m.retiredAt) IS TRUE,
      m.number, m.enrolledAt, m.reportTimeDoubtedAt,
      CASE WHEN \(UnconfirmedMachines.condition) THEN m.reenrolledFrom END,
      b.lineBitsPerSecond, b.measuredAt, coalesce(b.mayCarryMore, 0),
      CASE WHEN m.state = 'retired' THEN m.retiredAt END, \(UnseenSections.sql),
      \(ComputerSystem.columns(of: "h"))
    FROM machine m
    LEFT JOIN machine_hardware h ON h.machine = m.number
    LEFT JOIN machine_scanners s ON s.machine = m.number
    LEFT JOIN machine_bandwidth b ON b.machine = m.number
    WHERE \(condition)
    """
  }

  /// The inputs of the measures from one machine's hardware, scanners and line, without the times of
  /// its report and sections: if they are equal before and after a report, so are the measures. nil if the
  /// machine also sees network scanners, which are counted for the commune.
  static func measured(
    machine: Int64, now: Date, _ database: Database
  ) throws -> ComputerRow? {
    var statement = try BoundStatement(single, database)
    statement.bind(machine)
    let row = try statement.first { ComputerRow(&$0, now: now, day: VietnamDay.text(now)) }
    guard var row, !row.seesNetworkScanner else { return nil }
    (row.state.lastReportAt, row.state.futureReportAt) = (nil, nil)
    // Compared when the report is filed.
    row.state.unseen = UnseenSections()
    return row
  }

  /// The operating systems of a commune's machines that have reported theirs, by the machine's row
  /// number.
  static func systems(
    commune: String, now: Date, _ database: Database
  ) throws -> [Int64: ComputerSystem] {
    let day = VietnamDay.text(now)
    var rows = try BoundStatement(
      """
      SELECT m.number, \(ComputerSystem.columns(of: "h"))
      FROM machine m JOIN machine_hardware h ON h.machine = m.number WHERE m.commune = ?
      """, database)
    rows.bind(commune)
    var systems: [Int64: ComputerSystem] = [:]
    try rows.forEach { columns in
      let number: Int64 = columns.next()
      systems[number] = JudgedSystems.shared.system(&columns, on: day)
    }
    return systems
  }

  /// - Parameters:
  ///   - columns: of ``counted`` or ``unretired``.
  ///   - day: of `now` in Vietnam, `YYYY-MM-DD`.
  init(_ columns: inout ColumnReader, now: Date, day: String) {
    let (simulated, virtual): (Bool, Bool) = (columns.next(), columns.next())
    let reported: Int64? = columns.next()
    var state = ComputerState(
      simulated: simulated, virtual: virtual, enrolledAt: 0, hardwareObserved: columns.next(),
      memoryBytes: columns.next(), cores: columns.next(), threads: columns.next(),
      solidState: columns.next(), firmwareDate: columns.next(), scannersObserved: columns.next(),
      ownScanners: columns.next())
    seesNetworkScanner = columns.next() > (0 as Int)
    state.likelyScanners = columns.next()
    state.quarantined = columns.next()
    state.number = columns.next()
    state.enrolledAt = columns.next()
    let doubtedAt: Int64? = columns.next()
    state.lastReportAt = ComputerState.knownReport(reported, doubtedAt: doubtedAt, now: now)
    state.futureReportAt = state.lastReportAt == nil && doubtedAt == nil ? reported : nil
    state.unconfirmedFrom = columns.next()
    let (line, measuredAt, mayCarryMore): (Int?, Int64, Bool) = (
      columns.next(), columns.next(), columns.next()
    )
    state.line = line.map {
      .init(bitsPerSecond: $0, measuredAt: measuredAt, mayCarryMore: mayCarryMore)
    }
    retiredAt = columns.next()
    state.unseen = UnseenSections(&columns)
    state.system = JudgedSystems.shared.system(&columns, on: day)
    self.state = state
  }
}
