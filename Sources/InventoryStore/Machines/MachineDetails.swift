public import Foundation
import GRDB

/// All that the inventory knows of one machine, for whoever has to decide about it.
public struct MachineDetails: Codable, Sendable, Equatable {
  public struct Key: Codable, Sendable, Equatable {
    /// `<machine>.<n>`.
    public var id: String
    public var addedAt: Date
    /// Until when it holds beside its successor.
    public var validUntil: Date?
    public var revokedAt: Date?
    public var revokedReason: String?
  }

  public struct Boot: Codable, Sendable, Equatable {
    public var id: String
    public var firstSeen: Date
  }

  public struct Section: Codable, Sendable, Equatable {
    public var probe: String
    public var firstSeen: Date
    public var lastSeen: Date
    public var current: Bool
  }

  /// One entry of the audit log.
  public struct Act: Codable, Sendable, Equatable {
    public var time: Date
    public var actor: String
    public var action: String
    public var subject: String
    /// JSON.
    public var details: String
  }

  public var summary: MachineSummary
  public var installId: String
  public var token: Int64
  public var reports: Int
  public var lastSequence: Int
  /// Reports of the last seven days under a sequence used before.
  public var rewinds: Int
  public var quarantinedAt: Date?
  public var retiredAt: Date?
  /// When a report was last refused because it would have filled the disk.
  public var intakeRefusedAt: Date?
  public var mergedInto: String?
  /// Machines whose history is this one's past.
  public var mergedFrom: [String]
  public var reenrolledFrom: String?
  /// Machines that may be the same computer, not decided yet.
  public var alike: [String]
  /// Kinds of hardware identifiers that it gave a hash of.
  public var evidence: [String]
  public var keys: [Key]
  public var boots: [Boot]
  public var sections: [Section]
  public var acts: [Act]
}

extension InventoryStore {
  /// - Throws: ``InventoryError`` with `machineUnknown`.
  public func machine(
    _ id: String, within scope: Scope = .country, now: Date
  ) async throws -> MachineDetails {
    try await pool.read { database in
      let machine = try MachineStanding.named(id, within: scope, database)
      guard let summary = try Self.machines([("m.id", id)], within: scope, database).first else {
        throw InventoryError(.machineUnknown, "Computer \(id) no longer exists: run machines list.")
      }
      return try Self.details(summary, number: machine.number, now: now, database)
    }
  }

  private static func details(
    _ summary: MachineSummary, number: Int64, now: Date, _ database: Database
  ) throws -> MachineDetails {
    func rows(_ sql: String, _ arguments: StatementArguments) throws -> [Row] {
      try Row.fetchAll(database, sql: sql, arguments: arguments)
    }
    func time(_ row: Row, _ column: String) -> Date? {
      (row[column] as Int64?).map { Date(microseconds: $0) }
    }
    let own: StatementArguments = [number]
    let since = now.addingTimeInterval(-CloneDetection.rewindDays * 86_400).microseconds
    guard
      let row = try rows(
        """
        SELECT m.*, (SELECT id FROM machine x WHERE x.number = m.mergedInto) AS successor,
          (SELECT id FROM machine x WHERE x.number = m.reenrolledFrom) AS former,
          (SELECT count(*) FROM report r WHERE r.machine = m.number) AS reports,
          (SELECT count(*) FROM machine_rewind r WHERE r.machine = m.number AND r.at >= ?
            AND r.at <= ?) AS rewinds
        FROM machine m WHERE m.number = ?
        """, [since, now.latestKnown, number]
      ).first
    else { throw InventoryError(.machineUnknown, "Computer \(summary.id) no longer exists.") }
    return MachineDetails(
      summary: summary, installId: row["installId"], token: row["token"],
      reports: row["reports"], lastSequence: row["lastSequence"], rewinds: row["rewinds"],
      quarantinedAt: time(row, "quarantinedAt"), retiredAt: time(row, "retiredAt"),
      intakeRefusedAt: time(row, "intakeRefusedAt"),
      mergedInto: row["successor"],
      mergedFrom: try rows(
        "SELECT id FROM machine WHERE mergedInto = ? ORDER BY number", own
      ).map { $0["id"] },
      reenrolledFrom: row["former"],
      alike: try rows(
        """
        SELECT m.id FROM merge_proposal p
        JOIN machine m ON m.number IN (p.former, p.later) AND m.number <> ?1
        WHERE ?1 IN (p.former, p.later) AND p.dismissedAt IS NULL AND m.state <> 'retired'
        ORDER BY m.number
        """, own
      ).map { $0["id"] },
      evidence: try rows(
        "SELECT kind FROM machine_evidence WHERE machine = ? ORDER BY kind", own
      ).map { $0["kind"] },
      keys: try rows("SELECT * FROM machine_key WHERE machine = ? ORDER BY number", own).map {
        .init(
          id: "\(summary.id).\($0["number"] as Int)",
          addedAt: Date(microseconds: $0["addedAt"]), validUntil: time($0, "validUntil"),
          revokedAt: time($0, "revokedAt"), revokedReason: $0["revokedReason"])
      },
      boots: try rows("SELECT * FROM machine_boot WHERE machine = ? ORDER BY number", own).map {
        .init(id: $0["boot"], firstSeen: Date(microseconds: $0["firstSeen"]))
      },
      sections: try rows(
        "SELECT * FROM section WHERE machine = ? ORDER BY probe, firstSeen DESC LIMIT 100", own
      ).map {
        .init(
          probe: $0["probe"], firstSeen: Date(microseconds: $0["firstSeen"]),
          lastSeen: Date(microseconds: $0["lastSeen"]), current: $0["current"])
      },
      acts: try rows(
        """
        SELECT * FROM audit WHERE subject = ?1 OR (subject >= ?1 || '.' AND subject < ?1 || '/')
        ORDER BY number DESC LIMIT 100
        """, [summary.id]
      ).map {
        .init(
          time: Date(microseconds: $0["time"]), actor: $0["actor"], action: $0["action"],
          subject: $0["subject"], details: $0["details"])
      })
  }
}
