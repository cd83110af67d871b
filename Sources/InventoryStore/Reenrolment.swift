import Crypto
import Foundation
import GRDB
import Reporting

/// The key with which a machine that enrols anew was known before, and proof that it has it.
struct FormerKey {
  let keyId: String
  let machine: MachineStanding
  /// The token that let the former machine in.
  let token: Int64

  /// As many machines may wait for an officer's word on one key's word: a disk image that was
  /// copied to a room of PCs, not a flood.
  static let maximumWaiting = 64

  /// - Throws: ``InventoryError`` with `keyInvalid` where the proof is none, `machineRetired` or
  ///   `keyRevoked` where the key may vouch for nothing, `stateConflict` where it vouched for too
  ///   many already.
  init(_ request: EnrolmentRequest, _ database: Database) throws {
    let refusal = InventoryError(
      .keyInvalid,
      "The former key does not vouch for the new one: enrol this machine with a token.")
    guard let keyId = request.previousKeyId, let name = KeyName(keyId),
      let proof = request.previousProof.flatMap({ Data(base64Encoded: $0) }),
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT k.publicKey, k.revokedAt, m.number, m.token FROM machine_key k
          JOIN machine m ON m.number = k.machine WHERE m.id = ? AND k.number = ?
          """, arguments: [name.machine, name.number]),
      let key = try? Curve25519.Signing.PublicKey(rawRepresentation: row["publicKey"] as Data),
      key.isValidSignature(
        proof,
        for: KeyProof.reenrolment(previousKeyId: keyId, publicKey: request.publicKey))
    else { throw refusal }
    machine = try MachineStanding.named(name.machine, database)
    if machine.state == "retired" {
      try InventoryStore.requireActive(machine.state, machine: machine.id)
    }
    guard (row["revokedAt"] as Int64?) == nil else {
      throw InventoryError(
        .keyRevoked, "The key \(keyId) was withdrawn: enrol this machine with a token.")
    }
    let waiting = try Int.fetchOne(
      database,
      sql: "SELECT count(*) FROM machine WHERE reenrolledFrom = ? AND state = 'quarantined'",
      arguments: [machine.number])
    guard waiting ?? 0 < Self.maximumWaiting else {
      throw InventoryError(
        .stateConflict,
        "Too many machines that took over from \(machine.id) wait for an officer: ask the centre.")
    }
    self.keyId = keyId
    token = row["token"]
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
