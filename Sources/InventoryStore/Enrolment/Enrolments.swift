public import Foundation
import GRDB
public import Reporting

extension InventoryStore.Enrolments {
  /// Codes with which a key on file is refused for good: only a new key can be enrolled.
  public static let newKeyWanted: Set<InventoryError.Code> = [.machineRetired, .keyRevoked]

  /// Whether a key is on file and refused for good.
  public func wantsNewKey(insteadOf publicKey: Data, now: Date) async throws -> Bool {
    try await store.pool.read { database in
      do {
        _ = try EnrolledKey.find(publicKey, database)?.reply(claimed: nil, now: now, database)
        return false
      } catch let error as InventoryError where Self.newKeyWanted.contains(error.code) {
        return true
      } catch is InventoryError {
        return false
      }
    }
  }

  /// Whether an enrolment would succeed: by a valid token, by a key that is known already, or by a
  /// previous key that vouches for it. Changes nothing; ``enrol(_:publicKey:now:)`` checks again.
  public func mayEnrol(_ request: EnrolmentRequest, publicKey: Data, now: Date) async throws -> Bool
  {
    try await store.pool.read { database in
      if try EnrolledKey.find(publicKey, database) != nil { return true }
      if request.previousKeyId != nil {
        return (try? FormerKey(request, now: now, database)) != nil
      }
      guard let token = try EnrolmentToken.named(request.token, database) else { return false }
      return (try? token.check(now: now)) != nil
    }
  }

  /// Enrols a machine: takes one use of the token and files the machine, in one transaction.
  ///
  /// The same public key means the same machine, whatever became of its token: an agent whose reply
  /// was lost asks again. Hardware does not decide: fifty PCs with one serial number are fifty
  /// machines. A known machine that enrols again because its hardware changed is a new machine,
  /// quarantined until an officer approves it. A key that may no longer report is refused even
  /// with a valid token: a retired computer enrols again under a new key, as a new machine.
  ///
  /// - Parameter publicKey: Ed25519, 32 bytes; the caller has verified that the request is signed
  ///   with its private half.
  /// - Throws: ``InventoryError`` with `tokenUnknown`, `tokenExpired`, `tokenUsedUp`,
  ///   `tokenRevoked`, `machineRetired`, `machineQuarantined`, `keyRevoked`, `keyInvalid`,
  ///   `stateConflict`, `enrolmentsTooMany` or `enrolledElsewhere`.
  public func enrol(
    _ request: EnrolmentRequest, publicKey: Data, now: Date
  ) async throws -> EnrolmentReply {
    var reply = try await file(request, publicKey: publicKey, now: now)
    reply.receiptKey = store.receiptKey.publicKey
    return reply
  }

  private func file(
    _ request: EnrolmentRequest, publicKey: Data, now: Date
  ) async throws -> EnrolmentReply {
    try await store.write { group in
      let database = group.database
      let token = try EnrolmentToken.named(request.token, database)
      try token?.requireCommune(request.commune)
      if let known = try EnrolledKey.find(publicKey, database) {
        return try known.reply(
          claimed: token?.commune ?? request.commune, now: now, database)
      }
      if request.previousKeyId != nil {
        let former = try FormerKey(request, now: now, database)
        return try Self.insert(request, publicKey: publicKey, former: former, now: now, group)
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
        .tokenUsed, "token \(token.id)", [.machine: .init(reply.machine)],
        by: .machine(reply.machine), at: now, database)
      group.touch(commune: token.commune, at: now, measuresMayDiffer: true)
      return reply
    }
  }

  private static func insert(
    _ request: EnrolmentRequest, publicKey: Data, token: EnrolmentToken, now: Date,
    _ database: Database
  ) throws -> EnrolmentReply {
    let id = randomMachineId()
    let number = try insertRow(
      request, id: id, commune: token.commune, token: token.id, publicKey: publicKey, now: now,
      database)
    try AuditLog.append(
      .machineEnrolled, id,
      [
        .commune: .init(token.commune), .token: .init(token.id),
        .key: .init(SHA256Digest.hexadecimal(of: publicKey)),
      ], by: .machine(id), at: now, database)
    try MergeProposals.propose(
      machine: number, id: id, commune: token.commune, at: now, database)
    return try .init(machine: id, key: 1, commune: token.commune, lastSequence: 0, database)
  }

