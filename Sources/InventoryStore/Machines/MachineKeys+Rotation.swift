public import Foundation
import GRDB

extension InventoryStore.Keys {
  /// Days for which a replaced key remains valid.
  public static let rotationDays = 30.0

  /// Adds a new key to a machine, vouched for by its present one. Repeating the request with the
  /// same new key changes nothing: the reply may have been lost.
  ///
  /// - Parameters:
  ///   - key: the one that signed the request.
  ///   - publicKey: the new one, Ed25519, 32 bytes; the caller has verified its proof.
  /// - Returns: the new key's name, and until when the previous one is valid.
  /// - Throws: ``InventoryError`` with `machineQuarantined`, `machineRetired`, `keyRevoked`,
  ///   `keyInvalid`, `sequenceBehind` or `sequenceAhead`.
  public func rotate(
    _ key: MachineKey, to publicKey: Data, sequence: Int, now: Date
  ) async throws -> (keyId: String, previousUntil: Date) {
    let rotated = try await store.write { group in
      let database = group.database
      let machine = try MachineStanding.read(machine: key.machine, key: key.number, database)
      try machine.requireMayReport(at: now)
      let known = try Row.fetchOne(
        database, sql: "SELECT machine, number FROM machine_key WHERE publicKey = ?",
        arguments: [publicKey])
      if let known {
        guard known["machine"] == key.machine, known["number"] == key.number + 1,
          let until = try Self.validUntil(key, database)
        else {
          throw InventoryError(
            .keyInvalid, "This key is already in use: create a new one.")
        }
        return ("\(machine.id).\(key.number + 1)", until)
      }
      // At most two keys are valid at a time, so only the newest can be replaced.
      guard try Self.validUntil(key, database) == nil else {
        throw InventoryError(
          .keyInvalid, "This key has already been replaced: sign with the new key.")
      }
      try Ingest.requireNext(sequence, after: machine.lastSequence)
      let until = now.addingTimeInterval(Self.rotationDays * 86_400)
      try Self.replace(
        key, by: publicKey, machine, sequence: sequence, until: until, now: now, database)
      return ("\(machine.id).\(key.number + 1)", until)
    }
    store.keyCache.advance(machine: key.machine, to: sequence)
    return rotated
  }

  private static func replace(
    _ key: MachineKey, by publicKey: Data, _ machine: MachineStanding, sequence: Int,
    until: Date, now: Date, _ database: Database
  ) throws {
    try database.execute(
      sql: """
        UPDATE machine_key SET validUntil = :now
        WHERE machine = :machine AND number < :number AND validUntil > :now
        """, arguments: ["now": Instant(now), "machine": key.machine, "number": key.number])
    try database.execute(
      sql: "UPDATE machine_key SET validUntil = ? WHERE machine = ? AND number = ?",
      arguments: [Instant(until), key.machine, key.number])
    try database.execute(
      sql: "UPDATE machine SET lastSequence = ? WHERE number = ?",
      arguments: [sequence, key.machine])
    try database.execute(
      sql: "INSERT INTO machine_key (machine, number, publicKey, addedAt) VALUES (?, ?, ?, ?)",
      arguments: [key.machine, key.number + 1, publicKey, Instant(now)])
    try AuditLog.append(
      .keyRotated, "\(machine.id).\(key.number + 1)",
      [.previous: .init("\(machine.id).\(key.number)"), .days: .init(Int(rotationDays))],
      by: .machine(machine.id), at: now, database)
  }

  private static func validUntil(_ key: MachineKey, _ database: Database) throws -> Date? {
    try Instant.fetchOne(
      database, sql: "SELECT validUntil FROM machine_key WHERE machine = ? AND number = ?",
      arguments: [key.machine, key.number])?.date
  }
}
