import Foundation
import GRDB
import Reporting

/// How much of the disk a machine may fill with what it says.
struct MachineIntake {
  /// Most bytes of new section texts of a machine that are kept in a day (UTC). An ordinary night
  /// brings some KB; a report alone may inflate to 2 MiB.
  static let maximumDailyBytes = 4 << 20
  /// The same of reports that come on a stick: a whole spool may come at once.
  static let maximumBundleBytes = 64 << 20
  /// Most bytes that are kept of a machine, of the present and the past, from probes that this
  /// version does not know.
  static let maximumUnknownBytes = 1 << 20
  /// For so many days after a refusal its machine is in the list of what wants looking after.
  static let shownDays = 7
  /// SQL of the table `machine`, named `m`; ?3 is the last moment that is not in the future.
  static let isRefused = """
    (m.intakeRefusedAt > ?3 - \(shownDays) * 86400000000 AND m.intakeRefusedAt <= ?3)
    """

  /// Days since 1970-01-01 UTC.
  private(set) var day: Int
  private(set) var bytes: Int
  private(set) var unknownBytes: Int

  /// - Parameter row: of the table `machine`.
  init(_ row: Row) {
    day = row["intakeDay"]
    bytes = row["intakeBytes"]
    unknownBytes = row["unknownBytes"]
  }

  /// How it stands once `report` is filed: what is held already is not kept twice.
  ///
  /// - Parameter maximum: bytes a day.
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
        "This machine has sent more than \(maximum >> 20) MiB of news today: keep the report, and send it tomorrow.",
        retryAfterSeconds: min(max(rest, 60), Self.secondsOfDay))
    }
  }

  private static let secondsOfDay = 86_400
}

extension InventoryStore {
  /// Writes down that a report was refused because of its size, so that somebody looks after it: at
  /// most once an hour and machine.
  func noteRefusedIntake(machine: Int64, now: Date) async throws {
    try await durably { group in
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

  /// How many machines had a report refused lately because it would have filled the disk.
  static func refusedIntakes(now: Date, _ database: Database) throws -> Int {
    try Int.fetchOne(
      database,
      sql: "SELECT count(*) FROM machine WHERE intakeRefusedAt > ? AND intakeRefusedAt <= ?",
      arguments: [
        now.addingTimeInterval(-Double(MachineIntake.shownDays) * 86_400).microseconds,
        now.latestKnown,
      ]) ?? 0
  }
}
