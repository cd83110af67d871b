public import Foundation
import GRDB

/// What an officer decides about a machine. Each is one short transaction with its entry in the
/// audit log, and the commune's measures renewed.
extension InventoryStore {
  /// Lets a machine that was held back report again; what made it suspicious is forgotten.
  ///
  /// - Throws: ``InventoryError`` with `machineUnknown` or `stateConflict`.
  public func approve(
    _ id: String, within scope: Scope = .country, by actor: Actor = .systemUser(), now: Date
  ) throws {
    try decide(id, within: scope, now: now) { machine, database in
      guard machine.state == "quarantined" else {
        throw Self.conflict(machine, "only a quarantined computer can be approved")
      }
      try database.execute(
        sql: """
          UPDATE machine SET state = 'active', quarantinedAt = NULL, quarantineReason = NULL
          WHERE number = ?
          """, arguments: [machine.number])
      try CloneDetection.forget(machine: machine.number, database)
      try AuditLog.append(
        .machineApproved, machine.id, ["reason": .init(machine.quarantineReason ?? "-")],
        by: actor, at: now, database)
    }
  }

  /// Holds a machine back: its reports are refused until it is approved, and it keeps them.
  ///
  /// - Throws: ``InventoryError`` with `machineUnknown`, `argumentMalformed` or `stateConflict`.
  public func quarantine(
    _ id: String, because reason: String, within scope: Scope = .country,
    by actor: Actor = .systemUser(), now: Date
  ) throws {
    guard let reason = reason.cleaned(500) else {
      throw InventoryError(.argumentMalformed, "Give a reason: --reason TEXT.")
    }
    try decide(id, within: scope, now: now) { [rules] machine, database in
      guard machine.state == "active" else {
        throw Self.conflict(machine, "only an active computer can be quarantined")
      }
      try Quarantine.hold(
        machine, because: reason, by: actor, rules: rules, at: now, database)
    }
  }

  /// Takes a machine out of the inventory for good; its history stays, its keys are withdrawn.
  ///
  /// - Throws: ``InventoryError`` with `machineUnknown` or `stateConflict`.
  public func retire(
    _ id: String, within scope: Scope = .country, by actor: Actor = .systemUser(), now: Date
  ) throws {
    try decide(id, within: scope, now: now) { machine, database in
      try Self.retire(machine, at: now, database)
      try AuditLog.append(.machineRetired, machine.id, by: actor, at: now, database)
    }
  }

  /// Says that `later` is what `former` was before it was set up anew: `former` is retired, and
  /// its history is `later`'s past.
  ///
  /// - Throws: ``InventoryError`` with `machineUnknown`, `argumentMalformed` or `stateConflict`.
  public func merge(
    _ former: String, into later: String, within scope: Scope = .country,
    by actor: Actor = .systemUser(), now: Date
  ) throws {
    guard former != later else {
      throw InventoryError(.argumentMalformed, "Give two computers: the old one, then the new one.")
    }
    try decide(former, within: scope, now: now) { machine, database in
      let successor = try MachineStanding.named(later, within: scope, database)
      guard successor.state != "retired" else {
        throw Self.conflict(successor, "nothing can be merged into it")
      }
      guard successor.commune == machine.commune else {
        throw InventoryError(
          .stateConflict,
          "\(machine.id) is in commune \(machine.commune), \(successor.id) in \(successor.commune): only computers of the same commune can be merged."
        )
      }
      try Self.retire(machine, at: now, database)
      try database.execute(
        sql: "UPDATE machine SET mergedInto = ? WHERE number = ?",
        arguments: [successor.number, machine.number])
      try AuditLog.append(
        .machineMerged, machine.id, ["into": .init(successor.id)], by: actor, at: now, database)
    }
  }

  /// Withdraws one key of a machine, `<machine>.<n>`; the machine's other keys stay.
  ///
  /// - Throws: ``InventoryError`` with `machineUnknown`, `argumentMalformed` or `stateConflict`.
  public func revokeKey(
    _ keyId: String, because reason: String, within scope: Scope = .country,
    by actor: Actor = .systemUser(), now: Date
  ) throws {
    guard let name = KeyName(keyId), let reason = reason.cleaned(500) else {
      throw InventoryError(
        .argumentMalformed, "Give a key as in machines show, such as m4k2….1, and a reason.")
    }
    try decide(name.machine, within: scope, now: now) { machine, database in
      try database.execute(
        sql: """
          UPDATE machine_key SET revokedAt = ?, revokedReason = ?
          WHERE machine = ? AND number = ? AND revokedAt IS NULL
          """, arguments: [now.microseconds, reason, machine.number, name.number])
      guard database.changesCount == 1 else {
        throw InventoryError(
          .stateConflict, "Computer \(machine.id) has no valid key \(keyId): run machines show."
        )
      }
      try AuditLog.append(
        .keyRevoked, keyId, ["reason": .init(reason)], by: actor, at: now, database)
    }
  }

  private func decide(
    _ id: String, within scope: Scope, now: Date,
    _ change: (MachineStanding, Database) throws -> Void
  ) throws {
    do {
      try pool.write { [rules] database in
        let machine = try MachineStanding.named(id, within: scope, database)
        try change(machine, database)
        try Measures.renew(commune: machine.commune, rules: rules, now: now, database)
        try Self.bumpRevision(database)
      }
    } catch let error as DatabaseError {
      throw InventoryError(error) as (any Error)? ?? error
    }
  }

  private static func retire(
    _ machine: MachineStanding, at now: Date, _ database: Database
  ) throws {
    guard machine.state != "retired" else {
      throw conflict(machine, "this is final; re-enrol the computer with a token")
    }
    try database.execute(
      sql: "UPDATE machine SET state = 'retired', retiredAt = ? WHERE number = ?",
      arguments: [now.microseconds, machine.number])
    try database.execute(
      sql: """
        UPDATE machine_key SET revokedAt = ?, revokedReason = 'the machine was retired'
        WHERE machine = ? AND revokedAt IS NULL
        """, arguments: [now.microseconds, machine.number])
  }

  private static func conflict(_ machine: MachineStanding, _ rule: String) -> InventoryError {
    InventoryError(.stateConflict, "Computer \(machine.id) is \(machine.state): \(rule).")
  }
}
