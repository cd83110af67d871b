public import Foundation
import GRDB
import Reporting

/// A token as it was made: the only moment at which its text is known.
public struct NewToken: Codable, Sendable, Equatable {
  public var id: Int64
  public var token: String
  public var commune: String
  public var communeName: String
  public var province: String
  /// How many machines may still enrol with it.
  public var uses: Int
  public var expiresAt: Date
}

/// A token as the database knows it.
public struct TokenRecord: Codable, Sendable, Equatable {
  public var id: Int64
  public var commune: String
  public var communeName: String
  public var uses: Int
  public var maximumUses: Int
  public var createdAt: Date
  public var expiresAt: Date
  public var revokedAt: Date?
}

extension InventoryStore {
  public static let tokenDays = 14

  /// Makes one token for each of the communes, in one transaction.
  ///
  /// - Parameter uses: how many machines may enrol with each, 1…10,000.
  /// - Throws: ``InventoryError`` with `communeUnknown` or `argumentMalformed`.
  public func createTokens(
    communes: [String], uses: Int, days: Int = tokenDays, within scope: Scope = .country,
    by actor: Actor = .systemUser(), now: Date
  ) throws -> [NewToken] {
    guard 1...10_000 ~= uses else {
      throw InventoryError(.argumentMalformed, "A token is for 1 to 10000 computers, not \(uses).")
    }
    guard 1...365 ~= days else {
      throw InventoryError(.argumentMalformed, "A token is valid for 1 to 365 days, not \(days).")
    }
    return try writing { database in
      try communes.map { code in
        let commune = try Self.requireCommune(code, within: scope, database)
        let text = TokenText.random()
        let expiresAt = now.addingTimeInterval(Double(days) * 86_400)
        try database.execute(
          sql: """
            INSERT INTO enrolment_token (digest, commune, maximumUses, createdAt, expiresAt)
            VALUES (?, ?, ?, ?, ?)
            """,
          arguments: [
            TokenText.digest(text), code, uses, now.microseconds, expiresAt.microseconds,
          ])
        let id = database.lastInsertedRowID
        try AuditLog.append(
          .tokenCreated, "token \(id)",
          ["commune": .init(code), "uses": .init(uses), "days": .init(days)],
          by: actor, at: now, database)
        return NewToken(
          id: id, token: text, commune: code,
          communeName: commune.name, province: commune.province, uses: uses, expiresAt: expiresAt)
      }
    }
  }

  /// The tokens of a scope's communes, newest first.
  public func tokens(within scope: Scope = .country) async throws -> [TokenRecord] {
    let inScope = scope.condition("c")
    return try await pool.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT t.*, c.name AS communeName FROM enrolment_token t
          JOIN commune c ON c.code = t.commune WHERE \(inScope.sql) ORDER BY t.id DESC
          """, arguments: StatementArguments(inScope.arguments)
      ).map(TokenRecord.init)
    }
  }

  /// Takes a token's right away; machines that enrolled with it stay.
  ///
  /// - Throws: ``InventoryError`` with `tokenUnknown`.
  public func revokeToken(
    _ id: Int64, within scope: Scope = .country, by actor: Actor = .systemUser(), now: Date
  ) throws {
    let inScope = scope.condition("c")
    try writing { database in
      try database.execute(
        sql: """
          UPDATE enrolment_token SET revokedAt = coalesce(revokedAt, ?)
          WHERE id = ? AND EXISTS
            (SELECT 1 FROM commune c WHERE c.code = enrolment_token.commune AND \(inScope.sql))
          """,
        arguments: [now.microseconds, id] + StatementArguments(inScope.arguments))
      guard database.changesCount == 1 else {
        throw InventoryError(.tokenUnknown, "There is no token \(id): run token list.")
      }
      try AuditLog.append(.tokenRevoked, "token \(id)", by: actor, at: now, database)
    }
  }

  static func requireCommune(
    _ code: String, within scope: Scope = .country, _ database: Database
  ) throws -> (name: String, province: String) {
    let inScope = scope.condition("c")
    let row = try Row.fetchOne(
      database,
      sql: "SELECT c.name, c.province FROM commune c WHERE c.code = ? AND \(inScope.sql)",
      arguments: [code] + StatementArguments(inScope.arguments))
    guard let row else {
      throw InventoryError(
        .communeUnknown, "Commune \(code.prefix(20)) is not in the register: run communes list.")
    }
    return (row["name"], row["province"])
  }
}
