public import Foundation
import GRDB

extension InventoryStore.People {
  /// Users who may sign in, by name.
  public func list() async throws -> [User] {
    try await store.rows(
      sql: "SELECT \(User.columns) FROM user u WHERE u.removedAt IS NULL ORDER BY u.name")
  }

  /// The user with a number.
  ///
  /// - Throws: ``InventoryError`` with `userUnknown`.
  public func user(_ number: Int64) async throws -> User {
    let user = try await store.pool.read { database in
      try User.fetchOne(
        database,
        sql: "SELECT \(User.columns) FROM user u WHERE u.number = ? AND u.removedAt IS NULL",
        arguments: [number])
    }
    guard let user else { throw InventoryError(.userUnknown, "This user does not exist.") }
    return user
  }

  /// Adds a user, or restores a removed one, and creates the link for choosing a password.
  ///
  /// - Parameter scope: the country for an administrator.
  /// - Returns: the user, and the link's secret, which is shown only now.
  /// - Throws: ``InventoryError`` with `argumentMalformed`, `provinceUnknown`, `communeUnknown` or
  ///   `stateConflict` if the user exists.
  public func invite(
    _ name: String, role: UserRole, scope: Scope, by actor: Actor = .systemUser(), now: Date
  ) async throws -> (user: User, secret: String) {
    let name = try User.checkedName(name)
    try Self.requirePlace(scope, for: role)
    return try await store.write { group in
      let database = group.database
      let (province, commune) = try Self.place(scope, database)
      // SQLite's NOCASE folds ASCII only: Ánh and ánh would be two users.
      let known = try String.fetchAll(
        database, sql: "SELECT name FROM user WHERE removedAt IS NULL")
      if known.contains(where: { $0.lowercased() == name.lowercased() }) {
        throw InventoryError(
          .stateConflict,
          "User \(name) already exists: choose another name.")
      }
      try database.execute(
        sql: """
          INSERT INTO user (name, role, province, commune, createdAt) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT (name) DO UPDATE SET role = excluded.role, province = excluded.province,
            commune = excluded.commune, removedAt = NULL, password = NULL, email = NULL,
            letterPeriod = 'none'
          """, arguments: [name, role, province, commune, Instant(now)])
      let user = try User.named(name, database)
      try AuditLog.append(
        .userAdded, "user \(user.name)",
        [.role: .init(role.rawValue), .place: .init(province ?? commune ?? "country")],
        by: actor, at: now, database)
      return (user, try Invitation.create(for: user.number, now: now, database))
    }
  }

  /// Creates a new link for a user who forgot the password. The old password is deleted, and every
  /// session, program token and earlier link of the user ends at once.
  ///
  /// - Throws: ``InventoryError`` with `userUnknown`.
  public func inviteAgain(
    _ name: String, by actor: Actor = .systemUser(), now: Date
  ) async throws -> (user: User, secret: String) {
    try await store.write { group in
      let database = group.database
      var user = try User.named(name, database)
      try database.execute(
        sql: "UPDATE user SET password = NULL WHERE number = ?", arguments: [user.number])
      user.hasPassword = false
      // A link for a first administrator must not become valid again because no user has a
      // password.
      try database.execute(sql: "DELETE FROM invitation WHERE user IS NULL")
      try user.endAccess(by: actor, now: now, database)
      try AuditLog.append(.userInvited, "user \(user.name)", by: actor, at: now, database)
      return (user, try Invitation.create(for: user.number, now: now, database))
    }
  }

  /// Gives a user another role or area, effective from the user's next request.
  ///
  /// - Parameter scope: the country for an administrator.
  /// - Throws: ``InventoryError`` with `userUnknown`, `argumentMalformed`, `provinceUnknown`,
  ///   `communeUnknown`, or `stateConflict` for the last administrator.
  public func change(
    _ name: String, role: UserRole, scope: Scope, by actor: Actor = .systemUser(), now: Date
  ) async throws {
    try Self.requirePlace(scope, for: role)
    try await store.write { group in
      let database = group.database
      let user = try User.named(name, database)
      let (province, commune) = try Self.place(scope, database)
      if role != .administrator { try user.requireAnotherAdministrator(database) }
      guard user.role != role || user.scope != scope else { return }
      try database.execute(
        sql: "UPDATE user SET role = ?, province = ?, commune = ? WHERE number = ?",
        arguments: [role, province, commune, user.number])
      try user.endCheckLinks(database)
      try AuditLog.append(
        .userChanged, "user \(user.name)",
        [
          .role: .init(role.rawValue), .place: .init(province ?? commune ?? "country"),
          .formerRole: .init(user.role.rawValue), .formerPlace: .init(user.scope.code),
        ], by: actor, at: now, database)
    }
  }

  /// Removes a user's rights, including those of the user's programs.
  ///
  /// - Throws: ``InventoryError`` with `userUnknown`, or `stateConflict` for the last
  ///   administrator.
  public func remove(_ name: String, by actor: Actor = .systemUser(), now: Date) async throws {
    try await store.write { group in
      let database = group.database
      let user = try User.named(name, database)
      try user.requireAnotherAdministrator(database)
      try database.execute(
        sql: """
          UPDATE user SET removedAt = ?, password = NULL, email = NULL, letterPeriod = 'none'
          WHERE number = ?
          """,
        arguments: [Instant(now), user.number])
      for table in ["invitation", "user_session", "user_address", "user_browser"] {
        try database.execute(
          sql: "DELETE FROM \(table) WHERE user = ?", arguments: [user.number])
      }
      try user.endCheckLinks(database)
      try database.execute(
        sql: "UPDATE program_token SET revokedAt = coalesce(revokedAt, ?) WHERE user = ?",
        arguments: [Instant(now), user.number])
      try AuditLog.append(.userRemoved, "user \(user.name)", by: actor, at: now, database)
    }
  }

  /// Sets a new password that a user has chosen; ends every session and every link of the user.
  ///
  /// - Parameters:
  ///   - former: the hash that the old password was checked against.
  ///   - password: the hash of the new one.
  ///   - keepsPrograms: keeps the tokens of the user's programs, which otherwise end as well.
  /// - Returns: false if the password was changed in the meantime.
  public func changePassword(
    of user: User, from former: String, to password: String, keepsPrograms: Bool = false,
    now: Date
  ) async throws -> Bool {
    try await store.write { group in
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
      try user.endCheckLinks(database)
      if !keepsPrograms { try user.revokeAPITokens(by: user.actor, now: now, database) }
      try AuditLog.append(.passwordSet, "user \(user.name)", by: user.actor, at: now, database)
      return true
    }
  }

  /// - Throws: ``InventoryError`` with `argumentMalformed`.
  private static func requirePlace(_ scope: Scope, for role: UserRole) throws {
    guard role != .administrator || scope == .country else {
      throw InventoryError(
        .argumentMalformed,
        "Administrators cover the whole country: choose neither a province nor a commune.",
        typed: "Administrators cover the whole country: omit --province and --commune.")
    }
  }

  private static func place(
    _ scope: Scope, _ database: Database
  ) throws -> (province: String?, commune: String?) {
    switch scope {
    case .country: return (nil, nil)
    case .province(let code):
      try Scope.country.requireProvince(code, database)
      return (code, nil)
    case .commune(let code):
      _ = try Scope.country.requireCommune(code, database)
      return (nil, code)
    }
  }
}
