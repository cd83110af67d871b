import Foundation
import InventoryStore
import Presentation

extension PageCall {
  /// Whole days between a moment and now, never negative.
  func days(since moment: Date) -> Int {
    let days = now.timeIntervalSince(moment) / 86_400
    return days.isFinite ? Int(min(max(0, days), 1e6)) : 0
  }

  /// A moment, and how long ago that was: "12/11/2026 02:10 (9 ngày trước)".
  ///
  /// A time in the future was written while the server's clock was wrong, and is marked so.
  func ago(_ moment: Date) -> String {
    guard now.days(sinceKnown: moment) != nil else {
      return "\(people.dateTime(moment)) (\(text("time.clockWrong")))"
    }
    let days = days(since: moment)
    let words =
      days == 0 ? text("time.today") : text("time.daysAgo", ["days": people.number(days)])
    return "\(people.dateTime(moment)) (\(words))"
  }
}
