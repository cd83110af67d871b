import Foundation
import GRDB
import Reporting
import ThirdPartyInventory

/// One inventory of another project's agent, mapped and ready to be filed in a transaction.
struct ThirdPartyFiling: Sendable {
  /// The inventory onto which a partial one was merged is no longer the present one.
  struct Overtaken: Error {}

  private let report: ThirdPartyReport
  /// Hashed hardware identifiers, by kind.
  let evidence: [String: String]
  /// The text onto which the report was merged; nil if it is whole.
  private let base: String?
  private let inventory: String
  private let sections: [ReceivedSection]
  let processor: HardwareFacts.Processor?

  /// - Parameter held: the machine's inventory on file, if `report` is partial.
  /// - Throws: ``InventoryError`` with `sectionsWanted` if there is nothing onto which to merge.
  init(_ report: ThirdPartyReport, onto held: String?) throws {
    self.report = report
    base = report.isPartial ? held : nil
    evidence = IdentifierHashes.of(report.inventory.identifiers)
    var whole = report.inventory.withoutAddresses
    if report.isPartial {
      guard let held,
        let before = try? JSONDecoder().decode(
          MachineInventory.self, from: Data(held.utf8))
      else {
        throw Self.wholeWanted
      }
      whole = before.updated(by: whole)
    }
    inventory = String(decoding: try CanonicalJSON.encode(whole), as: UTF8.self)
    let mapped = whole.mapped(source: report.source)
    processor = mapped.hardware.facts?.processor
    sections = try ThirdPartySections.of(mapped)
  }

  private static let wholeWanted = InventoryError(
    .sectionsWanted,
    "A partial inventory of a machine that the server does not know: send a full one first.")

  func file(_ group: WriteGroup) throws -> InventoryStore.ThirdPartyReports.Filed {
    let database = group.database
    let token = try token(database)
    try requireRecent(group.rules)
    var known = try Self.machine(report.digests, of: report.commune, database)
    if let retired = known, try comesBack(retired, with: token, database) {
      guard base == nil else { throw Self.wholeWanted }
      try database.execute(
        sql: "DELETE FROM third_party_identity WHERE machine = ?", arguments: [retired])
      known = nil
    }
    let number: Int64
    if let known {
      if let base, try Self.inventory(of: known, database) != base { throw Overtaken() }
      try requireSameHardware(known, database)
      try requireNewer(known, database)
      number = known
    } else {
      guard base == nil else { throw Overtaken() }
      number = try enrol(token, group)
    }
    let standing = try MachineStanding.read(machine: number, key: nil, database)
    let version = "\(report.source.agent) \(report.source.version ?? "-")"
    _ = try Ingest.file(
      ReceivedReport(
        machine: number, sequence: standing.lastSequence + 1, sections: sections,
        agentVersion: version, receivedAt: report.receivedAt,
        capturedAt: report.observedAt ?? report.receivedAt), group)
    try note(number, database)
    return .init(machine: standing.id, isNew: known == nil)
  }

  // MARK: - Identity

  /// The machine named by the first of the identities that is on file.
  static func machine(
    _ digests: [Data], of commune: String, _ database: Database
  ) throws -> Int64? {
    for digest in digests {
      let machine = try Int64.fetchOne(
        database.cachedStatement(
          sql: "SELECT machine FROM third_party_identity WHERE commune = ? AND digest = ?"),
        arguments: [commune, digest])
      if let machine { return machine }
    }
    return nil
  }

  static func inventory(of machine: Int64, _ database: Database) throws -> String? {
    try String.fetchOne(
      database.cachedStatement(
        sql: "SELECT inventory FROM third_party_machine WHERE machine = ?"),
      arguments: [machine])
  }

  private func token(_ database: Database) throws -> EnrolmentToken? {
    guard let text = report.token else { return nil }
    guard let token = try EnrolmentToken.named(text, database), token.commune == report.commune
    else {
      throw InventoryError(
        .tokenUnknown, "The server does not know this token of commune \(report.commune).")
    }
    if token.isRevoked { try token.check(now: report.receivedAt) }
    return token
  }

