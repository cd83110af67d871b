public import Foundation
import GRDB

/// A letter that has not been sent, as an operator sees it.
public struct LetterStatus: Sendable, Equatable {
  public enum State: String, Sendable, CaseIterable {
    case waiting, sending, sent, failed, doubtful, cancelled
  }

  public var number: Int64
  /// A user's or a webhook's name.
  public var recipient: String
  /// nil for a webhook, or if the user has none any more.
  public var address: String?
  public var period: LetterPeriod
  public var day: String
  public var state: State
  public var attempts: Int
  public var createdAt: Date
  /// When it is tried next; nil unless it waits.
  public var nextAt: Date?
  public var identity: String
  /// The latest failure.
  public var problem: String?
}

extension InventoryStore.Letters {
  /// Number of letters by state, and the letters that are neither sent nor cancelled, oldest first.
  public func status(
    limit: Int = 1000
  ) async throws -> (counts: [LetterStatus.State: Int], unsent: [LetterStatus]) {
    try await store.pool.read { database in
      var counts: [LetterStatus.State: Int] = [:]
      for row in try Row.fetchAll(
        database, sql: "SELECT state, count(*) AS letters FROM letter GROUP BY state")
      {
        counts[try row.state("state", of: "letter")] = row["letters"]
      }
      let unsent = try Row.fetchAll(
        database,
        sql: """
          SELECT l.*, coalesce(u.name, l.webhook, '-') AS recipient, u.email
          FROM letter l LEFT JOIN user u ON u.number = l.user
          WHERE l.state NOT IN ('sent', 'cancelled') ORDER BY l.number LIMIT ?
          """, arguments: [limit]
      ).map(Self.status)
      return (counts, unsent)
    }
  }

  private static func status(_ row: Row) throws -> LetterStatus {
    let state: LetterStatus.State = try row.state("state", of: "letter")
    return LetterStatus(
      number: row["number"], recipient: row["recipient"],
      address: (row["email"] as String?).flatMap { try? LetterSettings.checkedAddress($0) },
      period: try row.state("period", of: "letter"), day: row["day"], state: state,
      attempts: row["attempts"], createdAt: row.date("createdAt"),
      nextAt: state == .waiting ? row.date("nextAt") : nil, identity: row["identity"],
      problem: row["problem"])
  }

  /// Marks the letters that a crash left in the middle of being sent as doubtful. Only the process
  /// that holds the ``LetterLock`` may call this, because no other process sends then.
  ///
  /// - Returns: their number.
  public func recover(now: Date) async throws -> Int {
    try await store.write { group in
      let database = group.database
      let left = try Int64.fetchAll(
        database, sql: "SELECT number FROM letter WHERE state = 'sending'")
      for number in left {
        try Self.end(
          number, "doubtful",
          problem: "The program ended while it sent this letter: it may have arrived.", now: now,
          database)
      }
      return left.count
    }
  }

  /// Queues a failed or doubtful letter again, although a doubtful one may have arrived.
  ///
  /// - Throws: ``InventoryError`` with `stateConflict` for any other letter, and for one whose text
  ///   is no longer kept.
  public func retry(_ number: Int64, now: Date) async throws {
    try await store.write { group in
      try group.database.execute(
        sql: """
          UPDATE letter SET state = 'waiting', attempts = 0, nextAt = ?, createdAt = ?,
            endedAt = NULL
          WHERE number = ? AND state IN ('failed', 'doubtful') AND text IS NOT NULL
          """, arguments: [Instant(now), Instant(now), number])
      guard group.database.changesCount == 1 else {
        throw InventoryError(
          .stateConflict,
          "Letter \(number) is neither failed nor doubtful, or is too old: run digest status.")
      }
    }
  }

  /// Deletes texts that are no longer needed, and letters older than ``rememberedDays``.
  public func forget(now: Date) async throws {
    let old = now.addingTimeInterval(-Self.keptDays * 86_400)
    let forgotten = now.addingTimeInterval(-Self.rememberedDays * 86_400)
    try await store.write { group in
      let database = group.database
      try database.execute(
        sql: """
          UPDATE letter SET text = NULL
          WHERE state IN ('failed', 'doubtful') AND endedAt < ? AND text IS NOT NULL
          """, arguments: [Instant(old)])
      try database.execute(
        sql: "DELETE FROM letter WHERE createdAt < ? AND state NOT IN ('waiting', 'sending')",
        arguments: [Instant(forgotten)])
      try database.execute(
        sql: """
          DELETE FROM letter_text
          WHERE NOT EXISTS (SELECT 1 FROM letter l WHERE l.text = letter_text.number)
          """)
    }
  }
}
