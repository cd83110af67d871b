public import Foundation
import GRDB

/// A program's token as its user's list shows it.
public struct APIToken: DecodedRow, Sendable, Equatable {
  public var id: Int64
  public var userName: String
  public var label: String
  public var createdAt: Date
  public var expiresAt: Date
  public var revokedAt: Date?
  /// Whether its program may record purchases; otherwise it only reads.
  public var recordsPurchases: Bool
}

extension InventoryStore.APITokens {
  /// Days for which a token is valid by default.
  public static let defaultDays = 365
  private static let maximumDays = 730

  /// Creates a token with which a program reads what `user` may read.
  ///
  /// - Parameter recordsPurchases: whether it may also record orders and deliveries of programmes.
  /// - Returns: its text, which is shown only now.
  /// - Throws: ``InventoryError`` with `argumentMalformed`.
  public func create(
    for user: User, label: String, days: Int = defaultDays, recordsPurchases: Bool = false,
    now: Date
  ) async throws -> (id: Int64, secret: String) {
    guard let label = label.cleaned(100) else {
      throw InventoryError(.argumentMalformed, "Give the purpose of the token.")
    }
    guard 1...Self.maximumDays ~= days else {
      throw InventoryError(
        .argumentMalformed,
        "An API token is valid for 1 to \(Self.maximumDays) days, not \(days).")
    }
    let secret = Secret.random()
    let end = now.addingTimeInterval(Double(days) * 86_400)
    return try await store.write { group in
      let database = group.database
      try database.execute(
        sql: """
          INSERT INTO program_token (digest, user, label, createdAt, expiresAt, recordsPurchases)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          Secret.digest(secret), user.number, label, Instant(now), Instant(end), recordsPurchases,
        ])
      let id = database.lastInsertedRowID
      try AuditLog.append(
        .apiTokenCreated, "program token \(id)",
        [
          .user: .init(user.name), .label: .init(label), .days: .init(days),
          .recordsPurchases: .init(recordsPurchases ? 1 : 0),
        ],
        by: user.actor, at: now, database)
      return (id, secret)
    }
  }

  /// The user of a valid token, and whether it may record purchases; nil if it is not valid.
  public func user(
    of secret: String, now: Date
  ) async throws -> (user: User, recordsPurchases: Bool)? {
    guard let digest = Secret.digest(secret) else { return nil }
    return try await store.pool.read { database in
      let row = try Row.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT \(User.columns), t.recordsPurchases
            FROM program_token t JOIN user u ON u.number = t.user
            WHERE t.digest = ? AND t.revokedAt IS NULL AND t.expiresAt > ?
              AND t.createdAt <= ? AND u.removedAt IS NULL
            """), arguments: [digest, Instant(now), now.latestTolerable])
      return try row.map { (try User(row: $0), $0["recordsPurchases"]) }
    }
  }

  /// The tokens of one user's programs, or of all users if nil, newest first.
  public func list(of user: User?) async throws -> [APIToken] {
    try await store.rows(
      sql: """
        SELECT t.*, u.name AS userName FROM program_token t JOIN user u ON u.number = t.user
        WHERE ? IS NULL OR t.user = ? ORDER BY t.id DESC
        """, arguments: [user?.number, user?.number])
  }

  /// Revokes a token of `owner`, or of any user if nil.
  ///
  /// - Throws: ``InventoryError`` with `tokenUnknown`.
  public func revoke(_ id: Int64, of owner: User?, by actor: Actor, now: Date) async throws {
    try await store.write { group in
      try group.database.execute(
        sql: """
          UPDATE program_token SET revokedAt = coalesce(revokedAt, ?)
          WHERE id = ? AND (? IS NULL OR user = ?)
          """, arguments: [Instant(now), id, owner?.number, owner?.number])
      guard group.database.changesCount == 1 else {
        throw InventoryError(.tokenUnknown, "You have no such token.")
      }
      try AuditLog.append(
        .apiTokenRevoked, "program token \(id)", by: actor, at: now, group.database)
    }
  }
}
