public import Foundation
import GRDB
public import Reporting

/// Officers' attestations. Each is in the audit log and renews the commune's measures.
extension InventoryStore.Communes {
  /// Attests the state of the commune's right to use a service, in place of earlier attestations.
  ///
  /// - Parameters:
  ///   - status: one of ``Attestation/statuses``.
  ///   - end: when the right ends; nil if no end is known.
  ///   - note: cut to ``Attestation/maximumNote`` characters.
  ///
  /// The same said again at once, as by a second click, stores nothing. Later it does: it is newer
  /// than what machines have reported in between.
  /// - Throws: ``InventoryError`` with `communeUnknown` or `argumentMalformed`.
  public func attest(
    commune: String, service: String, status: AccountStatus, until end: Date?, note: String?,
    within scope: Scope, by user: User, now: Date
  ) async throws {
    guard ServiceName.isValid(service) else {
      throw InventoryError(
        .argumentMalformed,
        "Give the service's short name, such as official-mail: lower-case letters, digits, . and -."
      )
    }
    guard Attestation.statuses.contains(status) else { throw Attestation.unattestable }
    if let end, end <= now, status == .active {
      throw InventoryError(
        .argumentMalformed,
        "The last day of validity has passed: attest \"expired\", or give a later day.")
    }
    let note = note?.cleaned(Attestation.maximumNote)
    try await store.write(for: commune, within: scope) { group, database in
      if now.isPlausible {
        // An attestation dated in the future would replace this one in days or years.
        try database.execute(
          sql: """
            UPDATE commune_attestation SET withdrawnAt = attestedAt, withdrawnBy = ?
            WHERE commune = ? AND service = ? AND withdrawnAt IS NULL AND attestedAt > ?
            """, arguments: [user.number, commune, service, now.latestTolerable])
      }
      let isRepeated = try Bool.fetchOne(
        database,
        sql: """
          SELECT status = ?3 AND expiresAt IS ?4 AND note IS ?5 AND attestedBy = ?6
            AND confirmed = ?7 AND withdrawnAt IS NULL AND attestedAt BETWEEN ?8 AND ?9
          FROM commune_attestation WHERE commune = ?1 AND service = ?2
          ORDER BY attestedAt DESC LIMIT 1
          """,
        arguments: [
          commune, service, status, end?.microseconds, note, user.number,
          user.speaksForTheProvince,
          now.addingTimeInterval(-Attestation.repeatedSeconds).microseconds, now.microseconds,
        ])
      guard isRepeated != true else { return }
      // A later attestation stays later even if the clock was set back a little.
      let last = try Int64.fetchOne(
        database,
        sql: """
          SELECT max(attestedAt) FROM commune_attestation
          WHERE commune = ? AND service = ? AND attestedAt <= ?
          """, arguments: [commune, service, now.latestTolerable])
      try database.execute(
        sql: """
          INSERT INTO commune_attestation
            (commune, service, status, expiresAt, note, attestedBy, attestedAt, confirmed)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          commune, service, status, end?.microseconds, note, user.number,
          max(now.microseconds, (last ?? 0) + 1), user.speaksForTheProvince,
        ])
      var details: [AuditDetailName: AuditLog.Detail] = [
        .service: .init(service), .status: .init(status.rawValue),
      ]
      if let end { details[.until] = .init(end.formatted(.iso8601)) }
      if let note { details[.note] = .init(note) }
      try AuditLog.append(
        .attested, "commune \(commune)", details, by: user.actor, at: now, database)
      group.touch(commune: commune, at: now, measuresMayDiffer: true)
    }
  }

  /// Withdraws the last attestation of a service; earlier ones stay replaced.
  ///
  /// A commune's own officer cannot withdraw what the province attested: an older report of a
  /// computer would count again, and the commune would move its own points.
  ///
  /// - Throws: ``InventoryError`` with `communeUnknown`, or `stateConflict` if no attestation is in
  ///   effect that the user may withdraw.
  public func withdrawAttestation(
    commune: String, service: String, within scope: Scope, by user: User, now: Date
  ) async throws {
    try await store.write(for: commune, within: scope) { group, database in
      try database.execute(
        sql: """
          UPDATE commune_attestation SET withdrawnAt = max(?, attestedAt), withdrawnBy = ?
          WHERE commune = ? AND service = ? AND withdrawnAt IS NULL AND attestedAt = (
            SELECT max(attestedAt) FROM commune_attestation b
            WHERE b.commune = commune_attestation.commune
              AND b.service = commune_attestation.service AND b.attestedAt <= ?)
            AND (? OR NOT confirmed)
          """,
        arguments: [
          now.microseconds, user.number, commune, service, now.latestTolerable,
          user.speaksForTheProvince,
        ])
      guard database.changesCount == 1 else {
        throw InventoryError(
          .stateConflict,
          "There is no attestation of this service in effect that you may withdraw: reload the page; what the province attested only the province withdraws."
        )
      }
      try AuditLog.append(
        .attestationWithdrawn, "commune \(commune)", [.service: .init(service)],
        by: user.actor, at: now, database)
      group.touch(commune: commune, at: now, measuresMayDiffer: true)
    }
  }
}
