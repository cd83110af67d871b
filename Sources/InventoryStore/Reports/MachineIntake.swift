import Foundation
import GRDB
import Reporting

/// Limits how much of the disk a machine may fill with its reports.
struct MachineIntake {
  /// Maximum bytes of new sections of a machine per day (UTC). A normal night brings a few KB; one
  /// report may inflate to 2 MiB.
  static let maximumDailyBytes = 4 << 20
  /// The same for reports from a USB stick, which may bring a whole spool at once.
  static let maximumBundleBytes = 64 << 20
  /// Maximum bytes per machine, current and past, from probes that this version does not know.
  static let maximumUnknownBytes = 1 << 20
  /// Days after a refusal for which the machine is listed as needing attention.
  static let shownDays = 7
  /// SQL condition on the table `machine` as `m`; ?3 is the last moment that is not in the future.
  static let isRefused = """
    (m.intakeRefusedAt > ?3 - \(shownDays) * 86400000000 AND m.intakeRefusedAt <= ?3)
    """

  /// Days since 1970-01-01 UTC.
  private(set) var day: Int
  private(set) var bytes: Int
  private(set) var unknownBytes: Int

  /// - Parameter columns: `intakeDay`, `intakeBytes` and `unknownBytes`.
  init(_ columns: inout ColumnReader) {
    day = columns.next()
    bytes = columns.next()
    unknownBytes = columns.next()
  }

  /// The intake once `report` is filed; sections already on file are not stored again.
  ///
  /// - Parameter maximum: bytes per day.
  /// - Throws: ``InventoryError`` with `dailyBytesUsedUp` or `unknownBytesUsedUp`.
  func taking(
    _ report: ReceivedReport, held: HeldSections, maximum: Int = maximumDailyBytes
  ) throws -> MachineIntake {
    var intake = self
    for section in report.sections where !held.holds(section) {
      guard let size = section.body?.count else { continue }
      intake.add(size, probe: section.probe, at: report.receivedAt)
    }
    try intake.require(maximum, after: self, at: report.receivedAt)
    return intake
  }

  private mutating func add(_ size: Int, probe: String, at now: Date) {
    let today = Int(now.timeIntervalSince1970 / 86_400)
    if day != today { (day, bytes) = (today, 0) }
    bytes += size
    if !Sections.knownProbes.contains(probe) { unknownBytes += size }
  }

  private func require(_ maximum: Int, after before: MachineIntake, at now: Date) throws {
    if unknownBytes > Self.maximumUnknownBytes, unknownBytes > before.unknownBytes {
      throw InventoryError(
        .unknownBytesUsedUp,
        "The centre keeps \(Self.maximumUnknownBytes >> 20) MiB of a machine from probes that it does not know, and no more: install the centre's newer version; keep the report.",
        retryAfterSeconds: Self.secondsOfDay)
    }
    if bytes > maximum, bytes > (before.day == day ? before.bytes : 0) {
      let rest = Self.secondsOfDay - Int(now.timeIntervalSince1970) % Self.secondsOfDay
      throw InventoryError(
        .dailyBytesUsedUp,
        "This machine has sent more than \(maximum >> 20) MiB of new data today: keep the report, and send it tomorrow.",
        retryAfterSeconds: min(max(rest, 60), Self.secondsOfDay))
    }
  }

  private static let secondsOfDay = 86_400
}

extension InventoryStore.Reports {
  /// Records that a report was refused for its size, so that the machine is listed as needing
  /// attention; at most once an hour per machine.
  func noteRefusedIntake(machine: Int64, now: Date) async throws {
    try await store.write { group in
      let commune = try String.fetchOne(
        group.database,
        sql: """
          UPDATE machine SET intakeRefusedAt = ?1 WHERE number = ?2
            AND (intakeRefusedAt IS NULL OR abs(?1 - intakeRefusedAt) > 3600000000)
          RETURNING commune
          """, arguments: [now.microseconds, machine])
      if let commune { group.touch(commune: commune, at: now, measuresMayDiffer: true) }
    }
  }
}

extension MachineIntake {
  /// Number of machines of which a report was recently refused for its size.
  static func refusedCount(now: Date, _ database: Database) throws -> Int {
    try Int.fetchOne(
      database,
      sql: "SELECT count(*) FROM machine WHERE intakeRefusedAt > ? AND intakeRefusedAt <= ?",
      arguments: [
        Instant(now.addingTimeInterval(-Double(shownDays) * 86_400)),
        now.latestKnown,
      ]) ?? 0
  }
}
