public import Foundation

/// A point in time as people write it: RFC 3339, or a day, which means its end in Vietnam.
public struct PastTime: Equatable, Sendable {
  /// The moment named, or the last second of the day.
  public let instant: Date
  public let isDay: Bool

  /// - Returns: nil for a text that is neither.
  public init?(_ text: String) {
    if let end = VietnamDay.written(text).flatMap(VietnamDay.end) {
      (instant, isDay) = (end.addingTimeInterval(-1), true)
    } else if let moment = Self.rfc3339(text) {
      (instant, isDay) = (moment, false)
    } else {
      return nil
    }
  }

  /// The moment named; for a day that is not over yet, now.
  ///
  /// - Returns: nil if it lies in the future.
  public func date(now: Date) -> Date? {
    if instant <= now { return instant }
    return isDay && instant.timeIntervalSince(now) < 86_400 ? now : nil
  }

  private static func rfc3339(_ text: String) -> Date? {
    guard (20...40).contains(text.utf8.count) else { return nil }
    for fraction in [false, true] {
      let style = Date.ISO8601FormatStyle(includingFractionalSeconds: fraction)
      if let date = try? style.parse(text), sameDay(date, text) { return date }
    }
    return nil
  }

  /// The parser takes 30 February for 2 March; a person who wrote it meant another day.
  private static func sameDay(_ date: Date, _ text: String) -> Bool {
    guard let day = Int(text.dropFirst(8).prefix(2)), (1...31).contains(day) else { return false }
    let offset = text.hasSuffix("Z") ? 0 : Self.offset(text)
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(secondsFromGMT: offset) ?? .gmt
    return calendar.component(.day, from: date) == day
  }

  private static func offset(_ text: String) -> Int {
    let end = text.suffix(6)
    let sign = end.hasPrefix("-") ? -1 : 1
    let hours = Int(end.dropFirst().prefix(2)) ?? 0
    let minutes = Int(end.suffix(2)) ?? 0
    return sign * (hours * 3600 + minutes * 60)
  }
}
