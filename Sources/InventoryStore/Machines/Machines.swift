public import Foundation
import GRDB

/// A machine as a list shows it.
public struct MachineSummary: Codable, Sendable, Equatable {
  public var id: String
  public var commune: String
  public var communeName: String
  public var state: String
  public var simulated: Bool
  public var manufacturer: String?
  public var model: String?
  public var memoryTotalBytes: Int?
  public var scanners: Int
  public var agentVersion: String
  public var enrolledAt: Date
  public var lastReportAt: Date?
  /// Why it is held back, where it is.
  public var quarantineReason: String?
  /// Its wall clock less ours, whole seconds, at its last report.
  public var clockSkewSeconds: Int?

  /// Above it a clock is worth a look; nothing is refused for it.
  public static let maximumSkewSeconds = 300
  public var isClockWrong: Bool { abs(clockSkewSeconds ?? 0) > Self.maximumSkewSeconds }
}

extension InventoryStore {
  /// Machines in order of commune and enrolment.
  ///
  /// - Throws: ``InventoryError`` with `provinceUnknown`.
  public func machines(
    province: String? = nil, commune: String? = nil, state: String? = nil,
    within scope: Scope = .country
  ) async throws -> [MachineSummary] {
    try await pool.read { database in
      try Self.requireProvince(province, within: scope, database)
      if let commune { _ = try Self.requireCommune(commune, within: scope, database) }
      return try Self.machines(
        [("c.province", province), ("m.commune", commune), ("m.state", state)], within: scope,
        database)
    }
  }

  /// - Parameter wanted: columns with their value; nil is any.
  static func machines(
    _ wanted: [(column: String, value: String?)], within scope: Scope, _ database: Database
  ) throws -> [MachineSummary] {
    let inScope = scope.condition("c")
    // Only conditions that are asked for, so that their indices are used.
    let asked = wanted.filter { $0.value != nil }
    return try Row.fetchAll(
      database,
      sql: """
        SELECT m.id, m.commune, c.name AS communeName, m.state, m.simulated, h.manufacturer,
          h.model, h.memoryTotalBytes, m.agentVersion, m.enrolledAt, m.lastReportAt,
          m.quarantineReason, m.clockSkewSeconds,
          (SELECT count(*) FROM scanner s WHERE s.machine = m.number) AS scanners
        FROM machine m JOIN commune c ON c.code = m.commune
        LEFT JOIN machine_hardware h ON h.machine = m.number
        WHERE \(([inScope.sql] + asked.map { "\($0.column) = ?" }).joined(separator: " AND "))
        ORDER BY m.commune, m.number
        """,
      arguments: StatementArguments(inScope.arguments) + StatementArguments(asked.map(\.value))
    ).map { row in
      MachineSummary(
        id: row["id"], commune: row["commune"], communeName: row["communeName"],
        state: row["state"], simulated: row["simulated"], manufacturer: row["manufacturer"],
        model: row["model"], memoryTotalBytes: row["memoryTotalBytes"],
        scanners: row["scanners"], agentVersion: row["agentVersion"],
        enrolledAt: Date(microseconds: row["enrolledAt"]),
        lastReportAt: (row["lastReportAt"] as Int64?).map { Date(microseconds: $0) },
        quarantineReason: row["quarantineReason"], clockSkewSeconds: row["clockSkewSeconds"])
    }
  }
}
