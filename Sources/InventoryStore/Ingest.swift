import Foundation
import GRDB
public import Reporting

extension InventoryStore {
  /// Files a report durably, together with those that come at the same time: sections by digest,
  /// the present state, and the measures of its commune. When this returns, it is on disk.
  ///
  /// - Throws: ``InventoryError`` with `sequenceBehind`, `reportIdReused`, `sectionMalformed`,
  ///   `sectionsWanted`, `machineUnknown`, `machineQuarantined`, `machineRetired`, `keyRevoked`,
  ///   `databaseFull` or `busy`; nothing is kept then.
  public func file(_ report: ReceivedReport) async throws -> Acknowledgement {
    try await durably { group in try Ingest.file(report, group) }
  }
}

/// The steps of filing one report, inside a transaction.
enum Ingest {
  static func file(_ report: ReceivedReport, _ group: WriteGroup) throws -> Acknowledgement {
    let database = group.database
    let machine = try activeMachine(report, database)
    var held = try HeldSections.read(machine: report.machine, database)
    if let known = try knownDigest(report, database) {
      guard known == report.digest else {
        throw InventoryError(
          .reportIdReused,
          "Report \(report.id.uuidString.lowercased()) is on file with other content: give each report its own id."
        )
      }
      return acknowledge(.duplicate, report, held)
    }
    let last: Int = machine["lastSequence"]
    guard report.sequence > last else {
      throw InventoryError(
        .sequenceBehind, "The sequence \(report.sequence) is behind: continue at \(last + 1).",
        nextSequence: last + 1)
    }
    try held.require(report)
    try insert(report, database)
    let changed = try Sections.file(report, &held, database)
    group.touch(
      commune: machine["commune"], at: report.receivedAt,
      measuresMayDiffer: changed
        || !group.rules.isFresh(machine["lastReportAt"], at: report.receivedAt))
    return acknowledge(.stored, report, held)
  }

  /// The machine's row, where it may report and the key that signed still holds: the door's own
  /// look at the key may be older than a revocation.
  private static func activeMachine(_ report: ReceivedReport, _ database: Database) throws -> Row {
    let statement = try database.cachedStatement(
      sql: """
        SELECT m.id, m.commune, m.state, m.lastSequence, m.lastReportAt, k.revokedAt FROM machine m
        LEFT JOIN machine_key k ON k.machine = m.number AND k.number = ?
        WHERE m.number = ?
        """)
    guard let machine = try Row.fetchOne(statement, arguments: [report.key, report.machine]) else {
      throw InventoryError(.machineUnknown, "The centre does not know this machine: enrol it.")
    }
    try InventoryStore.requireActive(machine["state"], machine: machine["id"])
    if (machine["revokedAt"] as Int64?) != nil {
      throw InventoryError(
        .keyRevoked, "This machine's key was withdrawn: ask the centre why, then enrol anew.")
    }
    return machine
  }

  /// The digest of the machine's report of that id, where it is on file. Another machine's report
  /// of the same id has no digest that could fit.
  private static func knownDigest(
    _ report: ReceivedReport, _ database: Database
  ) throws -> Data? {
    let statement = try database.cachedStatement(
      sql: "SELECT machine, digest FROM report WHERE id = ?")
    guard let row = try Row.fetchOne(statement, arguments: [report.id.bytes]) else { return nil }
    return row["machine"] == report.machine ? row["digest"] : Data()
  }

  private static func insert(_ report: ReceivedReport, _ database: Database) throws {
    try database.cachedStatement(sql: "INSERT INTO report VALUES (?, ?, ?, ?, ?, ?)").execute(
      arguments: [
        report.id.bytes, report.machine, report.sequence, report.capturedAt?.microseconds,
        report.receivedAt.microseconds, report.digest,
      ])
    try database.cachedStatement(
      sql: """
        UPDATE machine SET lastSequence = ?, lastReportAt = ?, agentVersion = ?,
          clockSkewSeconds = ? WHERE number = ?
        """
    ).execute(arguments: [
      report.sequence, report.receivedAt.microseconds, report.agent.version.cleaned(32) ?? "-",
      report.clockSkewSeconds, report.machine,
    ])
  }

  private static func acknowledge(
    _ status: Acknowledgement.Status, _ report: ReceivedReport, _ held: HeldSections
  ) -> Acknowledgement {
    Acknowledgement(
      status: status, report: report.id.uuidString.lowercased(), sections: held.digests)
  }
}
