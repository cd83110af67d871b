public import Foundation
import GRDB

/// Officers' decisions about a machine: one write each, with its entry in the audit log and the
/// commune's measures renewed.
extension InventoryStore.Machines {
  /// Lets a quarantined machine report again and forgets what made it suspicious.
  ///
  /// - Throws: ``InventoryError`` with `machineUnknown` or `stateConflict`.
  public func approve(
    _ id: String, within scope: Scope, by actor: Actor = .systemUser(), now: Date
  ) async throws {
    try await decide(id, within: scope, now: now) { machine, group in
      guard machine.state == .quarantined else {
        throw machine.conflict("only a quarantined computer can be approved")
      }
      try group.database.execute(
        sql: """
          UPDATE machine SET state = ?, quarantinedAt = NULL, quarantineReason = NULL
          WHERE number = ?
          """, arguments: [MachineState.active, machine.number])
      try CloneDetection.forget(machine: machine.number, group.database)
      try AuditLog.append(
        .machineApproved, machine.id, [.reason: .init(machine.quarantineReason ?? "-")],
        by: actor, at: now, group.database)
    }
  }

  /// Quarantines a machine: its reports are refused and stay on it until it is approved.
  ///
  /// - Throws: ``InventoryError`` with `machineUnknown`, `argumentMalformed` or `stateConflict`.
  public func quarantine(
    _ id: String, because reason: String, within scope: Scope,
    by actor: Actor = .systemUser(), now: Date
  ) async throws {
    guard let reason = reason.cleaned(500) else {
      throw InventoryError(
        .argumentMalformed, "Give a reason.", typed: "Give a reason: --reason TEXT.")
    }
    try await decide(id, within: scope, now: now) { machine, group in
      guard machine.state == .active else {
        throw machine.conflict("only an active computer can be quarantined")
      }
      try machine.quarantine(because: reason, by: actor, at: now, group)
    }
  }

  /// Takes a machine out of the inventory permanently: its keys are revoked, its history is kept.
  /// Within a commune's scope it only files a request: see ``RetirementRequest``.
  ///
  /// - Throws: ``InventoryError`` with `machineUnknown` or `stateConflict`.
  @discardableResult
  public func retire(
    _ id: String, within scope: Scope, by actor: Actor = .systemUser(), now: Date
  ) async throws -> RetirementOutcome {
    try await decide(id, within: scope, now: now) { machine, group in
      try machine.requireUnretired()
      guard scope.isMoreThanACommune else {
        try RetirementRequests.file(machine, by: actor, at: now, group.database)
        return .requested
      }
      try machine.retire(at: now, group.database)
      try AuditLog.append(.machineRetired, machine.id, by: actor, at: now, group.database)
      return .retired
    }
  }

  /// Records that `later` is the computer `former`, reinstalled: `former` is retired and its
  /// history becomes `later`'s past. Within a commune's scope it only files a request, unless the
  /// evidence of both computers shows it: see ``RetirementRequest``.
  ///
  /// - Throws: ``InventoryError`` with `machineUnknown`, `argumentMalformed` or `stateConflict`.
  @discardableResult
  public func merge(
    _ former: String, into later: String, within scope: Scope,
    by actor: Actor = .systemUser(), now: Date
  ) async throws -> RetirementOutcome {
    guard former != later else {
      throw InventoryError(.argumentMalformed, "Give two computers: the old one, then the new one.")
    }
    return try await decide(former, within: scope, now: now) { machine, group in
      let successor = try MachineStanding.named(later, within: scope, group.database)
      guard successor.state != .retired else {
        throw successor.conflict("nothing can be merged into it")
      }
      guard successor.commune == machine.commune else {
        throw InventoryError(
          .stateConflict,
          "\(machine.id) is in commune \(machine.commune), \(successor.id) in \(successor.commune): only computers of the same commune can be merged."
        )
      }
      try machine.requireUnretired()
      let isProven = try RetirementRequests.areOneByEvidence(machine, successor, group.database)
      guard scope.isMoreThanACommune || isProven else {
        try RetirementRequests.file(
          machine, mergeInto: successor, by: actor, at: now, group.database)
        return .requested
      }
      try machine.retire(at: now, group.database)
      try group.database.execute(
        sql: "UPDATE machine SET mergedInto = ? WHERE number = ?",
        arguments: [successor.number, machine.number])
      try AuditLog.append(
        .machineMerged, machine.id, [.into: .init(successor.id)], by: actor, at: now,
        group.database)
      try EvidenceFiling.search(commune: machine.commune, now: now, group.database)
      return .retired
    }
  }

  private func decide<Outcome: Sendable>(
    _ id: String, within scope: Scope, now: Date,
    _ change: @escaping @Sendable (MachineStanding, WriteGroup) throws -> Outcome
  ) async throws -> Outcome {
    try await store.write { group in
      let machine = try MachineStanding.named(id, within: scope, group.database)
      let outcome = try change(machine, group)
      group.touch(commune: machine.commune, at: now, measuresMayDiffer: true)
      return outcome
    }
  }
}

extension MachineStanding {
  /// Quarantines the machine: nothing that it sends is filed, and nothing on file changes.
  func quarantine(
    because reason: String, by actor: Actor, at now: Date, _ group: WriteGroup
  ) throws {
    let reason = reason.cleaned(500) ?? "-"
    try group.database.execute(
      sql: "UPDATE machine SET state = ?, quarantinedAt = ?, quarantineReason = ? WHERE number = ?",
      arguments: [MachineState.quarantined, Instant(now), reason, number])
    try AuditLog.append(
      .machineQuarantined, id, [.reason: .init(reason), .from: .init(state.rawValue)],
      by: actor, at: now, group.database)
    group.touch(commune: commune, at: now, measuresMayDiffer: true)
  }

  fileprivate func requireUnretired() throws {
    guard state != .retired else {
      throw conflict("this is final; re-enrol the computer with a token")
    }
  }

  fileprivate func retire(at now: Date, _ database: Database) throws {
    try requireUnretired()
    try RetirementRequests.remove(number, database)
    try database.execute(
      sql: "UPDATE machine SET state = ?, retiredAt = ? WHERE number = ?",
      arguments: [MachineState.retired, Instant(now), number])
    try database.execute(
      sql: """
        UPDATE machine_key SET revokedAt = ?, revokedReason = 'the machine was retired'
        WHERE machine = ? AND revokedAt IS NULL
        """, arguments: [Instant(now), number])
  }

  fileprivate func conflict(_ rule: String) -> InventoryError {
    InventoryError(.stateConflict, "Computer \(id) is \(state.rawValue): \(rule).")
  }
}
