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

  /// Appends `2026-11-23T08:00:00Z`, of a time in UTC, byte by byte: rankings have thousands.
  func appendRFC3339(to bytes: inout [UInt8]) {
    func two(_ value: Int) {
      bytes.append(UInt8(48 + value / 10 % 10))
      bytes.append(UInt8(48 + value % 10))
    }
    two(year / 100)
    two(year % 100)
    bytes.append(UInt8(ascii: "-"))
    two(month)
    bytes.append(UInt8(ascii: "-"))
    two(day)
    bytes.append(UInt8(ascii: "T"))
    two(hour)
    bytes.append(UInt8(ascii: ":"))
    two(minute)
    bytes.append(UInt8(ascii: ":"))
    two(second)
    bytes.append(UInt8(ascii: "Z"))
  }
}
