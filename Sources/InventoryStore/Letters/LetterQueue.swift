import Cryptography
public import Foundation
import GRDB

/// The recipient of a letter.
public enum LetterRecipient: Sendable, Equatable {
  /// A user, with the rights for which the letter was written.
  case user(User)
  /// A chat system, by its name in the settings, and the area that its letters cover.
  case webhook(name: String, Scope)
}

/// The text of a letter; the same for all users of one area, role and language.
public struct LetterContent: Sendable, Hashable {
  /// One line.
  public var subject: String
  public var plain, html: String

  public init(subject: String, plain: String, html: String) {
    (self.subject, self.plain, self.html) = (subject, plain, html)
  }
}

extension InventoryStore.Letters {
  /// Queues the letters of a period, all or none. A recipient who already has one for that period,
  /// sent or not, gets no second one.
  ///
  /// - Returns: the number of letters queued.
  public func file(
    _ letters: [(recipient: LetterRecipient, content: LetterContent)], of window: LetterWindow,
    now: Date
  ) async throws -> Int {
    try await store.write { group in
      let database = group.database
      try database.execute(
        sql: """
          INSERT INTO letter_period (period, day, since, until) VALUES (?, ?, ?, ?)
          ON CONFLICT DO NOTHING
          """,
        arguments: [
          window.period.rawValue, window.day, Instant(window.since), Instant(window.until),
        ])
      var texts: [LetterContent: Int64] = [:]
      var filed = 0
      for (recipient, content) in letters {
        guard try !Self.isFiled(recipient, window, database) else { continue }
        if texts[content] == nil {
          try database.cachedStatement(
            sql: "INSERT INTO letter_text (subject, plain, html) VALUES (?, ?, ?)"
          ).execute(arguments: [content.subject, content.plain, content.html])
          texts[content] = database.lastInsertedRowID
        }
        try Self.insert(recipient, text: texts[content], window, now: now, database)
        filed += 1
      }
      return filed
    }
  }

  private static func isFiled(
    _ recipient: LetterRecipient, _ window: LetterWindow, _ database: Database
  ) throws -> Bool {
    let who: (column: String, value: any DatabaseValueConvertible) =
      switch recipient {
      case .user(let user): ("user", user.number)
      case .webhook(let name, _): ("webhook", name)
      }
    return try Bool.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT EXISTS (SELECT 1 FROM letter WHERE \(who.column) = ? AND period = ? AND day = ?)
          """), arguments: [who.value, window.period.rawValue, window.day]) ?? false
  }

  private static func insert(
    _ recipient: LetterRecipient, text: Int64?, _ window: LetterWindow, now: Date,
    _ database: Database
  ) throws {
    var (user, webhook, role): (Int64?, String?, String?) = (nil, nil, nil)
    let place: String
    switch recipient {
    case .user(let reader):
      (user, role, place) = (reader.number, reader.role.rawValue, reader.scope.code)
    case .webhook(let name, let scope): (webhook, place) = (name, scope.code)
    }
    try database.cachedStatement(
      sql: """
        INSERT INTO letter (user, webhook, role, place, period, day, identity, text, createdAt,
          nextAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      user, webhook, role, place, window.period.rawValue, window.day, CrockfordBase32.random(26),
      text, Instant(now), Instant(now),
    ])
  }
}
