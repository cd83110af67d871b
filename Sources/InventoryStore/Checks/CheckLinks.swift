public import Foundation
import GRDB

/// Links by which somebody at a commune opens the check without signing in.
extension InventoryStore.Checks {
  /// How long a link can be opened after it was made.
  public static let linkSeconds = 86_400.0
  /// How long the session that a link begins lasts.
  public static let sessionSeconds = 2 * 3600.0
  static let mostOpenLinks = 50

  /// A session that a link began.
  public struct LinkSession: Sendable, Equatable {
    public var commune: String
    /// The user who made the link.
    public var madeBy: String
    public var endsAt: Date
  }

  /// Makes a link for a commune.
  ///
  /// - Returns: its secret.
  /// - Throws: ``InventoryError`` with `communeUnknown`, or `stateConflict` if too many are open.
  public func makeLink(
    commune: String, within scope: Scope, by user: User, now: Date
  ) async throws -> String {
    let secret = Secret.random()
    try await store.write(for: commune, within: scope) { _, database in
      try database.execute(
        sql: """
          DELETE FROM check_link
          WHERE coalesce(sessionEndsAt, expiresAt) <= ? OR createdAt > ?
          """, arguments: [now.microseconds, now.latestTolerable])
      let open = try Int.fetchOne(
        database, sql: "SELECT count(*) FROM check_link WHERE commune = ?", arguments: [commune])
      guard open ?? 0 < Self.mostOpenLinks else {
        throw InventoryError(
          .stateConflict, "This commune has \(Self.mostOpenLinks) open links: use one of them.")
      }
      try database.execute(
        sql: """
          INSERT INTO check_link (digest, commune, madeBy, createdAt, expiresAt)
          VALUES (?, ?, ?, ?, ?)
          """,
        arguments: [
          Secret.digest(secret), commune, user.number, now.microseconds,
          now.addingTimeInterval(Self.linkSeconds).microseconds,
        ])
      try AuditLog.append(
        .checkLinkCreated, "commune \(commune)", by: user.actor, at: now, database)
    }
    return secret
  }

  /// Opens a link, once.
  ///
  /// - Returns: the secret of the session that begins; nil if the link was opened before, has
  ///   expired or is unknown, or if its maker may no longer manage the commune.
  public func open(_ link: String, now: Date) async throws -> String? {
    guard let digest = Secret.digest(link) else { return nil }
    let session = Secret.random()
    return try await store.write { group -> String? in
      guard try Self.link("digest", digest, group.database) != nil else { return nil }
      try group.database.execute(
        sql: """
          UPDATE check_link SET openedAt = ?1, session = ?2, sessionEndsAt = ?3
          WHERE digest = ?4 AND openedAt IS NULL AND expiresAt > ?1 AND createdAt <= ?5
          """,
        arguments: [
          now.microseconds, Secret.digest(session),
          now.addingTimeInterval(Self.sessionSeconds).microseconds, digest, now.latestKnown,
        ])
      return group.database.changesCount == 1 ? session : nil
    }
  }

  /// The session that a browser's secret belongs to; nil if it has ended or is unknown, or if the
  /// maker of its link may no longer manage the commune.
  public func session(_ secret: String, now: Date) async throws -> LinkSession? {
    guard let digest = Secret.digest(secret) else { return nil }
    return try await store.pool.read { database in
      guard let link = try Self.link("session", digest, database), let endsAt = link.endsAt,
        endsAt > now, let openedAt = link.openedAt, openedAt.microseconds <= now.latestKnown
      else { return nil }
      return LinkSession(commune: link.commune, madeBy: link.maker.name, endsAt: endsAt)
    }
  }

  private struct Link {
    let commune: String
    let maker: User
    let openedAt, endsAt: Date?
  }

  /// A link carries the rights of its maker, as they are now: nil if there is no such link, or if
  /// the maker may no longer manage its commune.
  ///
  /// - Parameter column: by which it is found.
  private static func link(
    _ column: StaticString, _ digest: Data, _ database: Database
  ) throws -> Link? {
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT \(User.columns), l.commune AS linkCommune, l.openedAt, l.sessionEndsAt,
          c.province AS linkProvince
        FROM check_link l JOIN user u ON u.number = l.madeBy AND u.removedAt IS NULL
        JOIN commune c ON c.code = l.commune WHERE l.\(column) = ?
        """, arguments: [digest])
    guard let row else { return nil }
    let maker = try User(row: row)
    guard maker.role.allows(.manage),
      maker.scope.contains(commune: row["linkCommune"], in: row["linkProvince"])
    else { return nil }
    return Link(
      commune: row["linkCommune"], maker: maker, openedAt: row.dateIfKnown("openedAt"),
      endsAt: row.dateIfKnown("sessionEndsAt"))
  }
}
