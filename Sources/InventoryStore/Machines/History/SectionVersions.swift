public import Foundation
import GRDB

/// What a probe of a machine said for a while, as it came.
public struct SectionVersion: Sendable, Equatable {
  public var probe: String
  public var firstSeen: Date
  public var lastSeen: Date
  public var current: Bool
  /// JSON; nil where it is too long to be compared.
  public var body: String?
}

extension InventoryStore {
  /// Longer sections are not compared.
  static let comparableBytes = 64 << 10

  /// The last versions of each probe's section, by probe, the newest first.
  ///
  /// - Throws: ``InventoryError`` with `machineUnknown`.
  public func sectionVersions(
    of machine: String, last count: Int, within scope: Scope = .country
  ) async throws -> [SectionVersion] {
    try await pool.read { database in
      let number = try MachineStanding.named(machine, within: scope, database).number
      let probes = try String.fetchAll(
        database,
        sql: "SELECT probe FROM section WHERE machine = ? AND current = 1 ORDER BY probe LIMIT 16",
        arguments: [number])
      return try probes.flatMap { probe in
        try Row.fetchAll(
          database,
          sql: """
            SELECT s.firstSeen, s.lastSeen, s.current,
              CASE WHEN length(CAST(b.body AS BLOB)) <= ? THEN b.body END
            FROM section s JOIN section_body b ON b.section = s.id
            WHERE s.machine = ? AND s.probe = ? ORDER BY s.firstSeen DESC, s.id DESC LIMIT ?
            """, arguments: [Self.comparableBytes, number, probe, count]
        ).map { row in
          SectionVersion(
            probe: probe, firstSeen: Date(microseconds: row[0]),
            lastSeen: Date(microseconds: row[1]), current: row[2], body: row[3])
        }
      }
    }
  }
}
