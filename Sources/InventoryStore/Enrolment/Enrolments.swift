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
  /// A machine known here that asks anew because its hardware changed is another machine, held
  /// back until an officer has looked at it.
  ///
  /// - Throws: ``InventoryError`` with `tokenUnknown`, `tokenExpired`, `tokenUsedUp`,
  ///   `tokenRevoked`, `machineRetired`, `machineQuarantined`, `keyRevoked`, `keyInvalid`,
  ///   `stateConflict`, `enrolmentsTooMany` or `enrolledElsewhere`.
  public func enrol(
    _ request: EnrolmentRequest, publicKey: Data, now: Date
  ) async throws -> EnrolmentReply {
    try await durably { [rules] group in
      let database = group.database
      let token = try Token.named(request.token, database)
      if let known = try Self.machine(withKey: publicKey, database) {
        return try Self.welcomeBack(known, token: token, database)
      }
      if request.previousKeyId != nil {
        let former = try FormerKey(request, now: now, database)
        return try Self.insert(
          request, publicKey: publicKey, former: former, rules: rules, now: now, database)
      }
      guard let token else {
        throw InventoryError(
          .tokenUnknown, "The server does not know this token: check every character.")
      }
      try token.check(now: now)
      try database.execute(
        sql: "UPDATE enrolment_token SET uses = uses + 1 WHERE id = ?", arguments: [token.id])
      let reply = try Self.insert(request, publicKey: publicKey, token: token, now: now, database)
      try AuditLog.append(
        .tokenUsed, "token \(token.id)", ["machine": .init(reply.machine)],
        by: .machine(reply.machine), at: now, database)
      try Measures.renew(commune: token.commune, rules: rules, now: now, database)
      try Self.bumpRevision(database)
      return reply
    }
  }

  static func isKeyKnown(_ publicKey: Data, _ database: Database) throws -> Bool {
    try machine(withKey: publicKey, database) != nil
  }

  static func holds(token text: String, now: Date, _ database: Database) throws -> Bool {
    guard let token = try Token.named(text, database) else { return false }
    return (try? token.check(now: now)) != nil
  }

  private static func machine(withKey publicKey: Data, _ database: Database) throws -> Row? {
    try Row.fetchOne(
      database,
      sql: """
        SELECT m.id, m.state, m.lastSequence, m.commune, k.number AS key, k.revokedAt,
          m.reenrolledFrom
        FROM machine_key k JOIN machine m ON m.number = k.machine WHERE k.publicKey = ?
        """, arguments: [publicKey])
  }

  private static func welcomeBack(
    _ machine: Row, token: Token?, _ database: Database
  ) throws -> EnrolmentReply {
    let commune: String = machine["commune"]
    if let token, token.commune != commune {
      throw InventoryError(
        .enrolledElsewhere,
        "This computer is enrolled in commune \(commune), but the token is for \(token.commune): ask the administrator to retire it there, or for a token for \(commune)."
      )
    }
    // A machine that enrolled anew is held back from its first day, and is told its name all the
    // same: its reply may have been lost.
    let held = machine["state"] == "quarantined" && machine["reenrolledFrom"] != nil
    if !held { try requireActive(machine["state"], machine: machine["id"]) }
    if (machine["revokedAt"] as Int64?) != nil {
      throw InventoryError(
        .keyRevoked,
        "This key of computer \(machine["id"] as String) was revoked: enrol with a new key.")
    }
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
        "Computer \(machine) is quarantined until an officer approves it; keep its reports.")
    default:
      throw InventoryError(
        .machineRetired, "Computer \(machine) was retired: re-enrol it with a new token.")
    }
  }

  private static func insert(
    _ request: EnrolmentRequest, publicKey: Data, token: Token, now: Date, _ database: Database
  ) throws -> EnrolmentReply {
    let id = MachineId.random()
    let number = try insertRow(
      request, id: id, commune: token.commune, token: token.id, publicKey: publicKey, now: now,
      database)
    try AuditLog.append(
      .machineEnrolled, id,
      [
        "commune": .init(token.commune), "token": .init(token.id),
        "key": .init(SHA256Digest.hexadecimal(of: publicKey)),
      ], by: .machine(id), at: now, database)
    try MergeProposals.propose(
      machine: number, id: id, commune: token.commune, at: now, database)
    return try reply(machine: id, key: 1, commune: token.commune, lastSequence: 0, database)
  }

  /// Files a machine that another's key vouches for: of the same commune, held back.
  private static func insert(
    _ request: EnrolmentRequest, publicKey: Data, former: FormerKey, rules: MeasureRules,
    now: Date, _ database: Database
  ) throws -> EnrolmentReply {
    let id = MachineId.random()
    let number = try insertRow(
      request, id: id, commune: former.machine.commune, token: former.token,
      publicKey: publicKey, now: now, database)
    try database.execute(
      sql: "UPDATE machine SET reenrolledFrom = ? WHERE number = ?",
      arguments: [former.machine.number, number])
    try AuditLog.append(
      .machineEnrolled, id,
      [
        "commune": .init(former.machine.commune), "previousKey": .init(former.keyId),
        "key": .init(SHA256Digest.hexadecimal(of: publicKey)),
      ], by: .machine(former.machine.id), at: now, database)
    try MergeProposals.propose(
      machine: number, id: id, commune: former.machine.commune, at: now, database)
    try Quarantine.hold(
      MachineStanding.named(id, database),
      because: "clone: has the key of machine \(former.machine.id) and other hardware",
      by: .centre, rules: rules, at: now, database)
    return try reply(
      machine: id, key: 1, commune: former.machine.commune, lastSequence: 0, database)
  }

  /// - Returns: the machine's row number.
  private static func insertRow(
    _ request: EnrolmentRequest, id: String, commune: String, token: Int64, publicKey: Data,
    now: Date, _ database: Database
  ) throws -> Int64 {
    try database.execute(
      sql: """
        INSERT INTO machine (id, commune, simulated, installId, agentVersion, token, enrolledAt)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        id, commune, request.simulated ?? false, request.installId.cleaned(64) ?? "-",
        request.agentVersion.cleaned(32) ?? "-", token, now.microseconds,
      ])
    let number = database.lastInsertedRowID
    try database.execute(
      sql: "INSERT INTO machine_key (machine, number, publicKey, addedAt) VALUES (?, 1, ?, ?)",
      arguments: [number, publicKey, now.microseconds])
    for (kind, hash) in request.evidence.prefix(8)
    where hash.utf8.count == 64 && hash.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) {
      guard let kind = kind.cleaned(16) else { continue }
      try database.execute(
        sql: "INSERT OR IGNORE INTO machine_evidence (machine, kind, hash) VALUES (?, ?, ?)",
        arguments: [number, kind, hash])
    }
    return number
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
  let createdAt: Int64
  let expiresAt: Int64
  let revoked: Bool

  static func named(_ text: String, _ database: Database) throws -> Token? {
    guard let digest = TokenText.digest(text) else { return nil }
    return try Row.fetchOne(
      database, sql: "SELECT * FROM enrolment_token WHERE digest = ?", arguments: [digest]
    ).map { row in
      Token(
        id: row["id"], commune: row["commune"],
        usedUp: (row["uses"] as Int) >= (row["maximumUses"] as Int), createdAt: row["createdAt"],
        expiresAt: row["expiresAt"],
        revoked: (row["revokedAt"] as Int64?) != nil)
    }
  }

  func check(now: Date) throws {
    if revoked {
      throw InventoryError(
        .tokenRevoked, "This token was revoked: ask the administrator for a new one.")
    }
    guard createdAt <= now.latestTolerable else {
      throw InventoryError(
        .tokenExpired,
        "This token was made while the centre's clock was wrong: ask the centre for a new one.")
    }
    if expiresAt <= now.microseconds {
      throw InventoryError(
        .tokenExpired, "This token has expired: ask the administrator for a new one.")
    }
    if usedUp {
      throw InventoryError(
        .tokenUsedUp,
        "This token has been used for all its computers: ask the administrator for a new one.")
    }
  }
}
