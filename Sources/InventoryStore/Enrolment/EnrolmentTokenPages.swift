public import Foundation
import GRDB

/// Enrolment tokens a page at a time.
extension InventoryStore {
  /// How many tokens of a scope there are, and how many of them still let a machine in.
  public func tokenCounts(
    within scope: Scope = .country, now: Date
  ) async throws -> (all: Int, valid: Int) {
    let inScope = scope.condition("c")
    return try await pool.read { database in
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT count(*), count(*) FILTER (WHERE \(Self.tokenIsValid)) FROM enrolment_token t
          JOIN commune c ON c.code = t.commune WHERE \(inScope.sql)
          """,
        arguments: [now.microseconds, now.latestTolerable] + StatementArguments(inScope.arguments)
      )
      return (row?[0] ?? 0, row?[1] ?? 0)
    }
  }

  /// Some tokens of a scope's communes, newest first.
  ///
  /// - Parameter onlyValid: leaves out what was used up, has expired or was withdrawn.
  public func tokens(
    within scope: Scope = .country, onlyValid: Bool, now: Date, limit: Int, offset: Int = 0
  ) async throws -> [TokenRecord] {
    let inScope = scope.condition("c")
    return try await pool.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT t.*, c.name AS communeName FROM enrolment_token t
          JOIN commune c ON c.code = t.commune
          WHERE (NOT ? OR (\(Self.tokenIsValid))) AND \(inScope.sql)
          ORDER BY t.id DESC LIMIT ? OFFSET ?
          """,
        arguments: [onlyValid, now.microseconds, now.latestTolerable]
          + StatementArguments(inScope.arguments)
          + [limit, offset]
      ).map(TokenRecord.init)
    }
  }

  private static let tokenIsValid =
    "t.revokedAt IS NULL AND t.uses < t.maximumUses AND t.expiresAt > ? AND t.createdAt <= ?"
}

extension TokenRecord {
  /// - Parameter row: of `enrolment_token`, with the commune's name as `communeName`.
  init(_ row: Row) {
    self.init(
      id: row["id"], commune: row["commune"], communeName: row["communeName"],
      uses: row["uses"], maximumUses: row["maximumUses"],
      createdAt: Date(microseconds: row["createdAt"]),
      expiresAt: Date(microseconds: row["expiresAt"]),
      revokedAt: (row["revokedAt"] as Int64?).map { Date(microseconds: $0) })
  }

  public enum State: String, Sendable { case valid, usedUp, expired, revoked }

  public func state(at now: Date) -> State {
    if revokedAt != nil { return .revoked }
    if uses >= maximumUses { return .usedUp }
    // One that a clock wrong by days made would hold for as much longer.
    return expiresAt <= now || createdAt.microseconds > now.latestTolerable ? .expired : .valid
  }
}
