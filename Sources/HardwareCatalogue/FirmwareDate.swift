/// The firmware's date as given by SMBIOS.
public enum FirmwareDate {
  /// When the first PC was sold: no firmware is older.
  public static let firstPC = "1981-08-12"

  /// `2019-07-03` for `07/03/2019` and for itself; nil if it is not a date, or older than PCs.
  /// Two-digit years from 80 on are in the 20th century.
  ///
  /// This machine cannot tell whether the day is in the future, because its clock may be dead; the
  /// centre checks that by its own clock.
  public static func iso(_ text: String) -> String? {
    var parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let others = text.split(separator: "-", omittingEmptySubsequences: false)
    if others.map(\.utf8.count) == [4, 2, 2] { parts = [others[1], others[2], others[0]] }
    guard parts.count == 3, parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
      let month = Int(parts[0]), let day = Int(parts[1]), var year = Int(parts[2])
    else { return nil }
    if parts[2].count == 2 { year += year < 80 ? 2000 : 1900 }
    guard (1981...2100).contains(year), (1...12).contains(month),
      (1...days(in: month, of: year)).contains(day)
    else { return nil }
    let date = "\(year)-\(twoDigits(month))-\(twoDigits(day))"
    return date >= firstPC ? date : nil
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
