public import Foundation

/// The day of a computer's firmware, about as old as the computer: `2019-03-14`.
///
/// A day that cannot be right says nothing: neither one to come, by the centre's own clock, nor one
/// from before there were PCs.
public enum FirmwareDay {
  /// How far the day may lie ahead, in seconds: somewhere it is tomorrow already.
  static let toleranceSeconds = 86_400.0
  /// 1981-08-12, when the first PC was sold.
  static let firstPC = Date(timeIntervalSince1970: 366_422_400)

  /// The day's beginning in UTC; nil for what is no day, or cannot be right at `now`.
  public static func date(_ text: String?, at now: Date) -> Date? {
    guard let date = date(text), date <= now.addingTimeInterval(toleranceSeconds) else {
      return nil
    }
    return date
  }

  /// From when on the day can be right; nil if never.
  static func turningPoint(_ text: String?) -> Date? {
    date(text)?.addingTimeInterval(-toleranceSeconds)
  }

  private static func date(_ text: String?) -> Date? {
    guard let text, text.utf8.count == 10,
      let date = try? Date(text + "T00:00:00Z", strategy: .iso8601), date >= firstPC
    else { return nil }
    return date
  }
}
