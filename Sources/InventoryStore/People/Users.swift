public import Foundation
import GRDB

/// Who may sign in. Every change is in the audit log.
extension InventoryStore {
  /// Adds a user, or brings one back who was removed, and makes the link for the password.
  ///
  /// - Parameter scope: the country for an administrator.
  /// - Returns: the user and the secret of a link that is shown only now.
  /// - Throws: ``InventoryError`` with `argumentMalformed`, `provinceUnknown`, `communeUnknown` or
  ///   `stateConflict` where there is such a user.
  public func addUser(
    _ name: String, role: UserRole, scope: Scope, by actor: Actor = .systemUser(), now: Date
  ) throws -> (user: User, secret: String) {
    let name = try Self.userName(name)
    try Self.requirePlace(scope, for: role)
    return try writing { database in
      let (province, commune) = try Self.place(scope, database)
      // SQLite's NOCASE knows ASCII alone: Ánh and ánh would be two.
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
            commune = excluded.commune, removedAt = NULL, password = NULL
          """, arguments: [name, role.rawValue, province, commune, now.microseconds])
      let user = try Self.user(named: name, database)
      try AuditLog.append(
        .userAdded, "user \(user.name)",
        ["role": .init(role.rawValue), "place": .init(province ?? commune ?? "country")],
        by: actor, at: now, database)
      return (user, try Self.invite(user.number, now: now, database))
    }
  }

  /// Makes a new link for a user who forgot the password. The old password is forgotten here too,
  /// and every session, program's token and link made before ends at once.
  ///
  /// - Throws: ``InventoryError`` with `userUnknown`.
  public func inviteAgain(
    _ name: String, by actor: Actor = .systemUser(), now: Date
  ) throws -> (user: User, secret: String) {
    try writing { database in
      var user = try Self.user(named: name, database)
      try database.execute(
        sql: "UPDATE user SET password = NULL WHERE number = ?", arguments: [user.number])
      user.hasPassword = false
      // One for a first administrator must not come back to life because nobody has a password.
      try database.execute(sql: "DELETE FROM invitation WHERE user IS NULL")
      try Self.endAccess(of: user, by: actor, now: now, database)
      try AuditLog.append(.userInvited, "user \(user.name)", by: actor, at: now, database)
      return (user, try Self.invite(user.number, now: now, database))
    }
  }

  /// Takes a user's rights away, and those of the user's programs.
  ///
  /// - Throws: ``InventoryError`` with `userUnknown`, or `stateConflict` for the last administrator.
  public func removeUser(_ name: String, by actor: Actor = .systemUser(), now: Date) throws {
    try writing { database in
      let user = try Self.user(named: name, database)
      try Self.requireAnotherAdministrator(than: user, database)
      try database.execute(
        sql: "UPDATE user SET removedAt = ?, password = NULL WHERE number = ?",
        arguments: [now.microseconds, user.number])
      for table in ["invitation", "user_session", "user_address", "user_browser"] {
        try database.execute(
          sql: "DELETE FROM \(table) WHERE user = ?", arguments: [user.number])
      }
      try database.execute(
        sql: "UPDATE program_token SET revokedAt = coalesce(revokedAt, ?) WHERE user = ?",
        arguments: [now.microseconds, user.number])
      try AuditLog.append(.userRemoved, "user \(user.name)", by: actor, at: now, database)
    }
  }

  /// Those who may sign in, by name.
  public func users() async throws -> [User] {
    try await pool.read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT \(User.columns) FROM user u WHERE u.removedAt IS NULL ORDER BY u.name"
      ).compactMap { User($0) }
    }
  }

  static func user(named name: String, _ database: Database) throws -> User {
    let row = try Row.fetchOne(
      database,
      sql: "SELECT \(User.columns) FROM user u WHERE u.name = ? AND u.removedAt IS NULL",
      arguments: [name])
    guard let user = row.flatMap({ User($0) }) else {
      throw InventoryError(
        .userUnknown, "There is no user \(name.cleaned(64) ?? "-"): run user list.")
    }
    return user
  }

  /// What the audit log calls itself; nobody else may.
  private static let reserved: Set<String> = [Actor.centre.name]

  /// Letters, digits, and `.`, `_`, `-`, `@` between them: what a person types and a log shows.
  static func userName(_ text: String) throws -> String {
    let name = text.precomposedStringWithCanonicalMapping
    let marks: Set<Character> = [".", "_", "-", "@"]
    guard 1...64 ~= name.count, name.utf8.count <= 200,
      name.allSatisfy({ $0.isLetter || $0.isNumber || marks.contains($0) }),
      name.first.map({ !marks.contains($0) }) == true, !reserved.contains(name.lowercased())
    else {
      throw InventoryError(
        .argumentMalformed,
        "A user name has 1 to 64 letters and digits; . _ - @ are allowed in between; \"centre\" is reserved."
      )
    }
    return name
  }

  static func place(
    _ scope: Scope, _ database: Database
  ) throws -> (province: String?, commune: String?) {
    switch scope {
    case .country: return (nil, nil)
    case .province(let code):
      try requireProvince(code, database)
      return (code, nil)
    case .commune(let code):
      _ = try requireCommune(code, database)
      return (nil, code)
    }
  }

  /// A transaction whose failures of the disk a person can read.
  func writing<Value>(_ change: (Database) throws -> Value) throws -> Value {
    do {
      return try pool.write(change)
    } catch let error as DatabaseError {
      throw InventoryError(error) as (any Error)? ?? error
    }
  }
}
