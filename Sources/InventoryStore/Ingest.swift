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
    do {
      return try await durably { group in try Ingest.file(report, group) }
    } catch let error as InventoryError where error.code == .sequenceBehind {
      throw try await noteRewind(
        report: report.id, sequence: report.sequence, machine: report.machine, key: report.key,
        now: report.receivedAt)
    } catch is CloneDetection.BootCameBack {
      throw try await holdForReturningBoot(
        report.bootId ?? "-", machine: report.machine, key: report.key, now: report.receivedAt)
    }
  }
}

/// The steps of filing one report, inside a transaction.
enum Ingest {
  static func file(_ report: ReceivedReport, _ group: WriteGroup) throws -> Acknowledgement {
    let database = group.database
    let machine = try MachineStanding.read(machine: report.machine, key: report.key, database)
    try machine.requireMayReport(at: report.receivedAt)
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
    let last = machine.lastSequence
    guard report.sequence > last else {
      throw InventoryError(
        .sequenceBehind, "The sequence \(report.sequence) is behind: continue at \(last + 1).",
        nextSequence: last + 1)
    }
    try held.require(report)
    if let boot = report.bootId {
      try CloneDetection.noteBoot(boot, machine: report.machine, at: report.receivedAt, database)
    }
    let conduct = machine.conduct.after(report)
    try insert(report, conduct, database)
    let changed = try Sections.file(report, &held, database)
    group.touch(
      commune: machine.commune, at: report.receivedAt,
      measuresMayDiffer: changed || conduct.counts(otherThan: machine.conduct)
        || !group.rules.isFresh(machine.lastReportAt, at: report.receivedAt))
    return acknowledge(.stored, report, held)
  }

  /// The digest of the machine's report of that id, where it is on file. Another machine's report
  /// of the same id has no digest that could fit.
  static func knownDigest(
    _ report: ReceivedReport, _ database: Database
  ) throws -> Data? {
    let statement = try database.cachedStatement(
      sql: "SELECT machine, digest FROM report WHERE id = ?")
    guard let row = try Row.fetchOne(statement, arguments: [report.id.bytes]) else { return nil }
    return row["machine"] == report.machine ? row["digest"] : Data()
  }

  private static func insert(
    _ report: ReceivedReport, _ conduct: MachineConduct, _ database: Database
  ) throws {
    try database.cachedStatement(sql: "INSERT INTO report VALUES (?, ?, ?, ?, ?, ?)").execute(
      arguments: [
        report.id.bytes, report.machine, report.sequence, report.capturedAt?.microseconds,
        report.receivedAt.microseconds, report.digest,
      ])
    try database.cachedStatement(
      sql: """
        UPDATE machine SET lastSequence = ?, lastReportAt = ?, agentVersion = ?,
          clockSkewSeconds = ?, lastLateAt = ?, droppedReports = ? WHERE number = ?
        """
    ).execute(arguments: [
      report.sequence, report.receivedAt.microseconds, conduct.agentVersion,
      conduct.clockSkewSeconds, conduct.lastLateAt, conduct.droppedReports, report.machine,
    ])
  }

  static func acknowledge(
    _ status: Acknowledgement.Status, _ report: ReceivedReport, _ held: HeldSections
  ) -> Acknowledgement {
    Acknowledgement(
      status: status, report: report.id.uuidString.lowercased(), sections: held.digests)
  }
}
