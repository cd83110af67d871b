public import Foundation

/// When an inventory in a file was taken.
public enum ObservationTime {
  /// The earlier of the plausible times: a copied file has a new date, and a PC's clock may be
  /// years off.
  ///
  /// - Parameters:
  ///   - modified: when the file was last written.
  ///   - local: the agent's own time in the file, `2026-11-28 08:15:02`, taken as Vietnam's.
  /// - Returns: nil if neither is plausible; never later than `now`.
  public static func of(modified: Date?, local: String?, now: Date) -> Date? {
    [modified, local.flatMap(date)].compactMap(\.self)
      .filter { $0.isPlausible && $0.microseconds <= now.latestTolerable }
      .min().map { min($0, now) }
  }

  /// nil if the text is not a time.
  private static func date(_ local: String) -> Date? {
    let parts = local.split(maxSplits: 1, whereSeparator: { $0 == " " || $0 == "T" })
    guard parts.count == 2, let end = VietnamDay.end(String(parts[0])) else { return nil }
    let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false)
    let numbers = clock.compactMap { $0.utf8.count == 2 ? Int($0) : nil }
    guard clock.count == 3, numbers.count == 3, 0...23 ~= numbers[0], 0...59 ~= numbers[1],
      0...60 ~= numbers[2]
    else { return nil }
    return end.addingTimeInterval(
      Double(numbers[0] * 3600 + numbers[1] * 60 + numbers[2]) - 86_400)
  }
}
