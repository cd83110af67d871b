public import Foundation
import GRDB
public import Reporting

extension InventoryStore {
  /// Lets a machine in: uses the token up by one and files the machine, in one transaction.
  ///
  /// The same public key again is the same machine, whatever became of its token: an agent whose
  /// reply was lost asks again. Hardware never decides: fifty PCs with one serial number are fifty
  /// machines.
  ///
  /// - Parameter publicKey: Ed25519, 32 bytes; the caller has verified that the request is signed
  ///   with its private half.
  /// - Throws: ``InventoryError`` with `tokenUnknown`, `tokenExpired`, `tokenUsedUp`,
  ///   `tokenRevoked`, `machineRetired`, `machineQuarantined` or `enrolledElsewhere`.
  public func enrol(
    _ request: EnrolmentRequest, publicKey: Data, now: Date
  ) async throws -> EnrolmentReply {
    try await durably { [rules] group in
      let database = group.database
      let token = try Token.named(request.token, database)
      if let known = try Self.machine(withKey: publicKey, database) {
        return try Self.welcomeBack(known, token: token, database)
      }
      guard let token else {
        throw InventoryError(
          .tokenUnknown, "The centre does not know this token: check it letter by letter.")
      }
      try token.check(now: now)
      try database.execute(
        sql: "UPDATE enrolment_token SET uses = uses + 1 WHERE id = ?", arguments: [token.id])
      let reply = try Self.insert(request, publicKey: publicKey, token: token, now: now, database)
      try Measures.renew(commune: token.commune, rules: rules, now: now, database)
      try Self.bumpRevision(database)
      return reply
    }
  }

  private static func machine(withKey publicKey: Data, _ database: Database) throws -> Row? {
    try Row.fetchOne(
      database,
      sql: """
        SELECT m.id, m.state, m.lastSequence, m.commune, k.number AS key
        FROM machine_key k JOIN machine m ON m.number = k.machine
        WHERE k.publicKey = ? AND k.revokedAt IS NULL
        """, arguments: [publicKey])
  }

  private static func welcomeBack(
    _ machine: Row, token: Token?, _ database: Database
  ) throws -> EnrolmentReply {
    let commune: String = machine["commune"]
    if let token, token.commune != commune {
      throw InventoryError(
        .enrolledElsewhere,
        "This machine is enrolled in commune \(commune), the token is for \(token.commune): ask the centre to retire it there, or ask for a token of \(commune)."
      )
    }
    try requireActive(machine["state"], machine: machine["id"])
    return try reply(
      machine: machine["id"], key: machine["key"], commune: commune,
      lastSequence: machine["lastSequence"], database)
  }

  static func requireActive(_ state: String, machine: String) throws {
    switch state {
    case "active": return
    case "quarantined":
      throw InventoryError(
        .machineQuarantined,
        "Machine \(machine) is held back until an officer has looked at it; its reports are kept.")
    default:
      throw InventoryError(
        .machineRetired, "Machine \(machine) was retired: enrol anew with a new token.")
    }
  }

  private static func insert(
    _ request: EnrolmentRequest, publicKey: Data, token: Token, now: Date, _ database: Database
  ) throws -> EnrolmentReply {
    let id = MachineId.random()
    try database.execute(
      sql: """
        INSERT INTO machine (id, commune, simulated, installId, agentVersion, token, enrolledAt)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        id, token.commune, request.simulated ?? false, request.installId.cleaned(64) ?? "-",
        request.agentVersion.cleaned(32) ?? "-", token.id, now.microseconds,
      ])
    let number = database.lastInsertedRowID
    try database.execute(
      sql: "INSERT INTO machine_key (machine, number, publicKey, addedAt) VALUES (?, 1, ?, ?)",
      arguments: [number, publicKey, now.microseconds])
    for (kind, hash) in request.evidence.prefix(8) where hash.utf8.count == 64 {
      guard let kind = kind.cleaned(16), let hash = hash.cleaned(64) else { continue }
      try database.execute(
        sql: "INSERT OR IGNORE INTO machine_evidence (machine, kind, hash) VALUES (?, ?, ?)",
        arguments: [number, kind, hash])
    }
    return try reply(machine: id, key: 1, commune: token.commune, lastSequence: 0, database)
  }

  private static func reply(
    machine: String, key: Int, commune: String, lastSequence: Int, _ database: Database
  ) throws -> EnrolmentReply {
    let names = try Row.fetchOne(
      database,
      sql: """
        SELECT c.name AS commune, p.name AS province FROM commune c
        JOIN province p ON p.code = c.province WHERE c.code = ?
        """, arguments: [commune])
    return EnrolmentReply(
      machine: machine, keyId: "\(machine).\(key)", commune: commune,
      communeName: names?["commune"] ?? commune, provinceName: names?["province"] ?? "",
      nextSeq: lastSequence + 1)
  }
}

/// A token's row, as enrolment needs it.
private struct Token {
  let id: Int64
  let commune: String
  let usedUp: Bool
  let expiresAt: Int64
  let revoked: Bool

  static func named(_ text: String, _ database: Database) throws -> Token? {
    guard let digest = TokenText.digest(text) else { return nil }
    return try Row.fetchOne(
      database, sql: "SELECT * FROM enrolment_token WHERE digest = ?", arguments: [digest]
    ).map { row in
      Token(
        id: row["id"], commune: row["commune"],
        usedUp: (row["uses"] as Int) >= (row["maximumUses"] as Int), expiresAt: row["expiresAt"],
        revoked: (row["revokedAt"] as Int64?) != nil)
    }
  }

  func check(now: Date) throws {
    if revoked {
      throw InventoryError(.tokenRevoked, "This token was withdrawn: ask the centre for a new one.")
    }
    if expiresAt <= now.microseconds {
      throw InventoryError(.tokenExpired, "This token has expired: ask the centre for a new one.")
    }
    if usedUp {
      throw InventoryError(
        .tokenUsedUp,
        "As many machines as this token allows have enrolled: ask the centre for a new one.")
    }
  }
}
