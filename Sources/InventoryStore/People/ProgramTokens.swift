public import Foundation
import GRDB

/// A program's right to read, as its user's list shows it.
public struct ProgramToken: Sendable, Equatable {
  public var id: Int64
  public var userName: String
  public var label: String
  public var createdAt: Date
  public var expiresAt: Date
  public var revokedAt: Date?
}

extension InventoryStore {
  public static let programTokenDays = 365

  /// Makes a token with which a program reads what `user` may.
  ///
  /// - Returns: its text, which is shown only now.
  /// - Throws: ``InventoryError`` with `argumentMalformed`.
  public func createProgramToken(
    for user: User, label: String, days: Int = programTokenDays, now: Date
  ) throws -> (id: Int64, secret: String) {
    guard let label = label.cleaned(100) else {
      throw InventoryError(.argumentMalformed, "Give the purpose of the token.")
    }
    guard 1...programTokenMaximumDays ~= days else {
      throw InventoryError(
        .argumentMalformed,
        "An API token is valid for 1 to \(programTokenMaximumDays) days, not \(days).")
    }
    let secret = Secret.random()
    return try writing { database in
      try database.execute(
        sql: """
          INSERT INTO program_token (digest, user, label, createdAt, expiresAt)
          VALUES (?, ?, ?, ?, ?)
          """,
        arguments: [
          Secret.digest(secret), user.number, label, now.microseconds,
          now.addingTimeInterval(Double(days) * 86_400).microseconds,
        ])
      let id = database.lastInsertedRowID
      try AuditLog.append(
        .programTokenCreated, "program token \(id)",
        ["user": .init(user.name), "label": .init(label), "days": .init(days)],
        by: user.actor, at: now, database)
      return (id, secret)
    }
  }

  private var programTokenMaximumDays: Int { 730 }

  /// Whose program holds a token; nil where it does not hold.
  public func user(ofProgram secret: String, now: Date) async throws -> User? {
    guard let digest = Secret.digest(secret) else { return nil }
    return try await pool.read { database in
      try Row.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT \(User.columns) FROM program_token t JOIN user u ON u.number = t.user
            WHERE t.digest = ? AND t.revokedAt IS NULL AND t.expiresAt > ?
              AND t.createdAt <= ? AND u.removedAt IS NULL
            """), arguments: [digest, now.microseconds, now.latestTolerable]
      ).flatMap { User($0) }
    }
  }

  /// The tokens of a user's programs, or of everybody's, newest first.
  public func programTokens(of user: User?) async throws -> [ProgramToken] {
    try await pool.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT t.*, u.name FROM program_token t JOIN user u ON u.number = t.user
          WHERE ? IS NULL OR t.user = ? ORDER BY t.id DESC
          """, arguments: [user?.number, user?.number]
      ).map { row in
        ProgramToken(
          id: row["id"], userName: row["name"], label: row["label"],
          createdAt: Date(microseconds: row["createdAt"]),
          expiresAt: Date(microseconds: row["expiresAt"]),
          revokedAt: (row["revokedAt"] as Int64?).map { Date(microseconds: $0) })
      }
    }
  }

  /// Ends every token of a user's programs.
  static func revokeProgramTokens(
    of user: User, by actor: Actor, now: Date, _ database: Database
  ) throws {
    let ids = try Int64.fetchAll(
      database,
      // Expired ones too: if the clock runs ahead, they only seem to be.
      sql: "SELECT id FROM program_token WHERE user = ? AND revokedAt IS NULL",
      arguments: [user.number])
    for id in ids {
      try database.execute(
        sql: "UPDATE program_token SET revokedAt = ? WHERE id = ?",
        arguments: [now.microseconds, id])
      try AuditLog.append(
        .programTokenRevoked, "program token \(id)", by: actor, at: now, database)
    }
  }

  /// Ends a program's right; one's own, or anybody's where `owner` is nil.
  ///
  /// - Throws: ``InventoryError`` with `tokenUnknown`.
  public func revokeProgramToken(
    _ id: Int64, of owner: User?, by actor: Actor, now: Date
  ) throws {
    try writing { database in
      try database.execute(
        sql: """
          UPDATE program_token SET revokedAt = coalesce(revokedAt, ?)
          WHERE id = ? AND (? IS NULL OR user = ?)
          """, arguments: [now.microseconds, id, owner?.number, owner?.number])
      guard database.changesCount == 1 else {
        throw InventoryError(.tokenUnknown, "You have no such token.")
      }
      try AuditLog.append(
        .programTokenRevoked, "program token \(id)", by: actor, at: now, database)
    }
  }
}