  /// Adds a machine for which another's key vouches: in the same commune, quarantined.
  private static func insert(
    _ request: EnrolmentRequest, publicKey: Data, former: FormerKey, now: Date, _ group: WriteGroup
  ) throws -> EnrolmentReply {
    let database = group.database
    let id = randomMachineId()
    let number = try insertRow(
      request, id: id, commune: former.machine.commune, token: former.token,
      publicKey: publicKey, now: now, database)
    try database.execute(
      sql: "UPDATE machine SET reenrolledFrom = ? WHERE number = ?",
      arguments: [former.machine.number, number])
    try AuditLog.append(
      .machineEnrolled, id,
      [
        .commune: .init(former.machine.commune), .previousKey: .init(former.keyId),
        .key: .init(SHA256Digest.hexadecimal(of: publicKey)),
      ], by: .machine(former.machine.id), at: now, database)
    try MergeProposals.propose(
      machine: number, id: id, commune: former.machine.commune, at: now, database)
    try MachineStanding.read(machine: number, key: nil, database).quarantine(
      because: "clone: has the key of machine \(former.machine.id) and other hardware",
      by: .centre, at: now, group)
    return try .init(
      machine: id, key: 1, commune: former.machine.commune, lastSequence: 0, database)
  }

  /// `m` and twelve random letters and digits (60 bits).
  static func randomMachineId() -> String { "m" + CrockfordBase32.random(12) }

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
        request.agentVersion.cleaned(32) ?? "-", token, Instant(now),
      ])
    let number = database.lastInsertedRowID
    try database.execute(
      sql: "INSERT INTO machine_key (machine, number, publicKey, addedAt) VALUES (?, 1, ?, ?)",
      arguments: [number, publicKey, Instant(now)])
    for (kind, hash) in request.evidence.prefix(8)
    where hash.utf8.count == 64 && hash.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) {
      guard let kind = kind.cleaned(16) else { continue }
      try database.execute(
        sql: "INSERT OR IGNORE INTO machine_evidence (machine, kind, hash) VALUES (?, ?, ?)",
        arguments: [number, kind, hash])
    }
    return number
  }
}

extension EnrolmentReply {
  fileprivate init(
    machine: String, key: Int, commune: String, lastSequence: Int, _ database: Database
  ) throws {
    let names = try Row.fetchOne(
      database,
      sql: """
        SELECT c.name AS commune, p.name AS province FROM commune c
        JOIN province p ON p.code = c.province WHERE c.code = ?
        """, arguments: [commune])
    self.init(
      machine: machine, keyId: "\(machine).\(key)", commune: commune,
      communeName: names?["commune"] ?? commune, provinceName: names?["province"] ?? "",
      nextSeq: lastSequence + 1)
  }
}

/// A key on file with its machine, for an agent that asks again with the same key.
private struct EnrolledKey {
  let machine: MachineStanding
  let number: Int
  let isReenrolled: Bool

  static func find(_ publicKey: Data, _ database: Database) throws -> EnrolledKey? {
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT k.machine, k.number, m.reenrolledFrom IS NOT NULL AS isReenrolled
        FROM machine_key k JOIN machine m ON m.number = k.machine WHERE k.publicKey = ?
        """, arguments: [publicKey])
    return try row.map { row in
      EnrolledKey(
        machine: try MachineStanding.read(
          machine: row["machine"], key: row["number"], database),
        number: row["number"], isReenrolled: row["isReenrolled"])
    }
  }

  /// - Throws: ``InventoryError`` with `machineRetired` or `keyRevoked` if only a new key can be
  ///   enrolled; with `machineQuarantined` before the key is judged, so that a lost key
  ///   ends no quarantine.
  func reply(claimed: String?, now: Date, _ database: Database) throws -> EnrolmentReply {
    // A retired computer no longer belongs to a commune, so any commune's token may enrol it.
    if machine.state == .retired { try machine.state.requireActive(machine: machine.id) }
    if let claimed, claimed != machine.commune {
      throw InventoryError(
        .enrolledElsewhere,
        "This computer is enrolled in commune \(machine.commune), but the token is for \(claimed.cleaned(5) ?? "-"): ask the administrator to retire it there, or for a token for \(machine.commune)."
      )
    }
    // A machine that enrolled again is quarantined from the start, but still gets its name: the
    // first reply may have been lost.
    if !(isReenrolled && machine.isKeyValid(at: now)) {
      try machine.state.requireActive(machine: machine.id)
    }
    try machine.requireKey(at: now)
    return try EnrolmentReply(
      machine: machine.id, key: number, commune: machine.commune,
      lastSequence: machine.lastSequence, database)
  }
}
