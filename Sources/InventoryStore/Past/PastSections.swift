import Foundation
import GRDB

/// A probe's typed tables, restored to what the machines had reported by a moment.
struct PastSections {
  let probe: String
  /// Each has a column `machine`.
  let tables: [String]

  static let all = [
    PastSections(probe: "hardware", tables: ["machine_hardware", "machine_disk"]),
    PastSections(probe: "scanners", tables: ["machine_scanners", "scanner"]),
    PastSections(probe: "bandwidth", tables: ["machine_bandwidth"]),
    PastSections(probe: "accounts", tables: ["machine_accounts", "account"]),
  ]

  /// Copies from the database `present` into `main`.
  func copy(at moment: Int64, _ database: Database) throws {
    // Sections unchanged since then are in the tables as they were.
    for table in tables {
      try database.execute(
        sql: """
          INSERT INTO main.\(table) SELECT t.* FROM present.\(table) t
          JOIN main.machine m ON m.number = t.machine
          JOIN present.section s ON s.machine = t.machine AND s.probe = :probe AND s.current = 1
          WHERE s.firstSeen <= :moment
          """, arguments: ["probe": probe, "moment": moment])
    }
    let changed = try Int64.fetchAll(
      database,
      sql: """
        SELECT m.number FROM main.machine m
        JOIN present.section s ON s.machine = m.number AND s.probe = :probe AND s.current = 1
        WHERE s.firstSeen > :moment
        """, arguments: ["probe": probe, "moment": moment])
    for machine in changed { try replay(machine, at: moment, database) }
    try restoreUnseen(at: moment, changed, database)
  }

  /// Restores since when the machines had not observed the section any more.
  private func restoreUnseen(
    at moment: Int64, _ changed: [Int64], _ database: Database
  ) throws {
    let column = "\(probe)UnseenSince"
    guard UnseenSections.columns.contains(column) else { return }
    // What was last observed later was still observed then.
    try database.execute(
      sql: "UPDATE main.machine SET \(column) = NULL WHERE \(column) > ?", arguments: [moment])
    for machine in changed {
      // Its last text that is not a failure; it was last in a report when it was last seen.
      var since: Int64?
      var isObserved = true
      let rows = try texts(of: machine, until: moment, database)
      while let row = try rows.next() {
        since = row["lastSeen"]
        if !Sections.isFailed(Data((row["body"] as String).utf8)) { break }
        (since, isObserved) = (nil, false)
      }
      try database.execute(
        sql: """
          UPDATE main.machine SET \(column) =
            CASE WHEN :isObserved AND coalesce(:since >= lastReportAt, 1) THEN NULL
              ELSE coalesce(:since, enrolledAt) END
          WHERE number = :machine
          """, arguments: ["isObserved": isObserved, "since": since, "machine": machine])
    }
  }

  /// The section's texts of a machine up to a moment, the latest first.
  private func texts(
    of machine: Int64, until moment: Int64, _ database: Database
  ) throws -> RowCursor {
    try Row.fetchCursor(
      database.cachedStatement(
        sql: """
          SELECT b.body, s.firstSeen, s.lastSeen FROM present.section s
          JOIN present.section_body b ON b.section = s.id
          WHERE s.machine = ? AND s.probe = ? AND s.firstSeen <= ?
          ORDER BY s.firstSeen DESC, s.id DESC
          """), arguments: [machine, probe, moment])
  }

  /// Files again the last section that is not a failure, and the failures after it; for accounts
  /// also earlier ones, back to the first attestation, since their dates are weighed against
  /// officers' attestations.
  private func replay(_ machine: Int64, at moment: Int64, _ database: Database) throws {
    let since = probe == "accounts" ? try firstAttestation(of: machine, database) : nil
    let rows = try texts(of: machine, until: moment, database)
    var said: [(body: Data, seen: Date)] = []
    while let row = try rows.next() {
      let body = Data((row["body"] as String).utf8)
      let firstSeen: Int64 = row["firstSeen"]
      let seen = since == nil ? firstSeen : try observedAt(machine, firstSeen, database)
      said.append((body, Date(microseconds: seen)))
      if !Sections.isFailed(body), seen <= since ?? .max { break }
    }
    for (body, seen) in said.reversed() {
      try Sections.renewState(body, probe: probe, machine: machine, seen: seen, database)
    }
  }

  /// The first attestation of the machine's commune, in microseconds since 1970; nil if there is
  /// none.
  private func firstAttestation(of machine: Int64, _ database: Database) throws -> Int64? {
    try Int64.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT min(a.attestedAt) FROM main.machine m
          JOIN main.commune_attestation a ON a.commune = m.commune WHERE m.number = ?
          """), arguments: [machine])
  }

  /// When the machine made the observation that was received at `receivedAt`.
  private func observedAt(
    _ machine: Int64, _ receivedAt: Int64, _ database: Database
  ) throws -> Int64 {
    try Int64.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT coalesce(capturedAt, receivedAt) FROM present.report
          WHERE machine = ?1 AND receivedAt = ?2
          UNION ALL
          SELECT coalesce(capturedAt, receivedAt) FROM present.old_receipt
          WHERE machine = ?1 AND receivedAt = ?2
          """), arguments: [machine, receivedAt]) ?? receivedAt
  }
}
