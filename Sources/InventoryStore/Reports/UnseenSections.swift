import Foundation
import GRDB
import Reporting

/// Since when a machine's sections are no longer observed, in microseconds since 1970; nil for those
/// that its last report observed.
///
/// A section that failed or is missing from a report keeps its rows, which age from its last
/// observation: a machine that sees nothing any more must not look as if it had just seen everything.
struct UnseenSections: Equatable {
  private(set) var hardware, scanners, accounts: Int64?

  typealias Section = WritableKeyPath<UnseenSections, Int64?> & Sendable
  private static let all: [(probe: String, section: any Section)] = [
    ("hardware", \.hardware), ("scanners", \.scanners), ("accounts", \.accounts),
  ]

  /// The columns of the table `machine`, in the order in which ``init(_:)`` reads them.
  static let columns = ["hardwareUnseenSince", "scannersUnseenSince", "accountsUnseenSince"]

  /// SQL: ``columns`` of the table `machine` as `m`.
  static let sql = columns.map { "m.\($0)" }.joined(separator: ", ")

  /// SQL: when a section of the machine `m` was last observed; NULL if it never reported.
  ///
  /// - Parameter column: one of ``columns``.
  static func observedAt(_ column: String) -> String {
    "min(m.lastReportAt, coalesce(m.\(column), m.lastReportAt))"
  }

  /// SQL: when a machine `m` last observed everything that it used to; NULL if its last report did.
  /// What it never observed does not count.
  static let since = """
    (SELECT min(value) FROM (SELECT m.hardwareUnseenSince AS value UNION ALL
      SELECT m.scannersUnseenSince UNION ALL SELECT m.accountsUnseenSince)
     WHERE value > m.enrolledAt)
    """

  /// The same as ``since``.
  func since(enrolledAt: Int64) -> Date? {
    [hardware, scanners, accounts].compactMap(\.self).filter { $0 > enrolledAt }.min()
      .map { Date(microseconds: $0) }
  }

  init() {}

  func includes(_ probe: String) -> Bool {
    Self.all.contains { $0.probe == probe && self[keyPath: $0.section] != nil }
  }

  /// - Parameter columns: ``columns`` come next.
  init(_ columns: inout ColumnReader) {
    hardware = columns.next()
    scanners = columns.next()
    accounts = columns.next()
  }

  /// - Parameter row: holds ``columns``.
  init(row: Row) {
    (hardware, scanners, accounts) = (
      row[Self.columns[0]], row[Self.columns[1]], row[Self.columns[2]]
    )
  }

  /// Those once `report` is filed. Costs nothing if all sections are observed and unchanged.
  ///
  /// - Parameters:
  ///   - held: the machine's sections before the report.
  ///   - failed: by probe, whether a section that the report replaced failed.
  ///   - machine: before the report.
  ///   - lastReportAt: after it.
  func after(
    _ report: ReceivedReport, held: HeldSections, failed: [String: Bool], machine: MachineStanding,
    lastReportAt: Int64?, _ database: Database
  ) throws -> UnseenSections {
    var unseen = self
    for (probe, section) in Self.all {
      let isSent = report.sections.contains { $0.probe == probe }
      guard isSent || held[probe] != nil else { continue }
      let isObserved =
        if let hasFailed = failed[probe] {
          !hasFailed
        } else {
          // An unchanged section fails as before; one that was missing may be back.
          try isSent
            && (self[keyPath: section] == nil || !Self.hasFailed(probe, report.machine, database))
        }
      if isObserved {
        // A report that was carried by hand may be older than the last one.
        unseen[keyPath: section] = report.madeLate.map(\.microseconds).flatMap { made in
          lastReportAt.flatMap { made < $0 ? made : nil }
        }
      } else if self[keyPath: section] == nil {
        let lastSeen = held[probe] == nil ? nil : machine.knownReportAt(report.receivedAt)
        unseen[keyPath: section] = lastSeen ?? machine.enrolledAt
      }
    }
    return unseen
  }

  private static func hasFailed(
    _ probe: String, _ machine: Int64, _ database: Database
  ) throws -> Bool {
    try Bool.fetchOne(
      database.cachedStatement(
        sql: "SELECT outcome = 'failed' FROM machine_\(probe) WHERE machine = ?"),
      arguments: [machine]) ?? false
  }

  func write(machine: Int64, _ database: Database) throws {
    let changes = Self.columns.map { "\($0) = ?" }.joined(separator: ", ")
    try database.cachedStatement(sql: "UPDATE machine SET \(changes) WHERE number = ?")
      .execute(arguments: [hardware, scanners, accounts, machine])
  }
}
