public import Foundation
import GRDB
public import Reporting

extension InventoryStore.Reports {
  /// Files a report together with those that arrive at the same time: its sections by digest, the
  /// current state, and the measures of its commune. It is on disk when this returns.
  ///
  /// - Throws: ``InventoryError`` with `sequenceBehind`, `sequenceAhead`, `reportIdReused`,
  ///   `sectionMalformed`, `sectionsWanted`, `machineUnknown`, `machineQuarantined`,
  ///   `machineRetired`, `keyRevoked`, `dailyBytesUsedUp`, `unknownBytesUsedUp`, `databaseFull` or
  ///   `busy`; in that case nothing is stored.
  public func file(_ report: ReceivedReport) async throws -> Acknowledgement {
    do {
      return try await write(report) { try Ingest.file(report, $0) }
    } catch let error as InventoryError where error.code == .sequenceBehind {
      throw try await noteRewind(
        report: report.id, sequence: report.sequence, machine: report.machine, key: report.key,
        now: report.receivedAt)
    } catch is CloneDetection.BootCameBack {
      throw try await quarantineForReturningBoot(
        report.bootId ?? "-", machine: report.machine, key: report.key, now: report.receivedAt)
    }
  }

  /// Files a report by `filing`, and records a refusal for its size.
  func write(
    _ report: ReceivedReport, by filing: @escaping @Sendable (WriteGroup) throws -> Acknowledgement
  ) async throws -> Acknowledgement {
    do {
      let filed = try await store.write(filing)
      // A duplicate does not advance the sequence.
      if filed.status == .stored {
        store.keyCache.advance(machine: report.machine, to: report.sequence)
      }
      return filed
    } catch let error as InventoryError
      where [.dailyBytesUsedUp, .unknownBytesUsedUp].contains(error.code)
    {
      try await noteRefusedIntake(machine: report.machine, now: report.receivedAt)
      throw error
    }
  }

  /// Whether a report with that id is on file; an old receipt must be the machine's under that
  /// sequence number.
  public func holds(report id: UUID, sequence: Int, machine: Int64) async throws -> Bool {
    try await store.pool.read { database in
      let statement = try database.cachedStatement(sql: "SELECT 1 FROM report WHERE id = ?")
      if try Bool.fetchOne(statement, arguments: [id.bytes]) ?? false { return true }
      return try OldReceipt.find(machine: machine, sequence: sequence, database)?.isOf(id) ?? false
    }
  }
}

/// The steps of filing one report, inside a transaction.
enum Ingest {
  /// - Parameter dailyBytes: maximum number of new section bytes per machine and day.
  static func file(
    _ report: ReceivedReport, _ group: WriteGroup,
    dailyBytes: Int = MachineIntake.maximumDailyBytes
  ) throws -> Acknowledgement {
    let database = group.database
    let machine = try MachineStanding.read(machine: report.machine, key: report.key, database)
    try machine.requireMayReport(at: report.receivedAt)
    var held = try HeldSections.read(machine: report.machine, database)
    let last = machine.lastSequence
    if try isOnFile(report, after: last, database) {
      return acknowledge(.duplicate, report, held)
    }
    try requireNext(report.sequence, after: last)
    try held.require(report)
    if let boot = report.bootId {
      try CloneDetection.noteBoot(boot, machine: report.machine, at: report.receivedAt, database)
    }
    let quality = machine.quality.after(
      report, lastKnown: machine.knownReportAt(report.receivedAt))
    try machine.correctFutureTimes(at: report.receivedAt, database)
    let intake = try machine.intake.taking(report, held: held, maximum: dailyBytes)
    try insert(report, quality, intake, database)
    let before = try MeasuredSections(report, held, database)
    let formerly = held
    let failed = try Sections.file(report, &held, unseen: machine.unseen, database)
    let unseen = try machine.unseen.after(
      report, held: formerly, failed: failed, machine: machine,
      lastReportAt: quality.lastReportAt, database)
    if unseen != machine.unseen { try unseen.write(machine: report.machine, database) }
    group.touch(
      commune: machine.commune, at: report.receivedAt,
      measuresMayDiffer: try before.differ(from: report, database)
        || unseen != machine.unseen || report.madeLate != nil
        || quality.isCountedDifferently(from: machine.quality)
        || machine.reportTimeDoubtedAt != nil
        || !group.rules.isFresh(machine.lastReportAt, at: report.receivedAt))
    return acknowledge(.stored, report, held)
  }

