public import Foundation
import GRDB

/// Links by which a user chooses a password, once and within a day.
extension InventoryStore {
  public static let invitationHours = 24

  /// For whom an invitation is.
  public enum Invited: Sendable, Equatable {
    /// Whoever opens it becomes the first administrator, under a name of their own choice.
    case firstAdministrator
    case user(User)
  }

  /// The secret of a link for the first administrator; nil where somebody can sign in already. A
  /// link made before ends.
  public func inviteFirstAdministrator(now: Date) throws -> String? {
    try writing { database in
      guard try Self.awaitsFirstAdministrator(database) else { return nil }
      return try Self.invite(nil, now: now, database)
    }
  }

  /// For whom a link is.
  ///
  /// - Throws: ``InventoryError`` with `invitationUnknown` where it was used, has expired, or never
  ///   was.
  public func invited(_ secret: String, now: Date) async throws -> Invited {
    guard let (invited, _) = try await pool.read({ try Self.invited(secret, now: now, $0) }) else {
      throw Self.invitationUnknown
    }
    return invited
  }

  /// Uses an invitation up: the user has that password from now on, and is signed out everywhere,
  /// the user's programs included.
  ///
  /// - Parameters:
  ///   - name: the first administrator's own; of others it is known.
  ///   - password: its hash.
  /// - Throws: ``InventoryError`` with `invitationUnknown`, `argumentMalformed`.
  public func accept(
    _ secret: String, name: String?, password: String, now: Date
  ) async throws -> User {
    let chosen = try name.map(Self.userName)
    return try await durably { group in
      let database = group.database
      guard let (invited, digest) = try Self.invited(secret, now: now, database) else {
        throw Self.invitationUnknown
      }
      var user: User
      switch invited {
      case .user(let known): user = known
      case .firstAdministrator:
        guard let chosen else {
          throw InventoryError(
            .argumentMalformed, "The first administrator must choose a user name.")
        }
        guard try Self.awaitsFirstAdministrator(database) else { throw Self.invitationUnknown }
        try database.execute(
          sql: """
            INSERT INTO user (name, role, createdAt) VALUES (?, 'administrator', ?)
            ON CONFLICT (name) DO UPDATE SET role = 'administrator', province = NULL,
              commune = NULL, removedAt = NULL
            """, arguments: [chosen, now.microseconds])
        user = try Self.user(named: chosen, database)
        try AuditLog.append(
          .userAdded, "user \(user.name)", ["role": "administrator", "place": "country"],
          by: user.actor, at: now, database)
      }
      try database.execute(
        sql: "UPDATE user SET password = ? WHERE number = ?", arguments: [password, user.number])
      // The first administrator may have chosen the name of somebody who was invited: that link
      // must not set an administrator's password.
      try database.execute(
        sql: "DELETE FROM invitation WHERE digest = ? OR user = ?",
        arguments: [digest, user.number])
      try Self.endAccess(of: user, by: user.actor, now: now, database)
      try AuditLog.append(
        .passwordSet, "user \(user.name)", by: user.actor, at: now, database)
      user.hasPassword = true
      return user
    }
  }

  /// Ends whatever a user could do with the old password: sessions, programs' tokens, and browsers
  /// that are recognized.
  static func endAccess(
    of user: User, by actor: Actor, now: Date, _ database: Database
  ) throws {
    for table in ["user_session", "user_browser"] {
      try database.execute(
        sql: "DELETE FROM \(table) WHERE user = ?", arguments: [user.number])
    }
    try revokeProgramTokens(of: user, by: actor, now: now, database)
  }

  private static let invitationUnknown = InventoryError(
    .invitationUnknown,
    "This link has been used or has expired: ask an administrator for a new one.")

  static func invite(_ user: Int64?, now: Date, _ database: Database) throws -> String {
    let secret = Secret.random()
    try database.execute(
      sql: "DELETE FROM invitation WHERE user IS ? OR expiresAt <= ?",
      arguments: [user, now.microseconds])
    try database.execute(
      sql: "INSERT INTO invitation VALUES (?, ?, ?, ?)",
      arguments: [
        Secret.digest(secret), user, now.microseconds,
        now.addingTimeInterval(Double(invitationHours) * 3600).microseconds,
      ])
    return secret
  }

  private static func awaitsFirstAdministrator(_ database: Database) throws -> Bool {
    try Bool.fetchOne(
      database,
      sql: "SELECT NOT EXISTS (SELECT 1 FROM user WHERE password IS NOT NULL)") ?? false
  }

  private static func invited(
    _ secret: String, now: Date, _ database: Database
  ) throws -> (Invited, digest: Data)? {
    guard let digest = Secret.digest(secret),
      let row = try Row.fetchOne(
        database,
        sql: "SELECT user FROM invitation WHERE digest = ? AND expiresAt > ? AND createdAt <= ?",
        arguments: [digest, now.microseconds, now.latestTolerable])
    else { return nil }
    guard let number = row["user"] as Int64? else { return (.firstAdministrator, digest) }
    let user = try Row.fetchOne(
      database,
      sql: "SELECT \(User.columns) FROM user u WHERE u.number = ? AND u.removedAt IS NULL",
      arguments: [number])
    return user.flatMap { User($0) }.map { (.user($0), digest) }
  }
}
