import FoundationEssentials

/// A date and time of the Gregorian calendar. A calendar object would take longer than everything
/// else in a row.
struct CivilTime {
  let year, month, day, hour, minute, second: Int

  /// `nil` outside the years 1 to 9999, which RFC 3339 cannot represent.
  ///
  /// The method is Howard Hinnant's `civil_from_days`.
  init?(_ date: Date, offsetSeconds: Int = 0) {
    let instant = date.timeIntervalSince1970 + Double(offsetSeconds)
    guard instant >= -62_135_596_800, instant < 253_402_300_800 else { return nil }
    let seconds = Int(instant.rounded(.down))
    let days = seconds.floorDivided(by: 86_400)
    let ofDay = seconds - days * 86_400
    let shifted = days + 719_468
    let era = shifted.floorDivided(by: 146_097)
    let ofEra = shifted - era * 146_097
    let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * ofYear + 2) / 153
    day = ofYear - (153 * marchMonth + 2) / 5 + 1
    month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    hour = ofDay / 3600
    minute = ofDay / 60 % 60
    second = ofDay % 60
  }
}

extension Int {
  fileprivate func floorDivided(by divisor: Int) -> Int {
    self >= 0 ? self / divisor : -((divisor - 1 - self) / divisor)
  }

  /// Padded with leading zeros.
  func padded(_ width: Int) -> String {
    let digits = String(self)
    return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
  }
}
