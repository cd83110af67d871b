import GRDB

extension RetentionRun {
  /// The tables of sign-ins, with their keys and the time from which each row ages.
  private static let signIns = [
    ("user_session", "digest", "lastSeenAt"),
    ("user_address", "user, address", "lastAt"),
    ("user_browser", "digest, user", "lastAt"),
    ("invitation", "digest", "expiresAt"),
    ("check_link", "digest", "max(expiresAt, coalesce(sessionEndsAt, 0))"),
    ("check_sheet", "digest", "max(expiresAt, coalesce(usedAt, 0))"),
  ]
  private static let signInBytes = 120

  /// Deletes sessions that ended long ago, addresses and browsers of old sign-ins, and expired
  /// links.
  mutating func deleteSignIns() async throws {
    let limit = limits.signIns
    for (table, key, end) in Self.signIns {
      let count = try await read { database in
        try Int.fetchOne(
          database, sql: "SELECT count(*) FROM \(table) WHERE \(end) < ?", arguments: [limit]) ?? 0
      }
      guard count > 0 else { continue }
      result.add(.signIns, count: count, bytes: count * Self.signInBytes)
      guard !isDryRun else { continue }
      try await drain { database in
        try database.cachedStatement(
          sql: """
            DELETE FROM \(table) WHERE (\(key)) IN (
              SELECT \(key) FROM \(table) WHERE \(end) < ? LIMIT 200)
            """
        ).execute(arguments: [limit])
        return database.changesCount
      }
    }
  }
}
