import Cryptography
import Foundation
import GRDB
import Reporting

/// The key with which a machine that enrols anew was known before, and proof that it has it.
struct FormerKey {
  let keyId: String
  let machine: MachineStanding
  /// The token that let the former machine in.
  let token: Int64

  /// - Throws: ``InventoryError`` with `keyInvalid` if the proof is none, `machineRetired`,
  ///   `machineQuarantined` or `keyRevoked` if the key may vouch for nothing, `stateConflict` or
  ///   `enrolmentsTooMany` if it vouched for too many already.
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
    machine = try MachineStanding.named(name.machine, database)
    // One that waits for an officer cannot speak for others; but if two machines send with its key,
    // the copy gets a key of its own by no other way.
    if !machine.isHeldForSharedKey {
      try InventoryStore.requireActive(machine.state, machine: machine.id)
    }
    guard (row["revokedAt"] as Int64?) == nil else {
      throw InventoryError(
        .keyRevoked, "Key \(keyId) was revoked: enrol this computer with a token.")
    }
    guard Self.holds(until: row["validUntil"], at: now) else {
      throw InventoryError(
        .keyRevoked,
        "The key \(keyId) was replaced by a newer one: enrol this machine with a token.")
    }
    self.keyId = keyId
    token = row["token"]
    try ReenrolmentBounds.require(of: machine, token: token, now: now, database)
  }

  /// An end that is further away than any rotation sets was set by a wrong clock: nobody knows when
  /// it was meant.
  private static func holds(until end: Int64?, at now: Date) -> Bool {
    guard let end else { return true }
    let longest = now.addingTimeInterval((InventoryStore.rotationDays + 1) * 86_400).microseconds
    return end > now.microseconds && end <= longest
  }
}

/// How many machines may wait for an officer on another's word: a disk image that was copied to a
/// room of PCs, not a flood.
enum ReenrolmentBounds {
  /// On the word of one machine.
  static let ofOrigin = 32
  /// Of all machines that one token let in, of a commune.
  static let ofToken = 64
  static let ofCommune = 64
  /// Of a commune, in an hour.
  static let hourly = 32

  /// - Throws: ``InventoryError`` with `stateConflict`, or `enrolmentsTooMany`.
  static func require(
    of machine: MachineStanding, token: Int64, now: Date, _ database: Database
  ) throws {
    let hour = now.addingTimeInterval(-3600).microseconds
    let waiting = try Row.fetchOne(
      database,
      sql: """
        SELECT count(*), count(*) FILTER (WHERE reenrolledFrom = :origin),
          count(*) FILTER (WHERE token = :token),
          count(*) FILTER (WHERE enrolledAt BETWEEN :hour AND :now)
        FROM machine
        WHERE commune = :commune AND reenrolledFrom IS NOT NULL AND state = 'quarantined'
        """,
      arguments: [
        "origin": machine.number, "token": token, "hour": hour, "now": now.latestKnown,
        "commune": machine.commune,
      ])
    guard let waiting else { return }
    guard waiting[1] < ofOrigin else {
      throw InventoryError(
        .stateConflict,
        "Too many computers re-enrolled from \(machine.id) await a decision: contact the administrator."
      )
    }
    guard waiting[0] < ofCommune, waiting[2] < ofToken else {
      throw InventoryError(
        .stateConflict,
        "Too many machines of commune \(machine.commune) wait for an officer: ask the centre.")
    }
    guard waiting[3] < hourly else {
      throw InventoryError(
        .enrolmentsTooMany,
        "Too many machines of commune \(machine.commune) enrolled anew in an hour: try later.",
        retryAfterSeconds: 3600)
    }
  }
}

/// `<machine>.<n>`, in its one spelling.
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
