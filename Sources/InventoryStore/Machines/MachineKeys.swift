public import Foundation
import GRDB

/// A machine's key, with the data needed to refuse a request before its body is read.
public struct MachineKey: Sendable, Equatable {
  /// The machine's row number.
  public let machine: Int64
  public let machineId: String
  /// Counts a machine's keys from 1.
  public let number: Int
  /// Ed25519, 32 bytes.
  public let publicKey: Data
  /// The last sequence number on file; a cached key may be behind.
  public internal(set) var lastSequence: Int
  public let state: MachineState
}

/// The name of a key, `<machine>.<number>`, in its only valid spelling: `m1.01` is not `m1.1`.
struct KeyName {
  let machine: String
  let number: Int

  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard text.utf8.count <= 64, parts.count == 2, let number = Int(parts[1]), number > 0,
      String(number) == parts[1]
    else { return nil }
    machine = String(parts[0])
    self.number = number
  }
}

extension InventoryStore.Keys {
  /// The key named `<machine>.<number>`, or nil if there is none.
  ///
  /// Revoked and replaced keys are returned as well: the write that follows answers with the
  /// reason.
  ///
  /// - Parameter anew: whether to read the file even if the key is cached. A cached key may be
  ///   outdated; ``InventoryStore/Reports/file(_:)`` checks again in its own transaction.
  public func key(_ keyId: String, anew: Bool = false) async throws -> MachineKey? {
    if !anew, let known = store.keyCache[keyId] { return known }
    let found = try await read(keyId)
    store.keyCache[keyId] = found
    return found
  }

  private func read(_ keyId: String) async throws -> MachineKey? {
    guard let name = KeyName(keyId) else { return nil }
    return try await store.pool.read { database in
      let statement = try database.cachedStatement(
        sql: """
          SELECT m.number, m.lastSequence, m.state, k.publicKey FROM machine m
          JOIN machine_key k ON k.machine = m.number
          WHERE m.id = ? AND k.number = ?
          """)
      return try Row.fetchOne(statement, arguments: [name.machine, name.number]).map { row in
        MachineKey(
          machine: row["number"], machineId: name.machine, number: name.number,
          publicKey: row["publicKey"], lastSequence: row["lastSequence"],
          state: try row.state("state", of: "machine"))
      }
    }
  }

  /// The commune of the machine that signs with `key`.
  ///
  /// - Throws: ``InventoryError`` with `machineQuarantined`, `machineRetired` or `keyRevoked`: a
  ///   machine that may not report may not request anything else.
  public func commune(of key: MachineKey, now: Date) async throws -> String {
    try await store.pool.read { database in
      let machine = try MachineStanding.read(machine: key.machine, key: key.number, database)
      try machine.requireMayReport(at: now)
      return machine.commune
    }
  }

  /// Revokes one key of a machine, `<machine>.<number>`; the machine's other keys stay valid.
  ///
  /// - Throws: ``InventoryError`` with `machineUnknown`, `argumentMalformed` or `stateConflict`.
  public func revoke(
    _ keyId: String, because reason: String, within scope: Scope,
    by actor: Actor = .systemUser(), now: Date
  ) async throws {
    guard let name = KeyName(keyId), let reason = reason.cleaned(500) else {
      throw InventoryError(
        .argumentMalformed, "Give a key as in machines show, such as m4k2….1, and a reason.")
    }
    try await store.write { group in
      let machine = try MachineStanding.named(name.machine, within: scope, group.database)
      try group.database.execute(
        sql: """
          UPDATE machine_key SET revokedAt = ?, revokedReason = ?
          WHERE machine = ? AND number = ? AND revokedAt IS NULL
          """, arguments: [Instant(now), reason, machine.number, name.number])
      guard group.database.changesCount == 1 else {
        throw InventoryError(
          .stateConflict,
          "Computer \(machine.id) has no valid key \(keyId): look at its keys again.",
          typed: "Computer \(machine.id) has no valid key \(keyId): run machines show.")
      }
      try AuditLog.append(
        .keyRevoked, keyId, [.reason: .init(reason)], by: actor, at: now, group.database)
      group.touch(commune: machine.commune, at: now, measuresMayDiffer: true)
    }
  }
}
