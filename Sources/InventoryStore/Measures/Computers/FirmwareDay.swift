public import Foundation
import HardwareCatalogue

/// The date of a computer's firmware, `2019-03-14`, which is about as old as the computer.
///
/// An impossible date counts as unknown: one in the future by the centre's clock, or before the
/// first PC.
public enum FirmwareDay {
  /// Seconds that the date may be ahead, for the difference between time zones.
  static let toleranceSeconds = 86_400.0

  /// The start of the day in UTC; nil if the text is not a date, or impossible at `now`.
  public static func date(_ text: String?, at now: Date) -> Date? {
    guard let date = date(text), date <= now.addingTimeInterval(toleranceSeconds) else {
      return nil
    }
    return date
  }

  /// When the date becomes possible; nil if never.
  static func turningPoint(_ text: String?) -> Date? {
    date(text)?.addingTimeInterval(-toleranceSeconds)
  }

  /// Year, month and day; nil if the text is not a date.
  static func parts(_ text: String?) -> VietnamDay.Parts? { text.flatMap(VietnamDay.Parts.init) }

  private static func date(_ text: String?) -> Date? {
    guard let text, text >= FirmwareDate.firstPC else { return nil }
    return parts(text)?.startInUTC
  }
}
