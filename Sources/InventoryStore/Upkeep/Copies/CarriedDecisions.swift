import Foundation
import GRDB

/// Carries over into a restored file the decisions since its backup that take something away, and
/// records them in its audit log. Decisions that grant something are not carried over: people make
/// them again.
///
/// A decision that can be reversed, such as a quarantine, is carried only if the present log has it
/// since the backup. Otherwise the restored file may be the later one, as when the restore of a
/// wrong backup is undone.
struct CarriedDecisions {
  let present: Database
  let restored: Database
  /// The number of the first entry in the present audit log that the restored one lacks.
  let parting: Int64
  /// The name of the replaced file.
  let replaced: String
  let now: Date

  /// - Returns: number of decisions.
  func carry() throws -> Int {
    let before = try lastEntry()
    try carryRetirements()
    try carryQuarantines()
    try carryKeys()
    try carryDismissals()
    try carryEnrolmentTokens()
    try carryProgramTokens()
    try carryUsers()
    return try lastEntry() - before
  }

  func log(
    _ action: AuditAction, _ subject: String, _ details: [AuditDetailName: AuditLog.Detail] = [:]
  ) throws {
    var details = details
    details[.carriedFrom] = .init(replaced)
    try AuditLog.append(action, subject, details, by: .centre, at: now, restored)
  }

  /// Subjects of actions since the backup, in order.
  func subjects(of actions: [AuditAction]) throws -> [String] {
    try String.fetchAll(
      present,
      sql: """
        SELECT DISTINCT subject FROM audit
        WHERE number >= ? AND action IN (\(actions.map { _ in "?" }.joined(separator: ", ")))
        ORDER BY subject
        """, arguments: [parting] + StatementArguments(actions.map(\.rawValue)))
  }

  /// Whether both files have a table with these columns: either may be of an earlier version.
  func haveBoth(_ table: String, _ columns: String...) throws -> Bool {
    for database in [present, restored] {
      guard try database.tableExists(table) else { return false }
      let names = Set(try database.columns(in: table).map(\.name))
      guard names.isSuperset(of: columns) else { return false }
    }
    return true
  }

  private func lastEntry() throws -> Int {
    try Int.fetchOne(restored, sql: "SELECT max(number) FROM audit") ?? 0
  }
}

/// Decisions about computers.
extension CarriedDecisions {
  private func carryRetirements() throws {
    let retired = try Row.fetchAll(
      present,
      sql: """
        SELECT m.id, m.retiredAt, s.id AS successor FROM machine m
        LEFT JOIN machine s ON s.number = m.mergedInto WHERE m.state = ?
        """, arguments: [MachineState.retired])
    for machine in retired {
      let (id, successor) = (machine["id"] as String, machine["successor"] as String?)
      try restored.execute(
        sql:
          "UPDATE machine SET state = :state, retiredAt = :at WHERE id = :id AND state <> :state",
        arguments: [
          "state": MachineState.retired, "at": machine["retiredAt"] as Int64?, "id": id,
        ])
      let isCarried = restored.changesCount == 1
      try restored.execute(
        sql: """
          UPDATE machine SET mergedInto = (SELECT number FROM machine WHERE id = :successor)
          WHERE id = :id AND mergedInto IS NULL AND id <> :successor
          """, arguments: ["id": id, "successor": successor])
      guard isCarried else { continue }
      if try restored.tableExists("retirement_request"),
        let number = try Int64.fetchOne(
          restored, sql: "SELECT number FROM machine WHERE id = ?", arguments: [id])
      {
        try RetirementRequests.remove(number, restored)
      }
      try log(
        successor == nil ? .machineRetired : .machineMerged, id,
        successor.map { [.into: .init($0)] } ?? [:])
    }
  }

  private func carryQuarantines() throws {
    for id in try subjects(of: [.machineQuarantined]) {
      let machine = try Row.fetchOne(
        present,
        sql: "SELECT quarantinedAt, quarantineReason FROM machine WHERE id = ? AND state = ?",
        arguments: [id, MachineState.quarantined])
      guard let machine else { continue }
      let reason = machine["quarantineReason"] as String?
      try restored.execute(
        sql: """
          UPDATE machine SET state = ?, quarantinedAt = ?, quarantineReason = ?
          WHERE id = ? AND state = ?
          """,
        arguments: [
          MachineState.quarantined, machine["quarantinedAt"] as Int64?, reason, id,
          MachineState.active,
        ])
      guard restored.changesCount == 1 else { continue }
      try log(
        .machineQuarantined, id,
        [.reason: .init(reason ?? "-"), .from: .init(MachineState.active.rawValue)])
    }
  }

