public import Foundation

/// Days of the calendar in Vietnam, `YYYY-MM-DD`. Vietnam has one time zone, without summer time.
public enum VietnamDay {
  private static let aheadSeconds = 7 * 3600.0

  public static func text(_ date: Date) -> String {
    date.addingTimeInterval(aheadSeconds).formatted(.iso8601.year().month().day())
  }

  /// The moment at which a day is over; nil if the text is not a day, such as 30 February.
  ///
  /// By arithmetic, since it is called for every computer of a commune: a regular expression or a
  /// date parser would take most of the time of renewing measures.
  public static func end(_ text: String) -> Date? {
    Parts(text)?.startInUTC.addingTimeInterval(86_400 - aheadSeconds)
  }

  /// A day as people write it, `YYYY-MM-DD` or `d/m/YYYY`, as `YYYY-MM-DD`. The day always comes
  /// before the month, as everywhere in Vietnam; spreadsheets there store typed days so.
  ///
  /// - Returns: nil if the text is no day.
  public static func written(_ text: String) -> String? {
    let text = text.trimmingCharacters(in: .whitespaces)
    if end(text) != nil { return text }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, 1...2 ~= parts[0].utf8.count, 1...2 ~= parts[1].utf8.count,
      parts[2].utf8.count == 4
    else { return nil }
    func two(_ digits: Substring) -> String { digits.utf8.count == 1 ? "0\(digits)" : "\(digits)" }
    let day = "\(parts[2])-\(two(parts[1]))-\(two(parts[0]))"
    return end(day) == nil ? nil : day
  }

  /// Year, month and day.
  struct Parts: Equatable {
    var year, month, day: Int

    /// nil if the text is not a day of the years 1000 to 2999, written `YYYY-MM-DD`.
    init?(_ text: String) {
      var text = text
      let parts: Parts? = text.withUTF8 { bytes in
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
          let year = number(bytes[0..<4]), let month = number(bytes[5..<7]),
          let day = number(bytes[8..<10]), 1000...2999 ~= year, 1...12 ~= month,
          1...days(ofMonth: month, in: year) ~= day
        else { return nil }
        return Parts(year: year, month: month, day: day)
      }
      guard let parts else { return nil }
      self = parts
    }

    private init(year: Int, month: Int, day: Int) {
      (self.year, self.month, self.day) = (year, month, day)
    }

    var startInUTC: Date {
      let days = daysBefore(year) + daysBefore(month, in: year) + day - 1
      return Date(timeIntervalSince1970: Double(days) * 86_400)
    }
  }

  private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    var value = 0
    for digit in digits {
      guard 48...57 ~= digit else { return nil }
      value = value * 10 + Int(digit - 48)
    }
    return value
  }

  private static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  private static func days(ofMonth month: Int, in year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func daysBefore(_ month: Int, in year: Int) -> Int {
    (1..<month).reduce(0) { $0 + days(ofMonth: $1, in: year) }
  }

  /// Days from 1970-01-01 to the year's first day, in the Gregorian calendar.
  private static func daysBefore(_ year: Int) -> Int {
    func leaps(before year: Int) -> Int { (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400 }
    return (year - 1970) * 365 + leaps(before: year) - leaps(before: 1970)
  }

  /// Noon of a day, or `now` if today's noon is still to come: the time given to what happened on a
  /// day. nil if the text is not a day.
  public static func noon(_ text: String, now: Date) -> Date? {
    end(text).map { end in
      let noon = end.addingTimeInterval(-43_200)
      return text == self.text(now) ? min(now, noon) : noon
    }
  }
}
