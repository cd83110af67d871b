public import Foundation
import GRDB

/// The recipient of an invitation.
public enum Invitee: Sendable, Equatable {
  /// The person who opens it becomes the first administrator, under a user name of their choice.
  case firstAdministrator
  case user(User)
}

/// Links with which a user chooses a password, once and within a day.
extension InventoryStore.People {
  public static let invitationHours = 24

  /// Creates a link for the first administrator and ends any earlier one.
  ///
  /// - Returns: the link's secret, or nil if a user can sign in already.
  public func inviteFirstAdministrator(now: Date) async throws -> String? {
    try await store.write { group in
      guard try Invitation.isFirstAdministratorAwaited(group.database) else { return nil }
      return try Invitation.create(for: nil, now: now, group.database)
    }
  }

  /// The invitee of a link.
  ///
  /// - Throws: ``InventoryError`` with `invitationUnknown` if the link was used, has expired, or
  ///   never existed.
  public func invitee(_ secret: String, now: Date) async throws -> Invitee {
    try await store.pool.read { try Invitation.find(secret, now: now, $0).invitee }
  }

  /// Uses an invitation: sets the user's password and ends every session and program token of the
  /// user.
  ///
  /// - Parameters:
  ///   - name: the first administrator's choice; ignored for others.
  ///   - password: its hash.
  /// - Throws: ``InventoryError`` with `invitationUnknown`, `argumentMalformed`.
  public func accept(
    _ secret: String, name: String?, password: String, now: Date
  ) async throws -> User {
    let chosen = try name.map(User.checkedName)
    return try await store.write { group in
      let database = group.database
      let invitation = try Invitation.find(secret, now: now, database)
      var user =
        switch invitation.invitee {
        case .user(let known): known
        case .firstAdministrator:
          try Self.addFirstAdministrator(chosen, now: now, database)
        }
      try database.execute(
        sql: "UPDATE user SET password = ? WHERE number = ?", arguments: [password, user.number])
      // The first administrator may have chosen the name of an invited user: that user's link must
      // not set an administrator's password.
      try database.execute(
        sql: "DELETE FROM invitation WHERE digest = ? OR user = ?",
        arguments: [invitation.digest, user.number])
      try user.endAccess(by: user.actor, now: now, database)
      try AuditLog.append(
        .passwordSet, "user \(user.name)", by: user.actor, at: now, database)
      user.hasPassword = true
      return user
    }
  }

  private static func addFirstAdministrator(
    _ name: String?, now: Date, _ database: Database
  ) throws -> User {
    guard let name else {
      throw InventoryError(
        .argumentMalformed, "The first administrator must choose a user name.")
    }
    guard try Invitation.isFirstAdministratorAwaited(database) else { throw Invitation.unknown }
    try database.execute(
      sql: """
        INSERT INTO user (name, role, createdAt) VALUES (?, 'administrator', ?)
        ON CONFLICT (name) DO UPDATE SET role = 'administrator', province = NULL,
          commune = NULL, removedAt = NULL
        """, arguments: [name, Instant(now)])
    let user = try User.named(name, database)
    try AuditLog.append(
      .userAdded, "user \(user.name)", [.role: "administrator", .place: "country"],
      by: user.actor, at: now, database)
    return user
  }
}

/// A valid invitation on file.
struct Invitation {
  let invitee: Invitee
  let digest: Data

  static let unknown = InventoryError(
    .invitationUnknown,
    "This link has been used or has expired: ask an administrator for a new one.")

  /// - Throws: ``InventoryError`` with `invitationUnknown`.
  static func find(_ secret: String, now: Date, _ database: Database) throws -> Invitation {
    guard let digest = Secret.digest(secret),
      let row = try Row.fetchOne(
        database,
        sql: "SELECT user FROM invitation WHERE digest = ? AND expiresAt > ? AND createdAt <= ?",
        arguments: [digest, Instant(now), now.latestTolerable])
    else { throw unknown }
    guard let number = row["user"] as Int64? else {
      return Invitation(invitee: .firstAdministrator, digest: digest)
    }
    let user = try User.fetchOne(
      database,
      sql: "SELECT \(User.columns) FROM user u WHERE u.number = ? AND u.removedAt IS NULL",
      arguments: [number])
    guard let user else { throw unknown }
    return Invitation(invitee: .user(user), digest: digest)
  }

  /// Creates an invitation in place of any earlier one.
  ///
  /// - Parameter user: nil invites the first administrator.
  /// - Returns: the link's secret.
  static func create(for user: Int64?, now: Date, _ database: Database) throws -> String {
    let secret = Secret.random()
    let end = now.addingTimeInterval(Double(InventoryStore.People.invitationHours) * 3600)
    try database.execute(
      sql: "DELETE FROM invitation WHERE user IS ? OR expiresAt <= ?",
      arguments: [user, Instant(now)])
    try database.execute(
      sql: "INSERT INTO invitation (digest, user, createdAt, expiresAt) VALUES (?, ?, ?, ?)",
      arguments: [Secret.digest(secret), user, Instant(now), Instant(end)])
    return secret
  }

  static func isFirstAdministratorAwaited(_ database: Database) throws -> Bool {
    try Bool.fetchOne(
      database,
      sql: "SELECT NOT EXISTS (SELECT 1 FROM user WHERE password IS NOT NULL)") ?? false
  }
}
