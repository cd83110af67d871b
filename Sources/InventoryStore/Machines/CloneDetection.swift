public import Foundation
import GRDB

/// Detects two machines that send with one key, as after a disk was copied, by behaviour that one
/// machine never shows.
enum CloneDetection {
  /// The end of every reason for which the centre quarantines a machine as a clone.
  static let sharedKey = "two machines seem to send with one key"
  static let maximumRewinds = 3
  static let rewindDays = 7.0
  /// Boot ids kept per machine; alternating machines show at once, so few are enough.
  static let maximumBoots = 16

  /// A boot id returned after another one was seen.
  struct BootCameBack: Error {}

  /// Records the boot id with which the machine sent.
  ///
  /// - Throws: ``BootCameBack``, in which case nothing is recorded.
  static func noteBoot(
    _ boot: String, machine: Int64, at now: Date, _ database: Database
  ) throws {
    guard let boot = boot.cleaned(64) else { return }
    var last = try BoundStatement(
      "SELECT number, boot FROM machine_boot WHERE machine = ? ORDER BY number DESC LIMIT 1",
      database)
    last.bind(machine)
    let latest = try last.first { (number: $0.next() as Int, boot: $0.next() as String) }
    if latest?.boot == boot { return }
    let known = try Bool.fetchOne(
      database.cachedStatement(sql: "SELECT 1 FROM machine_boot WHERE machine = ? AND boot = ?"),
      arguments: [machine, boot])
    if known != nil { throw BootCameBack() }
    let number = (latest?.number ?? 0) + 1
    try database.cachedStatement(
      sql: "INSERT INTO machine_boot (machine, number, boot, firstSeen) VALUES (?, ?, ?, ?)"
    ).execute(arguments: [machine, number, boot, Instant(now)])
    try database.cachedStatement(sql: "DELETE FROM machine_boot WHERE machine = ? AND number <= ?")
      .execute(arguments: [machine, number - maximumBoots])
  }

  /// Records that `report` came under a used sequence number. Repeating a request counts once, so
  /// that it does not look like a clone.
  ///
  /// - Returns: the number of such reports in the last ``rewindDays``.
  static func noteRewind(
    report: UUID, machine: Int64, at now: Date, _ database: Database
  ) throws -> Int {
    let since = now.addingTimeInterval(-rewindDays * 86_400)
    try database.cachedStatement(sql: "DELETE FROM machine_rewind WHERE machine = ? AND at < ?")
      .execute(arguments: [machine, Instant(since)])
    try database.cachedStatement(
      sql: "INSERT OR IGNORE INTO machine_rewind (machine, report, at) VALUES (?, ?, ?)"
    ).execute(arguments: [machine, report.bytes, Instant(now)])
    return try Int.fetchOne(
      database.cachedStatement(
        sql: "SELECT count(*) FROM machine_rewind WHERE machine = ? AND at <= ?"),
      arguments: [machine, now.latestKnown]) ?? 0
  }

  /// Discards what was recorded, after an officer has decided.
  static func forget(machine: Int64, _ database: Database) throws {
    for table in ["machine_boot", "machine_rewind"] {
      try database.execute(
        sql: "DELETE FROM \(table) WHERE machine = ?", arguments: [machine])
    }
  }
}

extension InventoryStore.Reports {
  /// Records a report under a sequence number that the machine has used. The third within seven
  /// days quarantines the machine: two machines send with its key.
  ///
  /// - Parameter key: the number of the key that signed.
  /// - Returns: the error to answer with, `sequenceBehind` or `machineQuarantined`.
  /// - Throws: ``InventoryError`` if the machine may not report at all.
  public func noteRewind(
    report: UUID, sequence: Int, machine: Int64, key: Int?, now: Date
  ) async throws -> InventoryError {
    try await store.write { group in
      let standing = try MachineStanding.read(machine: machine, key: key, group.database)
      try standing.requireMayReport(at: now)
      let count = try CloneDetection.noteRewind(
        report: report, machine: machine, at: now, group.database)
      guard count >= CloneDetection.maximumRewinds else {
        let next = standing.lastSequence + 1
        return InventoryError(
          .sequenceBehind, "Sequence number \(sequence) is too low: continue at \(next).",
          nextSequence: next)
      }
      try standing.quarantine(
        because: "\(count) reports in a week came under used sequences: "
          + CloneDetection.sharedKey, by: .centre, at: now, group)
      return MachineState.quarantineRefusal(machine: standing.id)
    }
  }

  /// Quarantines the machine because a boot id returned after another one was seen.
  func quarantineForReturningBoot(
    _ boot: String, machine: Int64, key: Int?, now: Date
  ) async throws -> InventoryError {
    try await store.write { group in
      let standing = try MachineStanding.read(machine: machine, key: key, group.database)
      try standing.requireMayReport(at: now)
      try standing.quarantine(
        because: "boot \(boot.cleaned(64) ?? "-") came back after another: "
          + CloneDetection.sharedKey, by: .centre, at: now, group)
      return MachineState.quarantineRefusal(machine: standing.id)
    }
  }
}

extension UUID {
  var bytes: Data { withUnsafeBytes(of: uuid) { Data($0) } }
}
