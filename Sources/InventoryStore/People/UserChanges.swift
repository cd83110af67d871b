public import Foundation
import GRDB

/// What changes of a user who is there.
extension InventoryStore {
  /// - Throws: ``InventoryError`` with `userUnknown`.
  public func user(_ number: Int64) async throws -> User {
    let row = try await pool.read { database in
      try Row.fetchOne(
        database,
        sql: "SELECT \(User.columns) FROM user u WHERE u.number = ? AND u.removedAt IS NULL",
        arguments: [number]
      ).flatMap { User($0) }
    }
    guard let row else { throw InventoryError(.userUnknown, "This user does not exist.") }
    return row
  }

  /// Gives a user another role or place. It holds from the user's next request on.
  ///
  /// - Parameter scope: the country for an administrator.
  /// - Throws: ``InventoryError`` with `userUnknown`, `argumentMalformed`, `provinceUnknown`,
  ///   `communeUnknown`, or `stateConflict` for the last administrator.
  public func changeUser(
    _ name: String, role: UserRole, scope: Scope, by actor: Actor = .systemUser(), now: Date
  ) throws {
    try Self.requirePlace(scope, for: role)
    try writing { database in
      let user = try Self.user(named: name, database)
      let (province, commune) = try Self.place(scope, database)
      if role != .administrator { try Self.requireAnotherAdministrator(than: user, database) }
      guard user.role != role || user.scope != scope else { return }
      try database.execute(
        sql: "UPDATE user SET role = ?, province = ?, commune = ? WHERE number = ?",
        arguments: [role.rawValue, province, commune, user.number])
      try AuditLog.append(
        .userChanged, "user \(user.name)",
        [
          "role": .init(role.rawValue), "place": .init(province ?? commune ?? "country"),
          "formerRole": .init(user.role.rawValue), "formerPlace": .init(user.scope.code),
        ], by: actor, at: now, database)
    }
  }

  /// A user's own new password; every session ends, and so does a link for another password.
  ///
  /// - Parameters:
  ///   - former: the hash that the old password was checked against.
  ///   - password: the hash of the new one.
  ///   - keepsPrograms: leaves the tokens of the user's programs alone; else they end too.
  /// - Returns: false where the password was changed meanwhile.
  public func changePassword(
    of user: User, from former: String, to password: String, keepsPrograms: Bool = false,
    now: Date
  ) async throws -> Bool {
    try await durably { group in
      let database = group.database
      try database.execute(
        sql: """
          UPDATE user SET password = ? WHERE number = ? AND password = ? AND removedAt IS NULL
          """, arguments: [password, user.number, former])
      guard database.changesCount == 1 else { return false }
      for table in ["user_session", "invitation"] {
        try database.execute(
          sql: "DELETE FROM \(table) WHERE user = ?", arguments: [user.number])
      }
      if !keepsPrograms {
        try Self.revokeProgramTokens(of: user, by: user.actor, now: now, database)
      }
      try AuditLog.append(.passwordSet, "user \(user.name)", by: user.actor, at: now, database)
      return true
    }
  }

  /// - Throws: ``InventoryError`` with `stateConflict` where `user` is the only administrator who
  ///   can sign in.
  static func requireAnotherAdministrator(than user: User, _ database: Database) throws {
    guard user.role == .administrator else { return }
    let others = try Int.fetchOne(
      database,
      sql: """
        SELECT count(*) FROM user WHERE role = 'administrator' AND removedAt IS NULL
          AND password IS NOT NULL AND number <> ?
        """, arguments: [user.number])
    guard others ?? 0 > 0 else {
      throw InventoryError(
        .stateConflict,
        "\(user.name) is the last administrator who can sign in: add another one first.")
    }
  }

  /// - Throws: ``InventoryError`` with `argumentMalformed`.
  static func requirePlace(_ scope: Scope, for role: UserRole) throws {
    guard role != .administrator || scope == .country else {
      throw InventoryError(
        .argumentMalformed, "Administrators cover the whole country: omit --province and --commune."
      )
    }
  }
}
