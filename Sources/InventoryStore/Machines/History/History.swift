public import Foundation
public import GRDB

/// A stored report of a machine.
public struct MachineReport: Sendable, Equatable, FetchableRecord {
  public var sequence: Int
  public var receivedAt: Date
  /// When the machine was observed, by the centre's clock; nil if unknown.
  public var capturedAt: Date?
  /// Whether it was received after the night in which it was made.
  public var isLate: Bool

  public init(row: Row) {
    sequence = row["sequence"]
    receivedAt = row.date("receivedAt")
    capturedAt = row.dateIfKnown("capturedAt")
    isLate = ReportingQuality.isLate(captured: capturedAt, received: receivedAt)
  }
}

/// A machine's reports, and the number of those that it dropped.
public struct MachineReporting: Sendable, Equatable {
  /// The latest reports, newest first.
  public var reports: [MachineReport]
  /// Reports that its full spool has dropped, by its own count; nil if it never reported one.
  public var droppedReports: Int?
}

/// A section that a machine's probe reported unchanged for some time.
public struct SectionVersion: DecodedRow, Sendable, Equatable {
  public var probe: String
  public var firstSeen: Date
  public var lastSeen: Date
  public var current: Bool
  /// JSON; nil if it is too long to be compared, or no longer kept.
  public var body: String?
  /// Whether its text is still stored; its times always are.
  public var isKept: Bool
}

extension InventoryStore.History {
  /// Bytes above which sections are not compared.
  static let comparableBytes = 64 << 10

  /// The last reports of a machine.
  ///
  /// - Throws: ``InventoryError`` with `machineUnknown`.
  public func reporting(
    of machine: String, last count: Int = 50, within scope: Scope
  ) async throws -> MachineReporting {
    try await store.pool.read { database in
      let standing = try MachineStanding.named(machine, within: scope, database)
      return MachineReporting(
        reports: try MachineReport.fetchAll(
          database,
          sql: """
            SELECT sequence, receivedAt, capturedAt FROM report WHERE machine = ?1
            UNION ALL
            SELECT sequence, receivedAt, capturedAt FROM old_receipt WHERE machine = ?1
            ORDER BY sequence DESC LIMIT ?2
            """, arguments: [standing.number, count]),
        droppedReports: standing.quality.droppedReports)
    }
  }

  /// The last bandwidth measurements by one machine, newest first.
  ///
  /// - Throws: ``InventoryError`` with `machineUnknown`.
  public func lineMeasurements(
    of machine: String, last count: Int, within scope: Scope
  ) async throws -> [CommuneDetails.LineMeasurement] {
    try await store.pool.read { database in
      let standing = try MachineStanding.named(machine, within: scope, database)
      return try CommuneDetails.LineMeasurement.fetchAll(
        database,
        sql: """
          SELECT m.id AS machine, b.measuredAt, b.downloadBitsPerSecond, b.uploadBitsPerSecond,
            b.latencySeconds, b.interface, b.settled
          FROM machine m JOIN bandwidth_measurement b ON b.machine = m.number
          WHERE m.number = ? ORDER BY b.measuredAt DESC LIMIT ?
          """, arguments: [standing.number, count])
    }
  }

  /// The last versions of each section of a machine, by probe, newest first.
  ///
  /// - Throws: ``InventoryError`` with `machineUnknown`.
  public func sectionVersions(
    of machine: String, last count: Int, within scope: Scope
  ) async throws -> [SectionVersion] {
    try await store.pool.read { database in
      let number = try MachineStanding.named(machine, within: scope, database).number
      let probes = try String.fetchAll(
        database,
        sql: "SELECT probe FROM section WHERE machine = ? AND current = 1 ORDER BY probe LIMIT 16",
        arguments: [number])
      return try probes.flatMap { probe in
        try SectionVersion.fetchAll(
          database,
          sql: """
            SELECT s.probe, s.firstSeen, s.lastSeen, s.current, s.kept AS isKept,
              CASE WHEN length(CAST(b.body AS BLOB)) <= ? THEN b.body END AS body
            FROM section s LEFT JOIN section_body b ON b.section = s.id
            WHERE s.machine = ? AND s.probe = ? ORDER BY s.firstSeen DESC, s.id DESC LIMIT ?
            """, arguments: [Self.comparableBytes, number, probe, count])
      }
    }
  }
}
