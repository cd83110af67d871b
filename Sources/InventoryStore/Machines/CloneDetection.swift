public import Foundation
import GRDB

/// Two machines that send with one key, as after a disk was copied: found by what one machine
/// never does.
enum CloneDetection {
  /// How the reasons end for which it holds machines back.
  static let sharedKey = "two machines seem to send with one key"
  static let maximumRewinds = 3
  static let rewindDays = 7.0
  /// Boots kept of a machine: alternating machines show at once, so few are enough.
  static let maximumBoots = 16

  /// A boot id came back after another one was seen.
  struct BootCameBack: Error {}

  /// Notes the boot in which the machine sent.
  ///
  /// - Throws: ``BootCameBack``; nothing is noted then.
  static func noteBoot(
    _ boot: String, machine: Int64, at now: Date, _ database: Database
  ) throws {
    guard let boot = boot.cleaned(64) else { return }
    let latest = try Row.fetchOne(
      database.cachedStatement(
        sql:
          "SELECT number, boot FROM machine_boot WHERE machine = ? ORDER BY number DESC LIMIT 1"),
      arguments: [machine])
    if latest?["boot"] == boot { return }
    let known = try Bool.fetchOne(
      database.cachedStatement(sql: "SELECT 1 FROM machine_boot WHERE machine = ? AND boot = ?"),
      arguments: [machine, boot])
    if known != nil { throw BootCameBack() }
    let number = (latest?["number"] ?? 0) + 1
    try database.cachedStatement(sql: "INSERT INTO machine_boot VALUES (?, ?, ?, ?)")
      .execute(arguments: [machine, number, boot, now.microseconds])
    try database.cachedStatement(sql: "DELETE FROM machine_boot WHERE machine = ? AND number <= ?")
      .execute(arguments: [machine, number - maximumBoots])
  }

  /// Notes that `report` came under a used sequence; the same report again counts once, so that a
  /// repeated request makes no clone.
  ///
  /// - Returns: how many did in the last days.
  static func noteRewind(
    report: UUID, machine: Int64, at now: Date, _ database: Database
  ) throws -> Int {
    let since = now.addingTimeInterval(-rewindDays * 86_400).microseconds
    try database.cachedStatement(sql: "DELETE FROM machine_rewind WHERE machine = ? AND at < ?")
      .execute(arguments: [machine, since])
    try database.cachedStatement(sql: "INSERT OR IGNORE INTO machine_rewind VALUES (?, ?, ?)")
      .execute(arguments: [machine, report.bytes, now.microseconds])
    return try Int.fetchOne(
      database.cachedStatement(
        sql: "SELECT count(*) FROM machine_rewind WHERE machine = ? AND at <= ?"),
      arguments: [machine, now.latestKnown]) ?? 0
  }

  /// After an officer has looked: what was seen before no longer counts.
  static func forget(machine: Int64, _ database: Database) throws {
    for table in ["machine_boot", "machine_rewind"] {
      try database.execute(
        sql: "DELETE FROM \(table) WHERE machine = ?", arguments: [machine])
    }
  }
}

extension InventoryStore {
  /// Notes a report under a sequence that the machine has used, and says what to answer. At the
  /// third within seven days the machine is held back: two machines send with its key.
  ///
  /// - Parameter key: the number of the key that signed.
  /// - Returns: ``InventoryError`` with `sequenceBehind` or `machineQuarantined`.
  /// - Throws: ``InventoryError`` where the machine may not report at all.
  public func noteRewind(
    report: UUID, sequence: Int, machine: Int64, key: Int?, now: Date
  ) async throws -> InventoryError {
    try await committing { [rules] database in
      let standing = try MachineStanding.read(machine: machine, key: key, database)
      try standing.requireMayReport(at: now)
      let count = try CloneDetection.noteRewind(
        report: report, machine: machine, at: now, database)
      guard count >= CloneDetection.maximumRewinds else {
        let next = standing.lastSequence + 1
        return InventoryError(
          .sequenceBehind, "Sequence number \(sequence) is too low: continue at \(next).",
          nextSequence: next)
      }
      try Quarantine.hold(
        standing,
        because: "\(count) reports in a week came under used sequences: "
          + CloneDetection.sharedKey, by: .centre, rules: rules, at: now, database)
      return Quarantine.refusal(standing.id)
    }
  }

  /// Holds the machine back because a boot id came back after another one was seen.
  func holdForReturningBoot(
    _ boot: String, machine: Int64, key: Int?, now: Date
  ) async throws -> InventoryError {
    try await committing { [rules] database in
      let standing = try MachineStanding.read(machine: machine, key: key, database)
      try standing.requireMayReport(at: now)
      try Quarantine.hold(
        standing,
        because: "boot \(boot.cleaned(64) ?? "-") came back after another: "
          + CloneDetection.sharedKey, by: .centre, rules: rules, at: now, database)
      return Quarantine.refusal(standing.id)
    }
  }
}
