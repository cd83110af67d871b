import FoundationEssentials
import Prioritization

/// A date and time of the Gregorian calendar. A calendar object would take longer than everything
/// else in a row.
struct CivilTime {
  let year, month, day, hour, minute, second: Int

  /// `nil` outside the years 1 to 9999, which RFC 3339 cannot write.
  init?(_ date: Date, offsetSeconds: Int = 0) {
    let instant = date.timeIntervalSince1970 + Double(offsetSeconds)
    guard instant >= -62_135_596_800, instant < 253_402_300_800 else { return nil }
    let seconds = Int(instant.rounded(.down))
    let ofDay = (seconds % 86_400 + 86_400) % 86_400
    let civil = CalendarDay(daysSince1970: (seconds - ofDay) / 86_400)
    (year, month, day) = (civil.year, civil.month, civil.day)
    hour = ofDay / 3600
    minute = ofDay / 60 % 60
    second = ofDay % 60
  }
}
