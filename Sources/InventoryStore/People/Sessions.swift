public import Foundation
import GRDB

/// How long a session lasts.
public struct SessionLimits: Sendable {
  /// Seconds without a request.
  public var idleSeconds: Double = 2 * 3600
  /// Seconds from sign-in, regardless of use.
  public var absoluteSeconds: Double = 12 * 3600

  public init() {}
}

/// A session of a user.
public struct OpenSession: Sendable, Equatable {
  public var address: String
  public var createdAt: Date
  public var lastSeenAt: Date
  /// Whether it is the session that makes the request.
  public var isThis: Bool
}

extension InventoryStore.Sessions {
  /// Minimum seconds between two updates of a session's last request.
  private static let touchSeconds: Double = 300

  /// A user, with the password's hash.
  ///
  /// - Parameters:
  ///   - address: from which the attempt comes.
  ///   - secret: of the browser's cookie.
  /// - Returns: nil if no user of that name can sign in; `standing` says whether the user has
  ///   signed in from there before.
  public func credentials(
    of name: String, from address: String, browser secret: String? = nil, now: Date = Date()
  ) async throws -> (user: User, password: String, standing: SignInStanding)? {
    let name = name.precomposedStringWithCanonicalMapping
    return try await store.pool.read { database in
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT \(User.columns), u.password
          FROM user u WHERE u.name = ? AND u.removedAt IS NULL AND u.password IS NOT NULL
          """, arguments: [name])
      guard let row else { return nil }
      let user = try User(row: row)
      let standing = try SignInStanding.of(
        user.number, from: address, browser: secret, now: now, database)
      return (user, row["password"], standing)
    }
  }

  /// Begins a session.
  ///
  /// - Parameter password: the hash that was checked.
  /// - Returns: the session's secret, or nil if the password was changed in the meantime.
  public func signIn(
    _ user: User, password: String, from address: String, now: Date, limits: SessionLimits
  ) async throws -> String? {
    try await store.write { group in
      let database = group.database
      let isCurrent = try Bool.fetchOne(
        database,
        sql: "SELECT 1 FROM user WHERE number = ? AND password = ? AND removedAt IS NULL",
        arguments: [user.number, password])
      guard isCurrent == true else { return nil }
      let secret = Secret.random()
      let times = Times(now, limits)
      try database.execute(
        sql: "DELETE FROM user_session WHERE lastSeenAt <= ? OR createdAt <= ? OR createdAt > ?",
        arguments: [times.oldestRequest, times.oldestStart, times.latestStart])
      try database.execute(
        sql: """
          INSERT INTO user_session (digest, user, address, createdAt, lastSeenAt)
          VALUES (?, ?, ?, ?, ?)
          """,
        arguments: [Secret.digest(secret), user.number, address, Instant(now), Instant(now)])
      try database.execute(
        sql: "DELETE FROM user_address WHERE lastAt <= ?",
        arguments: [SignInStanding.ago(SignInStanding.addressDays, now)])
      try database.execute(
        sql: "INSERT OR REPLACE INTO user_address (user, address, lastAt) VALUES (?, ?, ?)",
        arguments: [user.number, address, Instant(now)])
      return secret
    }
  }

  /// The user of an open session, or nil.
  public func user(of secret: String, now: Date, limits: SessionLimits) async throws -> User? {
    guard let digest = Secret.digest(secret) else { return nil }
    let found = try await store.pool.read { database -> (User, Date)? in
      let row = try Row.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT \(User.columns), s.lastSeenAt, s.createdAt FROM user_session s
            JOIN user u ON u.number = s.user
            WHERE s.digest = ? AND u.removedAt IS NULL
            """), arguments: [digest])
      guard let row else { return nil }
      let seen = row.date("lastSeenAt")
      // A session that began in the future, before the clock was set back, would outlive every
      // limit.
      guard now.timeIntervalSince(seen) < limits.idleSeconds,
        -Self.touchSeconds..<limits.absoluteSeconds
          ~= now.timeIntervalSince(row.date("createdAt"))
      else { return nil }
      return (try User(row: row), seen)
    }
    guard let (user, seen) = found else { return nil }
    if now.timeIntervalSince(seen) > Self.touchSeconds { try await touch(digest, now: now) }
    return user
  }

  /// Records a session's last request. A full disk must not keep users from reading: the session
  /// then ends earlier.
  private func touch(_ digest: Data, now: Date) async throws {
    do {
      try await store.write { group in
        try group.database.execute(
          sql: "UPDATE user_session SET lastSeenAt = max(lastSeenAt, ?) WHERE digest = ?",
          arguments: [Instant(now), digest])
      }
    } catch let error as InventoryError
      where [.databaseFull, .databaseUnusable, .busy].contains(error.code)
    {}
  }

  /// A user's open sessions, newest first.
  ///
  /// - Parameter secret: of the session that makes the request.
  public func open(
    of user: User, asking secret: String, now: Date, limits: SessionLimits
  ) async throws -> [OpenSession] {
    let times = Times(now, limits)
    return try await store.pool.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM user_session WHERE user = ? AND lastSeenAt > ? AND createdAt > ?
            AND createdAt <= ?
          ORDER BY createdAt DESC LIMIT 50
          """,
        arguments: [user.number, times.oldestRequest, times.oldestStart, times.latestStart]
      ).map { row in
        OpenSession(
          address: row["address"], createdAt: row.date("createdAt"),
          lastSeenAt: row.date("lastSeenAt"),
          isThis: row["digest"] as Data? == Secret.digest(secret))
      }
    }
  }

  /// Ends a session; no error if it has ended already.
  public func signOut(_ secret: String) async throws {
    guard let digest = Secret.digest(secret) else { return }
    try await store.write { group in
      try group.database.execute(
        sql: "DELETE FROM user_session WHERE digest = ?", arguments: [digest])
    }
  }

  /// Ends every session of a user, and the links to the check that the user has made.
  ///
  /// - Parameter keepsPrograms: keeps the tokens of the user's programs, which otherwise end as
  ///   well.
  public func signOutEverywhere(
    _ user: User, keepsPrograms: Bool = false, now: Date = Date()
  ) async throws {
    try await store.write { group in
      try group.database.execute(
        sql: "DELETE FROM user_session WHERE user = ?", arguments: [user.number])
      try user.endCheckLinks(group.database)
      if !keepsPrograms { try user.revokeAPITokens(by: user.actor, now: now, group.database) }
    }
  }

  /// The times between which an open session lies.
  private struct Times {
    let oldestRequest: Instant
    let oldestStart: Instant
    /// A later start comes from a clock that was ahead: that session has ended.
    let latestStart: Instant

    init(_ now: Date, _ limits: SessionLimits) {
      oldestRequest = Instant(now.addingTimeInterval(-limits.idleSeconds))
      oldestStart = Instant(now.addingTimeInterval(-limits.absoluteSeconds))
      latestStart = Instant(now.addingTimeInterval(touchSeconds))
    }
  }
}
