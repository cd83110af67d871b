public import Foundation
import GRDB

/// Everything that the inventory knows about one machine, for the officer who decides about it.
public struct MachineDetails: Codable, Sendable, Equatable {
  public struct Key: Codable, Sendable, Equatable {
    /// `<machine>.<number>`.
    public var id: String
    public var addedAt: Date
    /// Until when it is valid beside its successor; nil if it has none.
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
  /// Reports of the last seven days under a sequence number used before.
  public var rewinds: Int
  public var quarantinedAt: Date?
  public var retiredAt: Date?
  /// When a report was last refused for its size.
  public var intakeRefusedAt: Date?
  /// When it last observed all of its sections that it used to; nil if its last report did.
  public var unseenSince: Date?
  public var mergedInto: String?
  /// Machines whose history is this one's past.
  public var mergedFrom: [String]
  public var reenrolledFrom: String?
  /// Machines that may be the same computer, undecided so far.
  public var alike: [String]
  /// Kinds of hardware identifiers of which it sent a hash.
  public var evidence: [String]
  public var keys: [Key]
  public var boots: [Boot]
  public var sections: [Section]
  public var acts: [Act]
}

extension InventoryStore.Machines {
  /// - Throws: ``InventoryError`` with `machineUnknown`.
  public func details(_ id: String, within scope: Scope, now: Date) async throws -> MachineDetails {
    try await store.pool.read { database in
      let machine = try MachineStanding.named(id, within: scope, database)
      guard let summary = try Self.summaries([("m.id", id)], within: scope, database).first else {
        throw InventoryError(
          .machineUnknown, "Computer \(id) no longer exists: look for it at its commune.",
          typed: "Computer \(id) no longer exists: run machines list.")
      }
      return try MachineDetailsReader(summary, number: machine.number, database).details(now: now)
    }
  }
}

private struct MachineDetailsReader {
  let summary: MachineSummary
  let number: Int64
  let database: Database

  init(_ summary: MachineSummary, number: Int64, _ database: Database) {
    self.summary = summary
    self.number = number
    self.database = database
  }

  func details(now: Date) throws -> MachineDetails {
    let since = now.addingTimeInterval(-CloneDetection.rewindDays * 86_400)
    let found = try Row.fetchOne(
      database,
      sql: """
        SELECT m.*, (SELECT id FROM machine x WHERE x.number = m.mergedInto) AS successor,
          (SELECT id FROM machine x WHERE x.number = m.reenrolledFrom) AS former,
          \(Receipts.count(of: "m.number")) AS reports,
          (SELECT count(*) FROM machine_rewind r WHERE r.machine = m.number AND r.at >= ?
            AND r.at <= ?) AS rewinds
        FROM machine m WHERE m.number = ?
        """, arguments: [Instant(since), now.latestKnown, number])
    guard let row = found else {
      throw InventoryError(.machineUnknown, "Computer \(summary.id) no longer exists.")
    }
    return MachineDetails(
      summary: summary, installId: row["installId"], token: row["token"],
      reports: row["reports"], lastSequence: row["lastSequence"], rewinds: row["rewinds"],
      quarantinedAt: row.dateIfKnown("quarantinedAt"), retiredAt: row.dateIfKnown("retiredAt"),
      intakeRefusedAt: row.dateIfKnown("intakeRefusedAt"),
      unseenSince: UnseenSections(row: row).since(enrolledAt: row["enrolledAt"]),
      mergedInto: row["successor"],
      mergedFrom: try names("SELECT id FROM machine WHERE mergedInto = ? ORDER BY number"),
      reenrolledFrom: row["former"],
      alike: try names(
        """
        SELECT m.id FROM merge_proposal p
        JOIN machine m ON m.number IN (p.former, p.later) AND m.number <> ?1
        WHERE ?1 IN (p.former, p.later) AND p.dismissedAt IS NULL AND m.state <> 'retired'
        ORDER BY m.number
        """),
      evidence: try names("SELECT kind FROM machine_evidence WHERE machine = ? ORDER BY kind"),
      keys: try keys(), boots: try boots(), sections: try sections(), acts: try acts())
  }

  private func names(_ sql: String) throws -> [String] {
    try String.fetchAll(database, sql: sql, arguments: [number])
  }

  private func rows(_ sql: String) throws -> [Row] {
    try Row.fetchAll(database, sql: sql, arguments: [number])
  }

  private func keys() throws -> [MachineDetails.Key] {
    try rows("SELECT * FROM machine_key WHERE machine = ? ORDER BY number").map { row in
      MachineDetails.Key(
        id: "\(summary.id).\(row["number"] as Int)", addedAt: row.date("addedAt"),
        validUntil: row.dateIfKnown("validUntil"), revokedAt: row.dateIfKnown("revokedAt"),
        revokedReason: row["revokedReason"])
    }
  }

  private func boots() throws -> [MachineDetails.Boot] {
    try rows("SELECT * FROM machine_boot WHERE machine = ? ORDER BY number").map { row in
      MachineDetails.Boot(id: row["boot"], firstSeen: row.date("firstSeen"))
    }
  }

  private func sections() throws -> [MachineDetails.Section] {
    try rows(
      "SELECT * FROM section WHERE machine = ? ORDER BY probe, firstSeen DESC LIMIT 100"
    ).map { row in
      MachineDetails.Section(
        probe: row["probe"], firstSeen: row.date("firstSeen"), lastSeen: row.date("lastSeen"),
        current: row["current"])
    }
  }

  private func acts() throws -> [MachineDetails.Act] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT * FROM audit WHERE subject = ?1 OR (subject >= ?1 || '.' AND subject < ?1 || '/')
        ORDER BY number DESC LIMIT 100
        """, arguments: [summary.id]
    ).map { row in
      MachineDetails.Act(
        time: row.date("time"), actor: row["actor"], action: row["action"],
        subject: row["subject"], details: row["details"])
    }
  }
}