  /// Whether a retired machine enrols again: with a token other than its former one, or by an
  /// imported file written after its retirement.
  ///
  /// - Throws: ``InventoryError`` with `machineRetired` for an imported file that is older.
  private func comesBack(
    _ machine: Int64, with token: EnrolmentToken?, _ database: Database
  ) throws -> Bool {
    let retired = try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT id, token, coalesce(retiredAt, enrolledAt) AS retiredAt FROM machine
          WHERE number = ? AND state = 'retired'
          """),
      arguments: [machine])
    guard let retired else { return false }
    if let token { return retired["token"] != token.id }
    let at = retired.date("retiredAt")
    guard let observedAt = report.observedAt, observedAt > at else {
      throw InventoryError(
        .machineRetired,
        "Computer \(retired["id"] as String) was retired on \(VietnamDay.text(at)), after this inventory: run the agent there again and import its new file."
      )
    }
    return true
  }

  /// An old file must not make a machine look alive.
  ///
  /// - Throws: ``InventoryError`` with `sequenceBehind`.
  private func requireRecent(_ rules: MeasureRules) throws {
    guard let observedAt = report.observedAt,
      report.receivedAt.timeIntervalSince(observedAt) > rules.silentDays * 86_400
    else { return }
    throw InventoryError(
      .sequenceBehind,
      "The inventory is from \(VietnamDay.text(observedAt)) and no longer shows the machine's present state: run the agent again, or give its day with --day if that computer's clock is wrong."
    )
  }

  /// - Throws: ``InventoryError`` with `sequenceBehind` if an imported file is not newer than what
  ///   is on file.
  private func requireNewer(_ machine: Int64, _ database: Database) throws {
    guard let observedAt = report.observedAt else { return }
    let held = try Int64.fetchOne(
      database, sql: "SELECT observedAt FROM third_party_machine WHERE machine = ?",
      arguments: [machine])
    guard let held, held >= observedAt.microseconds else { return }
    throw InventoryError(
      .sequenceBehind, "An inventory of this machine that is as new or newer is on file already.")
  }

  // MARK: - Writing

  /// - Returns: the new machine's row number.
  private func enrol(_ token: EnrolmentToken?, _ group: WriteGroup) throws -> Int64 {
    let database = group.database
    let now = report.receivedAt
    try token?.check(now: now)
    let tokenId = try token?.id ?? importToken(database)
    try database.execute(
      sql: "UPDATE enrolment_token SET uses = uses + 1 WHERE id = ?", arguments: [tokenId])
    let id = InventoryStore.Enrolments.randomMachineId()
    try database.execute(
      sql: """
        INSERT INTO machine (id, commune, simulated, installId, agentVersion, token, enrolledAt)
        VALUES (?, ?, 0, ?, ?, ?, ?)
        """,
      arguments: [
        id, report.commune, "-", report.source.agent.cleaned(32) ?? "-", tokenId, Instant(now),
      ])
    let number = database.lastInsertedRowID
    for (kind, hash) in evidence {
      try database.execute(
        sql: "INSERT INTO machine_evidence (machine, kind, hash) VALUES (?, ?, ?)",
        arguments: [number, kind, hash])
    }
    try AuditLog.append(
      .machineEnrolled, id,
      [
        .commune: .init(report.commune), .token: .init(tokenId),
        .agent: .init(report.source.agent.cleaned(64) ?? "-"),
      ], by: token == nil ? .systemUser() : .machine(id), at: now, database)
    try MergeProposals.propose(
      machine: number, id: id, commune: report.commune, at: now, database)
    group.touch(commune: report.commune, at: now, measuresMayDiffer: true)
    return number
  }

  /// Adds a token for a machine that an administrator imports: for one use, revoked at once, known
  /// to nobody.
  ///
  /// - Returns: the token's row number.
  private func importToken(_ database: Database) throws -> Int64 {
    let known = try Bool.fetchOne(
      database, sql: "SELECT 1 FROM commune WHERE code = ?", arguments: [report.commune])
    guard known != nil else { throw InventoryError.unknownCommune(report.commune) }
    let now = report.receivedAt
    try database.execute(
      sql: """
        INSERT INTO enrolment_token
          (digest, commune, maximumUses, createdAt, expiresAt, revokedAt)
        VALUES (randomblob(32), ?, 1, ?, ?, ?)
        """,
      arguments: [
        report.commune, Instant(now), Instant(now.addingTimeInterval(1)), Instant(now),
      ])
    return database.lastInsertedRowID
  }

  private func note(_ machine: Int64, _ database: Database) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO third_party_machine (machine, agent, version, inventory, observedAt)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET agent = excluded.agent, version = excluded.version,
          inventory = excluded.inventory, observedAt = excluded.observedAt
        """
    ).execute(arguments: [
      machine, report.source.agent.cleaned(64) ?? "-", report.source.version?.cleaned(32),
      inventory, Instant(report.observedAt ?? report.receivedAt),
    ])
    for digest in report.digests {
      try database.cachedStatement(
        sql: """
          INSERT OR IGNORE INTO third_party_identity (commune, digest, machine) VALUES (?, ?, ?)
          """
      ).execute(arguments: [report.commune, digest, machine])
      try database.cachedStatement(
        sql: "DELETE FROM third_party_call WHERE commune = ? AND digest = ?"
      ).execute(arguments: [report.commune, digest])
    }
  }
}