  /// - Throws: ``InventoryError`` with `sequenceBehind` or `sequenceAhead`.
  static func requireNext(_ sequence: Int, after last: Int) throws {
    guard sequence > last else {
      throw InventoryError(
        .sequenceBehind, "The sequence \(sequence) is behind: continue at \(last + 1).",
        nextSequence: last + 1)
    }
    guard sequence - last <= ReportSequence.longestJump else {
      throw InventoryError(
        .sequenceAhead,
        "The sequence \(sequence) is too far ahead of \(last): continue at \(last + 1).",
        nextSequence: last + 1)
    }
  }

  /// Whether this very report is on file.
  ///
  /// - Parameter last: the machine's last sequence number.
  /// - Throws: ``InventoryError`` with `reportIdReused` if its ID belongs to another report.
  static func isOnFile(
    _ report: ReceivedReport, after last: Int, _ database: Database
  ) throws -> Bool {
    let isSame: Bool
    if let known = try knownDigest(report, database) {
      isSame = known == report.digest
    } else if report.sequence <= last,
      let old = try OldReceipt.find(
        machine: report.machine, sequence: report.sequence, database),
      old.isOf(report.id)
    {
      isSame = old.matches(digest: report.digest)
    } else {
      return false
    }
    guard isSame else {
      throw InventoryError(
        .reportIdReused,
        "Report \(report.id.lowercaseText) is already stored with different content: give each report its own ID."
      )
    }
    return true
  }

  /// The digest of the machine's report with that id if it is on file. For another machine's report
  /// with the same id it is empty, which matches none.
  private static func knownDigest(
    _ report: ReceivedReport, _ database: Database
  ) throws -> Data? {
    var statement = try BoundStatement(
      "SELECT machine, digest FROM report WHERE id = ?", database)
    statement.bind(report.id.bytes)
    return try statement.first { columns in
      columns.next() == report.machine ? columns.next() : Data()
    }
  }

  private static func insert(
    _ report: ReceivedReport, _ quality: ReportingQuality, _ intake: MachineIntake,
    _ database: Database
  ) throws {
    var receipt = try BoundStatement(
      """
      INSERT INTO report (id, machine, sequence, capturedAt, receivedAt, digest)
      VALUES (?, ?, ?, ?, ?, ?)
      """, database)
    receipt.bind(report.id.bytes)
    receipt.bind(report.machine)
    receipt.bind(report.sequence)
    receipt.bind(report.capturedAt?.microseconds)
    receipt.bind(report.receivedAt)
    receipt.bind(report.digest)
    try receipt.run()
    var machine = try BoundStatement(
      """
      UPDATE machine SET lastSequence = ?, lastReportAt = ?, agentVersion = ?,
        clockSkewSeconds = ?, lastLateAt = ?, droppedReports = ?, reportTimeDoubtedAt = NULL,
        intakeDay = ?, intakeBytes = ?, unknownBytes = ? WHERE number = ?
      """, database)
    machine.bind(report.sequence)
    machine.bind(quality.lastReportAt)
    machine.bind(quality.agentVersion)
    machine.bind(quality.clockSkewSeconds)
    machine.bind(quality.lastLateAt)
    machine.bind(quality.droppedReports)
    machine.bind(intake.day)
    machine.bind(intake.bytes)
    machine.bind(intake.unknownBytes)
    machine.bind(report.machine)
    try machine.run()
  }

  static func acknowledge(
    _ status: Acknowledgement.Status, _ report: ReceivedReport, _ held: HeldSections
  ) -> Acknowledgement {
    Acknowledgement(
      status: status, report: report.id.lowercaseText, sections: held.digests)
  }
}
