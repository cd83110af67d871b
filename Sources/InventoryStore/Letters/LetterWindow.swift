public import Foundation
import GRDB

/// The time that a letter covers.
public struct LetterWindow: Sendable, Equatable {
  public var period: LetterPeriod
  /// The day, or the Monday of the week, in Vietnam: the period's name, `YYYY-MM-DD`.
  public var day: String
  public var since: Date
  public var until: Date

  /// Maximum length of a window in days: anything older is no longer news.
  static let maximumDays = 31.0

  /// The window that ends now.
  ///
  /// - Parameter last: the end of the previous window of this period; nil if there was none. The
  ///   new one begins there, so that it covers what happened while the centre was off.
  init(_ period: LetterPeriod, last: Date?, now: Date) {
    self.period = period
    until = now
    let days = period == .daily ? 1.0 : 7.0
    let usual = now.addingTimeInterval(-days * 86_400)
    let earliest = now.addingTimeInterval(-Self.maximumDays * 86_400)
    // A time in the future was written by a clock that was ahead.
    since = last.map { $0 < now ? max($0, earliest) : usual } ?? usual
    day = Self.day(of: period, now)
  }

  init(_ period: LetterPeriod, day: String, since: Date, until: Date) {
    (self.period, self.day, self.since, self.until) = (period, day, since, until)
  }

  static func day(of period: LetterPeriod, _ now: Date) -> String {
    guard period == .weekly else { return VietnamDay.text(now) }
    // 1970-01-01 was a Thursday.
    let days = Int(((now.timeIntervalSince1970 + 7 * 3600) / 86_400).rounded(.down))
    let sinceMonday = ((days + 3) % 7 + 7) % 7
    return VietnamDay.text(now.addingTimeInterval(-Double(sinceMonday) * 86_400))
  }
}

extension InventoryStore.Letters {
  /// The window of the current day or week: the one for which letters exist already, or a new one
  /// that begins where the last ended.
  public func window(_ period: LetterPeriod, now: Date) async throws -> LetterWindow {
    try await store.pool.read { database in
      let day = LetterWindow.day(of: period, now)
      let made = try Row.fetchOne(
        database, sql: "SELECT since, until FROM letter_period WHERE period = ? AND day = ?",
        arguments: [period.rawValue, day])
      if let made {
        return LetterWindow(period, day: day, since: made.date("since"), until: made.date("until"))
      }
      let last = try Instant.fetchOne(
        database,
        sql: "SELECT max(until) FROM letter_period WHERE period = ? AND until <= ?",
        arguments: [period.rawValue, Instant(now)])
      return LetterWindow(period, last: last?.date, now: now)
    }
  }
}
