import Cryptography
public import Foundation
import GRDB
public import Reporting

extension InventoryStore.Reports {
  /// Files a report from a USB stick by the rules of network delivery, but in any order. A report
  /// with an unused sequence number that the machine has passed adds to the history and leaves
  /// newer state unchanged.
  ///
  /// - Parameter report: ``ReceivedReport/carried(signedAt:)``.
  /// - Throws: as ``file(_:)``, but a used sequence number does not count towards a clone.
  public func fileFromBundle(_ report: ReceivedReport) async throws -> Acknowledgement {
    try await write(report) { try Ingest.fileFromBundle(report, $0) }
  }

  /// Whether a report from a stick is too old to show how its machine is now: it counts as a silent
  /// machine's.
  public func isOutdated(_ report: ReceivedReport) async throws -> Bool {
    let rules = store.rules
    let made = try await store.pool.read {
      try report.capturedAt ?? Ingest.earliestTime(of: report, rules, $0)
    }
    return report.receivedAt.timeIntervalSince(made) > rules.silentDays * 86_400
  }

  /// Records in the audit log that USB sticks were imported.
  public func noteBundle(
    folder: String, stored: Int, duplicates: Int, refused: Int,
    by actor: Actor = .systemUser(), now: Date
  ) async throws {
    try await store.write { group in
      try AuditLog.append(
        .bundleImported, "bundle",
        [
          .folder: .init(folder), .stored: .init(stored), .duplicates: .init(duplicates),
          .refused: .init(refused),
        ], by: actor, at: now, group.database)
    }
  }
}

extension Ingest {
  static func fileFromBundle(
    _ report: ReceivedReport, _ group: WriteGroup
  ) throws -> Acknowledgement {
    let database = group.database
    let machine = try MachineStanding.read(
      machine: report.machine, key: report.key, database)
    try machine.requireMayReport(at: report.receivedAt)
    let made = report.capturedAt
    var report = report
    if report.capturedAt == nil {
      report.capturedAt = try earliestTime(of: report, group.rules, database)
    }
    let last = machine.lastSequence
    guard report.sequence <= last, try !isOnFile(report, after: last, database) else {
      // The clock was read before the journey: its skew would be the length of the journey.
      let skew = try Int.fetchOne(
        database, sql: "SELECT clockSkewSeconds FROM machine WHERE number = ?",
        arguments: [report.machine])
      let filed = try file(report, group, dailyBytes: MachineIntake.maximumBundleBytes)
      try database.execute(
        sql: "UPDATE machine SET clockSkewSeconds = ? WHERE number = ?",
        arguments: [skew, report.machine])
      return filed
    }
    let held = try HeldSections.read(machine: report.machine, database)
    let intake = try machine.intake.taking(
      report, held: held, maximum: MachineIntake.maximumBundleBytes)
    try database.execute(
      sql: "UPDATE machine SET intakeDay = ?, intakeBytes = ?, unknownBytes = ? WHERE number = ?",
      arguments: [intake.day, intake.bytes, intake.unknownBytes, report.machine])
    try fileAsHistory(report, made: made, database)
    group.touch(commune: machine.commune, at: report.receivedAt, measuresMayDiffer: true)
    return acknowledge(.stored, report, held)
  }

  /// The earliest time at which a report of unknown time can have been made: since the machine's
  /// token was created. It is never fresh, for a stick may have lain in a drawer.
  fileprivate static func earliestTime(
    of report: ReceivedReport, _ rules: MeasureRules, _ database: Database
  ) throws -> Date {
    let created = try Int64.fetchOne(
      database,
      sql: """
        SELECT min(t.createdAt, m.enrolledAt) FROM machine m JOIN enrolment_token t ON t.id = m.token
        WHERE m.number = ?
        """, arguments: [report.machine])
    let fresh = report.receivedAt.addingTimeInterval(-rules.freshDays * 86_400 - 1)
    return min(created.map { Date(microseconds: $0) } ?? fresh, fresh)
  }

  /// - Parameter made: when it was made; nil if unknown.
  private static func fileAsHistory(
    _ report: ReceivedReport, made: Date?, _ database: Database
  ) throws {
    guard
      try !Receipts.holdSequence(report.sequence, machine: report.machine, database)
    else {
      throw InventoryError(
        .sequenceBehind,
        "Sequence number \(report.sequence) was already used for another report: export this report again."
      )
    }
    try database.execute(
      sql: """
        INSERT INTO report (id, machine, sequence, capturedAt, receivedAt, digest)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        report.id.bytes, report.machine, report.sequence, report.capturedAt.map(Instant.init),
        Instant(report.receivedAt), report.digest,
      ])
    // It stands between the reports before and after it, whatever its own clock says.
    let latest =
      try Receipts.receivedAt(after: report.sequence, machine: report.machine, database)
      ?? report.receivedAt.microseconds
    let earliest =
      try Receipts.receivedAt(before: report.sequence, machine: report.machine, database) ?? .min
    let at = min(latest, max(earliest, made?.microseconds ?? latest))
    for section in report.sections {
      guard let body = section.body else {
        throw InventoryError(
          .bundleMalformed, "A report on a USB stick must be complete: export it with this version."
        )
      }
      try SectionHistory.file(
        body, probe: section.probe, machine: report.machine, at: at, database)
    }
  }
}

/// Files sections of the past: they enter the history at their time and never become current.
enum SectionHistory {
  /// - Parameter at: microseconds since 1970.
  static func file(
    _ body: Data, probe: String, machine: Int64, at: Int64, _ database: Database
  ) throws {
    try check(body, probe: probe)
    let digest = Data(SHA256.hash(data: body))
    let around = try Row.fetchAll(
      database,
      sql: """
        SELECT id, digest FROM section WHERE machine = ? AND probe = ? AND firstSeen <= ?
        ORDER BY firstSeen DESC, id DESC LIMIT 2
        """, arguments: [machine, probe, at])
    if let same = around.first(where: { $0["digest"] == digest }) {
      try database.execute(
        sql: "UPDATE section SET lastSeen = max(lastSeen, ?) WHERE id = ?",
        arguments: [at, same["id"] as Int64])
      return
    }
    try database.execute(
      sql: """
        INSERT INTO section (machine, probe, digest, firstSeen, lastSeen, current)
        VALUES (?, ?, ?, ?, ?, 0)
        """, arguments: [machine, probe, digest, at, at])
    try Sections.keep(body, of: database.lastInsertedRowID, database)
  }

  private static func check(_ body: Data, probe: String) throws {
    do {
      switch probe {
      case "hardware": _ = try JSONDecoder().decode(Outcome<HardwareFacts>.self, from: body)
      case "scanners": _ = try JSONDecoder().decode(Outcome<ScannerFacts>.self, from: body)
      default:
        let value = try JSONSerialization.jsonObject(with: body)
        guard let members = value as? [String: Any], members["digest"] == nil else {
          throw CocoaError(.propertyListReadCorrupt)
        }
      }
    } catch {
      throw InventoryError(.sectionMalformed, "The section \"\(probe)\" cannot be read.")
    }
  }
}
