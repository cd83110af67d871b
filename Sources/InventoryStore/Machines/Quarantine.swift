import Foundation
import GRDB

/// Holding a machine back: nothing that it sends is filed, nothing on file is touched.
enum Quarantine {
  static func hold(
    _ machine: MachineStanding, because reason: String, by actor: Actor, rules: MeasureRules,
    at now: Date, _ database: Database
  ) throws {
    let reason = reason.cleaned(500) ?? "-"
    try database.execute(
      sql: """
        UPDATE machine SET state = 'quarantined', quarantinedAt = ?, quarantineReason = ?
        WHERE number = ?
        """, arguments: [now.microseconds, reason, machine.number])
    try AuditLog.append(
      .machineQuarantined, machine.id, ["reason": .init(reason), "from": .init(machine.state)],
      by: actor, at: now, database)
    try Measures.renew(commune: machine.commune, rules: rules, now: now, database)
    try InventoryStore.bumpRevision(database)
  }

  static func refusal(_ id: String) -> InventoryError {
    InventoryError(
      .machineQuarantined,
      "Computer \(id) is quarantined until an officer approves it; keep its reports.")
  }
}