  private func carryKeys() throws {
    let keys = try Row.fetchAll(
      present,
      sql: """
        SELECT k.publicKey, k.number, k.validUntil, k.revokedAt, k.revokedReason, m.id, m.state
        FROM machine_key k JOIN machine m ON m.number = k.machine
        WHERE k.revokedAt IS NOT NULL OR k.validUntil IS NOT NULL
        """)
    for key in keys {
      let publicKey = key["publicKey"] as Data
      if let until = key["validUntil"] as Int64? {
        try restored.execute(
          sql: """
            UPDATE machine_key SET validUntil = ?
            WHERE publicKey = ? AND (validUntil IS NULL OR validUntil > ?)
            """, arguments: [until, publicKey, until])
      }
      guard let at = key["revokedAt"] as Int64? else { continue }
      let reason = key["revokedReason"] as String?
      try restored.execute(
        sql: """
          UPDATE machine_key SET revokedAt = ?, revokedReason = ?
          WHERE publicKey = ? AND revokedAt IS NULL
          """, arguments: [at, reason, publicKey])
      // The retirement has its own entry.
      guard restored.changesCount == 1, key["state"] != MachineState.retired.rawValue else {
        continue
      }
      try log(
        .keyRevoked, "\(key["id"] as String).\(key["number"] as Int)",
        [.reason: .init(reason ?? "-")])
    }
  }

  /// Restored as open, a proposal that the province has declined would let a commune merge the
  /// computers by itself.
  private func carryDismissals() throws {
    let dismissed = try Row.fetchAll(
      present,
      sql: """
        SELECT f.id AS former, l.id AS later, p.dismissedAt FROM merge_proposal p
        JOIN machine f ON f.number = p.former JOIN machine l ON l.number = p.later
        WHERE p.dismissedAt IS NOT NULL
        """)
    for proposal in dismissed {
      try restored.execute(
        sql: """
          UPDATE merge_proposal SET dismissedAt = ? WHERE dismissedAt IS NULL
            AND former = (SELECT number FROM machine WHERE id = ?)
            AND later = (SELECT number FROM machine WHERE id = ?)
          """,
        arguments: [
          proposal["dismissedAt"] as Int64, proposal["former"] as String,
          proposal["later"] as String,
        ])
    }
  }
}

/// Decisions about tokens.
extension CarriedDecisions {
  private func carryEnrolmentTokens() throws {
    for token in try Row.fetchAll(
      present, sql: "SELECT digest, uses, revokedAt FROM enrolment_token")
    {
      let digest = token["digest"] as Data
      try restored.execute(
        sql: "UPDATE enrolment_token SET uses = min(?, maximumUses) WHERE digest = ? AND uses < ?",
        arguments: [token["uses"] as Int, digest, token["uses"] as Int])
      guard let at = token["revokedAt"] as Int64? else { continue }
      try carryEnd("enrolment_token", digest, at, .tokenRevoked) { "token \($0)" }
    }
  }

  private func carryProgramTokens() throws {
    guard try haveBoth("program_token", "revokedAt") else { return }
    for token in try Row.fetchAll(
      present, sql: "SELECT digest, revokedAt FROM program_token WHERE revokedAt IS NOT NULL")
    {
      try carryEnd("program_token", token["digest"], token["revokedAt"], .apiTokenRevoked) {
        "program token \($0)"
      }
    }
  }

  /// - Parameter subject: the audit log's name for the token with an id.
  private func carryEnd(
    _ table: String, _ digest: Data, _ at: Int64, _ action: AuditAction,
    subject: (Int64) -> String
  ) throws {
    try restored.execute(
      sql: "UPDATE \(table) SET revokedAt = ? WHERE digest = ? AND revokedAt IS NULL",
      arguments: [at, digest])
    guard restored.changesCount == 1,
      let id = try Int64.fetchOne(
        restored, sql: "SELECT id FROM \(table) WHERE digest = ?", arguments: [digest])
    else { return }
    try log(action, subject(id))
  }
}
