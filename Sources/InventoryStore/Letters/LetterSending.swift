public import Foundation
import GRDB

/// A letter that is about to be sent.
public struct OutgoingLetter: Sendable, Equatable {
  public enum Recipient: Sendable, Equatable {
    case user(name: String, address: String, language: LetterLanguage)
    case webhook(String)
  }

  public var number: Int64
  public var recipient: Recipient
  public var content: LetterContent
  public var window: LetterWindow
  /// `country`, or the code of a province or commune.
  public var place: String
  /// The part of its Message-ID before the @; the same in every attempt.
  public var identity: String
  public var createdAt: Date
}

/// How an attempt to send a letter ended.
public enum LetterOutcome: Sendable, Equatable {
  case sent
  /// Refused for good, with what the other side said.
  case refused(String)
  /// Not sent; worth another attempt.
  case postponed(String)
  /// Handed over completely but not answered, so it may have been sent. It is not tried again.
  case doubtful(String)
}

extension InventoryStore.Letters {
  /// Seconds until the second attempt; each further wait is three times as long.
  static let firstWait = 300.0
  static let longestWait = 43_200.0
  /// Days after which a letter that could not be sent is given up, because its content is outdated.
  public static let maximumDays = 3.0
  /// Days for which the text of a failed or doubtful letter is kept for another attempt.
  static let keptDays = 30.0
  /// Days for which the record of a letter is kept.
  static let rememberedDays = 400.0

  public enum Way: Sendable { case mail, webhook }

  /// Numbers of the letters that are due, the oldest first.
  ///
  /// - Parameter early: includes those whose next attempt is not due yet.
  public func due(_ way: Way, early: Bool = false, now: Date) async throws -> [Int64] {
    try await store.pool.read { database in
      try Int64.fetchAll(
        database,
        sql: "SELECT l.number FROM letter l WHERE \(Self.isDue(way)) ORDER BY l.number",
        arguments: Self.dueArguments(early ? .distantFuture : now))
    }
  }

  private static func isDue(_ way: Way) -> String {
    // A time that far ahead was written by a wrong clock.
    """
    l.state = 'waiting' AND (l.nextAt <= :now OR l.nextAt > :latest)
      AND l.user IS \(way == .mail ? "NOT NULL" : "NULL")
    """
  }

  private static func dueArguments(_ now: Date) -> StatementArguments {
    ["now": Instant(now), "latest": Instant(now.addingTimeInterval(longestWait + 60))]
  }

  /// Records on disk that a letter is being sent; nothing of it may be sent before.
  ///
  /// - Returns: nil if it need not be sent any more, because the user is gone, wants no letters or
  ///   has other rights than those it was written for, or if it is not waiting.
  public func begin(_ number: Int64, now: Date) async throws -> OutgoingLetter? {
    try await store.write { group in
      let database = group.database
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT l.*, t.subject, t.plain, t.html, p.since, p.until, u.name AS userName,
            u.role AS userRole, coalesce(u.province, u.commune, 'country') AS userPlace,
            u.removedAt, \(LetterSettings.columns)
          FROM letter l JOIN letter_text t ON t.number = l.text
          JOIN letter_period p ON p.period = l.period AND p.day = l.day
          LEFT JOIN user u ON u.number = l.user
          WHERE l.number = ? AND l.state = 'waiting'
          """, arguments: [number])
      guard let row, let period = LetterPeriod(rawValue: row["period"]) else { return nil }
      guard let recipient = Self.recipient(row) else {
        try Self.end(number, "cancelled", problem: nil, now: now, database)
        return nil
      }
      try database.execute(
        sql: """
          UPDATE letter SET state = 'sending', attempts = attempts + 1, startedAt = ?
          WHERE number = ?
          """, arguments: [Instant(now), number])
      return OutgoingLetter(
        number: number, recipient: recipient,
        content: LetterContent(subject: row["subject"], plain: row["plain"], html: row["html"]),
        window: LetterWindow(
          period, day: row["day"], since: row.date("since"), until: row.date("until")),
        place: row["place"], identity: row["identity"], createdAt: row.date("createdAt"))
    }
  }

  private static func recipient(_ row: Row) -> OutgoingLetter.Recipient? {
    if let webhook = row["webhook"] as String? { return .webhook(webhook) }
    let settings = LetterSettings(row: row)
    guard let address = settings.email, settings.period != nil,
      (row["removedAt"] as Int64?) == nil,
      (row["userRole"] as String?) == row["role"], (row["userPlace"] as String?) == row["place"]
    else { return nil }
    return .user(name: row["userName"], address: address, language: settings.language)
  }

  /// Records how an attempt ended.
  ///
  /// - Returns: Whether a letter that would have been postponed is given up.
  @discardableResult
  public func end(_ number: Int64, _ outcome: LetterOutcome, now: Date) async throws -> Bool {
    try await store.write { group in
      let database = group.database
      switch outcome {
      case .sent: try Self.end(number, "sent", problem: nil, now: now, database)
      case .refused(let problem):
        try Self.end(number, "failed", problem: problem, now: now, database)
      case .doubtful(let problem):
        try Self.end(number, "doubtful", problem: problem, now: now, database)
      case .postponed(let problem):
        return try Self.postpone(
          "l.number = :number", ["number": number], problem, now: now, database) > 0
      }
      return false
    }
  }

  /// Postpones every letter that is due, because the server that would take them cannot be reached.
  ///
  /// - Returns: The number of letters that are given up instead.
  public func postpone(_ way: Way, _ problem: String, now: Date) async throws -> Int {
    try await store.write { group in
      try Self.postpone(
        Self.isDue(way), Self.dueArguments(now), problem, attempts: 1, now: now, group.database)
    }
  }

  /// - Parameter attempts: number to add; an attempt that began is counted already.
  private static func postpone(
    _ condition: String, _ arguments: StatementArguments, _ problem: String, attempts: Int = 0,
    now: Date, _ database: Database
  ) throws -> Int {
    var givenUp = 0
    let rows = try Row.fetchAll(
      database, sql: "SELECT l.number, l.attempts, l.createdAt FROM letter l WHERE \(condition)",
      arguments: arguments)
    for row in rows {
      let number: Int64 = row["number"]
      if now.timeIntervalSince(row.date("createdAt")) >= maximumDays * 86_400 {
        try end(number, "failed", problem: problem, now: now, database)
        givenUp += 1
        continue
      }
      let made = (row["attempts"] as Int) + attempts
      let wait = min(longestWait, firstWait * pow(3, Double(min(max(made, 1), 10) - 1)))
      try database.cachedStatement(
        sql: """
          UPDATE letter SET state = 'waiting', attempts = ?, nextAt = ?, problem = ?
          WHERE number = ?
          """
      ).execute(arguments: [
        made, Instant(now.addingTimeInterval(wait)), problem.cleaned(500), number,
      ])
    }
    return givenUp
  }

  static func end(
    _ number: Int64, _ state: String, problem: String?, now: Date, _ database: Database
  ) throws {
    let isOver = state == "sent" || state == "cancelled"
    try database.execute(
      sql: """
        UPDATE letter SET state = ?, endedAt = ?, problem = ?,
          text = CASE WHEN ? THEN NULL ELSE text END
        WHERE number = ?
        """, arguments: [state, Instant(now), problem?.cleaned(500), isOver, number])
  }
}
