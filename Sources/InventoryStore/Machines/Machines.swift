public import Foundation
public import GRDB

/// A machine as a list shows it.
public struct MachineSummary: Codable, Sendable, Equatable {
  public var id, commune, communeName: String
  public var state: MachineState
  public var simulated: Bool
  public var manufacturer, model: String?
  public var memoryTotalBytes: Int?
  /// Number of scanners that it sees; nil if its reports do not tell whether it has any.
  public var scanners: Int?
  public var agentVersion: String
  public var enrolledAt: Date
  public var lastReportAt: Date?
  /// Why it is quarantined; nil otherwise.
  public var quarantineReason: String?
  /// Its wall clock minus the centre's at its last report, in whole seconds.
  public var clockSkewSeconds: Int?

  /// Seconds above which a clock needs attention; no report is refused for it.
  public static let maximumSkewSeconds = 300
  public var isClockWrong: Bool { abs(clockSkewSeconds ?? 0) > Self.maximumSkewSeconds }
}

extension MachineSummary: FetchableRecord {
  public init(row: Row) throws {
    id = row["id"]
    commune = row["commune"]
    communeName = row["communeName"]
    state = try row.state("state", of: "machine")
    simulated = row["simulated"]
    manufacturer = row["manufacturer"]
    model = row["model"]
    memoryTotalBytes = row["memoryTotalBytes"]
    scanners = row["scanners"]
    agentVersion = row["agentVersion"]
    enrolledAt = row.date("enrolledAt")
    lastReportAt = row.dateIfKnown("lastReportAt")
    quarantineReason = row["quarantineReason"]
    clockSkewSeconds = row["clockSkewSeconds"]
  }
}

extension InventoryStore.Machines {
  /// Machines in order of commune and enrolment; a filter that is nil accepts any.
  ///
  /// - Throws: ``InventoryError`` with `provinceUnknown` or `communeUnknown`.
  public func list(
    province: String? = nil, commune: String? = nil, state: MachineState? = nil,
    within scope: Scope
  ) async throws -> [MachineSummary] {
    try await store.pool.read { database in
      try scope.requireProvince(province, database)
      if let commune { _ = try scope.requireCommune(commune, database) }
      return try Self.summaries(
        [("c.province", province), ("m.commune", commune), ("m.state", state?.rawValue)],
        within: scope, database)
    }
  }

  /// - Parameter wanted: columns with the values that they must have; nil means any.
  static func summaries(
    _ wanted: [(column: String, value: String?)], within scope: Scope, _ database: Database
  ) throws -> [MachineSummary] {
    let inScope = scope.condition("c")
    // Only the conditions that apply, so that SQLite uses their indices.
    let applied = wanted.filter { $0.value != nil }
    return try MachineSummary.fetchAll(
      database,
      sql: """
        SELECT m.id, m.commune, c.name AS communeName, m.state, m.simulated, h.manufacturer,
          h.model, h.memoryTotalBytes, m.agentVersion, m.enrolledAt, m.lastReportAt,
          m.quarantineReason, m.clockSkewSeconds,
          \(ScannerState.count(of: "m.number")) AS scanners
        FROM machine m JOIN commune c ON c.code = m.commune
        LEFT JOIN machine_hardware h ON h.machine = m.number
        WHERE \(([inScope.sql] + applied.map { "\($0.column) = ?" }).joined(separator: " AND "))
        ORDER BY m.commune, m.number
        """,
      arguments: StatementArguments(inScope.arguments) + StatementArguments(applied.map(\.value)))
  }
}
