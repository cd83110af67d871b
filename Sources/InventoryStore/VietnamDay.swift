public import Foundation

/// Days of the calendar in Vietnam, `YYYY-MM-DD`. Vietnam keeps one time, all the year.
public enum VietnamDay {
  private static let aheadSeconds = 7 * 3600.0

  public static func text(_ date: Date) -> String {
    date.addingTimeInterval(aheadSeconds).formatted(.iso8601.year().month().day())
  }

  /// The moment at which a day is over; nil if the text is no day.
  public static func end(_ text: String) -> Date? {
    guard text.wholeMatch(of: /[12][0-9]{3}-[01][0-9]-[0-3][0-9]/) != nil,
      let start = try? Date("\(text)T00:00:00+07:00", strategy: .iso8601),
      // The parser takes 30 February for 2 March; a person who writes it meant another day.
      self.text(start) == text
    else { return nil }
    return start.addingTimeInterval(86_400)
  }

  /// Noon of a day, or `now` if today's noon is still to come: by which what happened on a day is
  /// dated. nil if the text is no day.
  public static func noon(_ text: String, now: Date) -> Date? {
    end(text).map { end in
      let noon = end.addingTimeInterval(-43_200)
      return text == self.text(now) ? min(now, noon) : noon
    }
  }
}
