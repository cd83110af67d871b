/// The firmware's date as SMBIOS has it.
enum FirmwareDate {
  /// `2019-07-03` of `07/03/2019`; nil for what is no date between 1980 and 2100. Two-digit years
  /// are those since 1996, when the first edition of the specification came, as Linux has it.
  static func iso(_ text: String) -> String? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
      let month = Int(parts[0]), let day = Int(parts[1]), var year = Int(parts[2])
    else { return nil }
    if parts[2].count == 2 { year += year < 96 ? 2000 : 1900 }
    guard (1980...2100).contains(year), (1...12).contains(month),
      (1...days(in: month, of: year)).contains(day)
    else { return nil }
    return "\(year)-\(twoDigits(month))-\(twoDigits(day))"
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
