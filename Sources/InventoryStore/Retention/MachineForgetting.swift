import Foundation
import GRDB

extension RetentionRun {
  /// The tables of a machine's reported state. Rows to which others refer stay.
  private static let reported = [
    "machine_hardware", "machine_disk", "machine_scanners", "scanner", "machine_bandwidth",
    "machine_accounts", "account", "machine_boot", "machine_rewind", "third_party_machine",
  ]
  /// The tables with many rows per machine, with their keys.
  private static let longTables = [
    ("report", "id"), ("old_receipt", "machine, sequence"), ("section", "id"),
    ("bandwidth_measurement", "machine, measuredAt"),
  ]
  private static let rowsAtOnce = 200
  /// Approximate size of a row of reports, sections or measurements with its indexes.
  private static let rowBytes = 130

  /// Deletes what machines had reported that were retired long ago.
  mutating func deleteRetiredMachines() async throws {
    let limit = limits.retiredMachines
    let machines = try await read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT number, retiredAt FROM machine
          WHERE state = 'retired' AND retiredAt <= ? AND forgottenAt IS NULL ORDER BY number
          """, arguments: [limit]
      ).map { (number: $0["number"] as Int64, retiredAt: $0["retiredAt"] as Int64) }
    }
    for machine in machines {
      let (sections, rows) = try await read { database in
        (
          try Self.sections(of: machine.number, database),
          try Int.fetchOne(
            database,
            sql: """
              SELECT \(Receipts.count(of: "?1"))
                + (SELECT count(*) FROM section WHERE machine = ?1)
                + (SELECT count(*) FROM bandwidth_measurement WHERE machine = ?1)
              """, arguments: [machine.number]) ?? 0
        )
      }
      result.add(
        .retiredMachines, count: 1,
        bytes: rows * Self.rowBytes + sections.reduce(0) { $0 + $1.bytes })
      if !isDryRun { try await forget(machine.number, machine.retiredAt, sections) }
    }
  }

  private mutating func forget(
    _ machine: Int64, _ retiredAt: Int64, _ sections: [ReplacedSection]
  ) async throws {
    try await write(sections.sorted { $0.id < $1.id }) { section, database in
      // Earlier moments cannot be reconstructed any more, since the machine still counted then.
      try PastKept.note(retiredAt, database)
      try ReportedPast.file(section, database)
      try database.cachedStatement(sql: "DELETE FROM section_body WHERE section = ?")
        .execute(arguments: [section.id])
      try database.cachedStatement(sql: "UPDATE section SET kept = 0 WHERE id = ?")
        .execute(arguments: [section.id])
    }
    for (table, key) in Self.longTables {
      try await drain { database in
        try PastKept.note(retiredAt, database)
        try database.cachedStatement(
          sql: """
            DELETE FROM \(table) WHERE (\(key)) IN (
              SELECT \(key) FROM \(table) WHERE machine = ? LIMIT \(Self.rowsAtOnce))
            """
        ).execute(arguments: [machine])
        return database.changesCount
      }
    }
    let now = limits.now
    try await write([machine]) { machine, database in
      for table in Self.reported {
        try database.cachedStatement(sql: "DELETE FROM \(table) WHERE machine = ?")
          .execute(arguments: [machine])
      }
      try database.execute(
        sql: "UPDATE machine SET forgottenAt = ?, unknownBytes = 0 WHERE number = ?",
        arguments: [Instant(now), machine])
    }
  }

  private static func sections(
    of machine: Int64, _ database: Database
  ) throws -> [ReplacedSection] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT s.id, s.probe, s.firstSeen, s.lastSeen, b.body FROM section s
        JOIN section_body b ON b.section = s.id WHERE s.machine = ? ORDER BY s.id
        """, arguments: [machine]
    ).map { row in
      let body = Data((row["body"] as String).utf8)
      return ReplacedSection(
        id: row["id"], machine: machine, probe: row["probe"], firstSeen: row["firstSeen"],
        lastSeen: row["lastSeen"], bytes: body.count,
        past: ReportedPast.facts(body, of: row["probe"]))
    }
  }
}
