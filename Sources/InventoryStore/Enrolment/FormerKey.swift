import Cryptography
import Foundation
import GRDB
import Reporting

/// The previous key of a machine that enrols again, with verified proof that the machine has it.
struct FormerKey {
  let keyId: String
  let machine: MachineStanding
  /// The token with which the former machine enrolled.
  let token: Int64

  /// - Throws: ``InventoryError`` with `keyInvalid` if the proof is invalid, `machineRetired`,
  ///   `machineQuarantined` or `keyRevoked` if the key may not vouch, `stateConflict` or
  ///   `enrolmentsTooMany` if it has vouched for too many already.
  init(_ request: EnrolmentRequest, now: Date, _ database: Database) throws {
    let refusal = InventoryError(
      .keyInvalid,
      "The previous key does not authorise the new one: enrol this computer with a token.")
    guard let keyId = request.previousKeyId, let name = KeyName(keyId),
      let proof = request.previousProof.flatMap({ Data(base64Encoded: $0) }),
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT k.publicKey, k.revokedAt, k.validUntil, m.number, m.token FROM machine_key k
          JOIN machine m ON m.number = k.machine WHERE m.id = ? AND k.number = ?
          """, arguments: [name.machine, name.number]),
      let key = try? Ed25519.PublicKey(rawRepresentation: row["publicKey"] as Data),
      key.isValidSignature(
        proof,
        for: KeyProof.reenrolment(previousKeyId: keyId, publicKey: request.publicKey))
    else { throw refusal }
    machine = try MachineStanding.named(name.machine, within: .country, database)
    // A quarantined machine may not vouch for others; but if two machines send with its key, this
    // is the only way for the copy to get a key of its own.
    if !machine.isHeldForSharedKey { try machine.state.requireActive(machine: machine.id) }
    guard row.dateIfKnown("revokedAt") == nil else {
      throw InventoryError(
        .keyRevoked, "Key \(keyId) was revoked: enrol this computer with a token.")
    }
    guard Self.isValid(until: row.dateIfKnown("validUntil"), at: now) else {
      throw InventoryError(
        .keyRevoked,
        "The key \(keyId) was replaced by a newer one: enrol this machine with a token.")
    }
    self.keyId = keyId
    token = row["token"]
    try ReenrolmentLimits.require(of: machine, token: token, now: now, database)
  }

  /// An end further away than any rotation sets was set by a wrong clock; the intended end is
  /// unknown.
  private static func isValid(until end: Date?, at now: Date) -> Bool {
    guard let end else { return true }
    let longest = (InventoryStore.Keys.rotationDays + 1) * 86_400
    return end > now && end <= now.addingTimeInterval(longest)
  }
}

/// Limits the machines that wait for an officer because another's key vouched for them: enough for
/// a disk image copied to a room of PCs, too few for a flood.
enum ReenrolmentLimits {
  /// Maximum waiting for which one machine vouched.
  static let ofOrigin = 32
  /// Maximum waiting per token, and per commune.
  static let ofToken = 64
  static let ofCommune = 64
  /// Maximum enrolled per commune in one hour.
  static let hourly = 32

  /// - Throws: ``InventoryError`` with `stateConflict`, or `enrolmentsTooMany`.
  static func require(
    of machine: MachineStanding, token: Int64, now: Date, _ database: Database
  ) throws {
    let hour = now.addingTimeInterval(-3600).microseconds
    let waiting = try Row.fetchOne(
      database,
      sql: """
        SELECT count(*) AS ofCommune,
          count(*) FILTER (WHERE reenrolledFrom = :origin) AS ofOrigin,
          count(*) FILTER (WHERE token = :token) AS ofToken,
          count(*) FILTER (WHERE enrolledAt BETWEEN :hour AND :now) AS hourly
        FROM machine
        WHERE commune = :commune AND reenrolledFrom IS NOT NULL AND state = 'quarantined'
        """,
      arguments: [
        "origin": machine.number, "token": token, "hour": hour, "now": now.latestKnown,
        "commune": machine.commune,
      ])
    guard let waiting else { return }
    guard waiting["ofOrigin"] < ofOrigin else {
      throw InventoryError(
        .stateConflict,
        "Too many computers re-enrolled from \(machine.id) await a decision: contact the administrator."
      )
    }
    guard waiting["ofCommune"] < ofCommune, waiting["ofToken"] < ofToken else {
      throw InventoryError(
        .stateConflict,
        "Too many machines of commune \(machine.commune) wait for an officer: ask the centre.")
    }
    guard waiting["hourly"] < hourly else {
      throw InventoryError(
        .enrolmentsTooMany,
        "Too many machines of commune \(machine.commune) re-enrolled within an hour: try later.",
        retryAfterSeconds: 3600)
    }
  }
}
