public import Foundation
import GRDB

/// Who is signed in. Of a session's secret only the digest is kept.
extension InventoryStore {
  /// How long a session lasts.
  public struct SessionLimits: Sendable {
    /// Seconds without a request.
    public var idleSeconds: Double = 2 * 3600
    /// Seconds from signing in, whatever happens.
    public var absoluteSeconds: Double = 12 * 3600

    public init() {}
  }

  /// Where a user is signed in.
  public struct OpenSession: Sendable, Equatable {
    public var address: String
    public var createdAt: Date
    public var lastSeenAt: Date
    /// Whether it is the one that asks.
    public var isThis: Bool
  }

  /// A session's last request is noted no more often than this.
  private static let touchSeconds: Double = 300

  /// The user and the hash of the password, where there is one.
  ///
  /// - Parameters:
  ///   - address: where the attempt comes from.
  ///   - secret: what the browser's cookie holds.
  /// - Returns: nil if nobody of that name can sign in; `standing` tells whether that user has
  ///   signed in from there before.
  public func credentials(
    of name: String, from address: String, browser secret: String? = nil, now: Date = Date()
  ) async throws -> (user: User, password: String, standing: SignInStanding)? {
    let name = name.precomposedStringWithCanonicalMapping
    return try await pool.read { database in
      guard
        let row = try Row.fetchOne(
          database,
          sql: """
            SELECT \(User.columns), u.password
            FROM user u WHERE u.name = ? AND u.removedAt IS NULL AND u.password IS NOT NULL
            """, arguments: [name]), let user = User(row)
      else { return nil }
      return (
        user, row[8],
        try Self.standing(
          of: user.number, from: address, browser: secret, now: now, database)
      )
    }
  }

  /// Begins a session.
  ///
  /// - Parameter password: the hash that was checked: nothing begins where it was changed meanwhile.
  /// - Returns: its secret.
  public func signIn(
    _ user: User, password: String, from address: String, now: Date, limits: SessionLimits
  ) async throws -> String? {
    try await durably { group in
      let database = group.database
      let holds = try Bool.fetchOne(
        database,
        sql: "SELECT 1 FROM user WHERE number = ? AND password = ? AND removedAt IS NULL",
        arguments: [user.number, password])
      guard holds == true else { return nil }
      let secret = Secret.random()
      try database.execute(
        sql: "DELETE FROM user_session WHERE lastSeenAt <= ? OR createdAt <= ? OR createdAt > ?",
        arguments: [
          now.addingTimeInterval(-limits.idleSeconds).microseconds,
          now.addingTimeInterval(-limits.absoluteSeconds).microseconds,
          // Of a clock that ran ahead: it has ended.
          now.addingTimeInterval(Self.touchSeconds).microseconds,
        ])
      try database.execute(
        sql: "INSERT INTO user_session VALUES (?, ?, ?, ?, ?)",
        arguments: [
          Secret.digest(secret), user.number, address, now.microseconds, now.microseconds,
        ])
      try database.execute(
        sql: "INSERT OR REPLACE INTO user_address VALUES (?, ?, ?)",
        arguments: [user.number, address, now.microseconds])
      return secret
    }
  }

  /// Whose session a secret is; nil where it has ended.
  public func user(
    ofSession secret: String, now: Date, limits: SessionLimits
  ) async throws -> User? {
    guard let digest = Secret.digest(secret) else { return nil }
    let found = try await pool.read { database -> (User, Date)? in
      guard
        let row = try Row.fetchOne(
          database.cachedStatement(
            sql: """
              SELECT \(User.columns), s.lastSeenAt, s.createdAt FROM user_session s
              JOIN user u ON u.number = s.user
              WHERE s.digest = ? AND u.removedAt IS NULL
              """), arguments: [digest]), let user = User(row)
      else { return nil }
      let seen = Date(microseconds: row[8])
      let created = Date(microseconds: row[9])
      // One that began in the future outlives every limit: the clock was set back.
      guard now.timeIntervalSince(seen) < limits.idleSeconds,
        -Self.touchSeconds..<limits.absoluteSeconds ~= now.timeIntervalSince(created)
      else { return nil }
      return (user, seen)
    }
    guard let (user, seen) = found else { return nil }
    if now.timeIntervalSince(seen) > Self.touchSeconds { try await touch(digest, now: now) }
    return user
  }

  /// A full disk keeps nobody from reading: the session then ends the earlier.
  private func touch(_ digest: Data, now: Date) async throws {
    do {
      try await pool.write { database in
        try database.execute(
          sql: "UPDATE user_session SET lastSeenAt = max(lastSeenAt, ?) WHERE digest = ?",
          arguments: [now.microseconds, digest])
      }
    } catch let error as DatabaseError where InventoryError(error) != nil {}
  }

  /// The sessions of a user that have not ended, newest first.
  ///
  /// - Parameter secret: of the one that asks.
  public func openSessions(
    of user: User, asking secret: String, now: Date, limits: SessionLimits
  ) async throws -> [OpenSession] {
    try await pool.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM user_session WHERE user = ? AND lastSeenAt > ? AND createdAt > ?
            AND createdAt <= ?
          ORDER BY createdAt DESC LIMIT 50
          """,
        arguments: [
          user.number, now.addingTimeInterval(-limits.idleSeconds).microseconds,
          now.addingTimeInterval(-limits.absoluteSeconds).microseconds,
          now.addingTimeInterval(Self.touchSeconds).microseconds,
        ]
      ).map { row in
        OpenSession(
          address: row["address"], createdAt: Date(microseconds: row["createdAt"]),
          lastSeenAt: Date(microseconds: row["lastSeenAt"]),
          isThis: row["digest"] as Data? == Secret.digest(secret))
      }
    }
  }

  /// Ends a session; one that has ended already stays so.
  public func signOut(_ secret: String) async throws {
    guard let digest = Secret.digest(secret) else { return }
    try await pool.write { database in
      try database.execute(sql: "DELETE FROM user_session WHERE digest = ?", arguments: [digest])
    }
  }

  /// Ends every session of a user, and the tokens of the user's programs.
  ///
  /// - Parameter keepsPrograms: leaves those tokens alone.
  public func signOutEverywhere(
    _ user: User, keepsPrograms: Bool = false, now: Date = Date()
  ) async throws {
    try await committing { database in
      try database.execute(
        sql: "DELETE FROM user_session WHERE user = ?", arguments: [user.number])
      if !keepsPrograms {
        try Self.revokeProgramTokens(of: user, by: user.actor, now: now, database)
      }
    }
  }
}
