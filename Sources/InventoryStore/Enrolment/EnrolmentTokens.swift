public import Foundation
import GRDB

/// A newly created token; its text is not stored and known only now.
public struct NewToken: Codable, Sendable, Equatable {
  public var id: Int64
  public var token, commune, communeName, province: String
  /// Number of machines that may enrol with it.
  public var uses: Int
  public var expiresAt: Date
}

/// A token as stored.
public struct TokenRecord: DecodedRow, Encodable, Sendable, Equatable {
  public var id: Int64
  public var commune, communeName: String
  public var uses, maximumUses: Int
  public var createdAt, expiresAt: Date
  public var revokedAt: Date?

  public enum State: String, Sendable { case valid, usedUp, expired, revoked }

  public func state(at now: Date) -> State {
    if revokedAt != nil { return .revoked }
    if uses >= maximumUses { return .usedUp }
    // A token created under a clock wrong by days would be valid for that much longer.
    return expiresAt <= now || createdAt.microseconds > now.latestTolerable ? .expired : .valid
  }
}

extension InventoryStore.Tokens {
  /// Days for which a token is valid by default.
  public static let defaultDays = 14

  /// Creates one token for each of the communes, in one transaction.
  ///
  /// - Parameter uses: how many machines may enrol with each, 1…10,000.
  /// - Throws: ``InventoryError`` with `communeUnknown` or `argumentMalformed`.
  public func create(
    communes: [String], uses: Int, days: Int = defaultDays, within scope: Scope,
    by actor: Actor = .systemUser(), now: Date
  ) async throws -> [NewToken] {
    guard 1...10_000 ~= uses else {
      throw InventoryError(.argumentMalformed, "A token is for 1 to 10000 computers, not \(uses).")
    }
    guard 1...365 ~= days else {
      throw InventoryError(.argumentMalformed, "A token is valid for 1 to 365 days, not \(days).")
    }
    return try await store.write { group in
      let database = group.database
      return try communes.map { code in
        let commune = try scope.requireCommune(code, database)
        let text = TokenText.random()
        let expiresAt = now.addingTimeInterval(Double(days) * 86_400)
        try database.execute(
          sql: """
            INSERT INTO enrolment_token (digest, commune, maximumUses, createdAt, expiresAt)
            VALUES (?, ?, ?, ?, ?)
            """,
          arguments: [TokenText.digest(text), code, uses, Instant(now), Instant(expiresAt)])
        let id = database.lastInsertedRowID
        try AuditLog.append(
          .tokenCreated, "token \(id)",
          [.commune: .init(code), .uses: .init(uses), .days: .init(days)],
          by: actor, at: now, database)
        return NewToken(
          id: id, token: text, commune: code,
          communeName: commune.name, province: commune.province, uses: uses, expiresAt: expiresAt)
      }
    }
  }

  /// All tokens of a scope's communes, newest first.
  public func list(within scope: Scope) async throws -> [TokenRecord] {
    // SQLite takes a negative limit for none.
    try await list(within: scope, onlyValid: false, now: .distantPast, limit: -1)
  }

  /// A page of the tokens of a scope's communes, newest first.
  ///
  /// - Parameter onlyValid: leaves out used up, expired and revoked ones.
  public func list(
    within scope: Scope, onlyValid: Bool, now: Date, limit: Int, offset: Int = 0
  ) async throws -> [TokenRecord] {
    let inScope = scope.condition("c")
    return try await store.rows(
      sql: """
        SELECT t.*, c.name AS communeName FROM enrolment_token t
        JOIN commune c ON c.code = t.commune
        WHERE (NOT ? OR (\(Self.isValid))) AND \(inScope.sql)
        ORDER BY t.id DESC LIMIT ? OFFSET ?
        """,
      arguments: [onlyValid, Instant(now), now.latestTolerable]
        + StatementArguments(inScope.arguments) + [limit, offset])
  }

  /// Number of tokens of a scope, of those that are still valid, and of the latter that no computer
  /// has used yet.
  public func counts(
    within scope: Scope, now: Date
  ) async throws -> (all: Int, valid: Int, unused: Int) {
    let inScope = scope.condition("c")
    return try await store.pool.read { database in
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT count(*) AS total, count(*) FILTER (WHERE \(Self.isValid)) AS valid,
            count(*) FILTER (WHERE t.uses = 0 AND \(Self.isValid)) AS unused
          FROM enrolment_token t JOIN commune c ON c.code = t.commune WHERE \(inScope.sql)
          """,
        arguments: [Instant(now), now.latestTolerable, Instant(now), now.latestTolerable]
          + StatementArguments(inScope.arguments))
      return (row?["total"] ?? 0, row?["valid"] ?? 0, row?["unused"] ?? 0)
    }
  }

  /// Revokes a token; machines enrolled with it stay.
  ///
  /// - Throws: ``InventoryError`` with `tokenUnknown`.
  public func revoke(
    _ id: Int64, within scope: Scope, by actor: Actor = .systemUser(), now: Date
  ) async throws {
    let inScope = scope.condition("c")
    try await store.write { group in
      try group.database.execute(
        sql: """
          UPDATE enrolment_token SET revokedAt = coalesce(revokedAt, ?)
          WHERE id = ? AND EXISTS
            (SELECT 1 FROM commune c WHERE c.code = enrolment_token.commune AND \(inScope.sql))
          """, arguments: [Instant(now), id] + StatementArguments(inScope.arguments))
      guard group.database.changesCount == 1 else {
        throw InventoryError(
          .tokenUnknown, "There is no token \(id): check its number.",
          typed: "There is no token \(id): run token list.")
      }
      try AuditLog.append(.tokenRevoked, "token \(id)", by: actor, at: now, group.database)
    }
  }

  private static let isValid =
    "t.revokedAt IS NULL AND t.uses < t.maximumUses AND t.expiresAt > ? AND t.createdAt <= ?"
}
