public import Foundation
import Reporting

extension Date {
  /// Microseconds since 1970-01-01 UTC: how the database writes a time.
  ///
  /// What no 64-bit number can say is the farthest one that can.
  public var microseconds: Int64 {
    let exact = (timeIntervalSince1970 * 1_000_000).rounded()
    return Int64(exactly: exact) ?? (exact < 0 ? .min : .max)
  }

  public init(microseconds: Int64) {
    self.init(timeIntervalSince1970: Double(microseconds) / 1_000_000)
  }
}

/// How far a time on file may be ahead of the clock.
///
/// Whoever sets the centre's clock back leaves times on file that lie in the future. What such a
/// time says is unknown: neither fresh nor old.
enum ClockTolerance {
  /// NTP sets clocks by less than this; a time further ahead lies in the future.
  static let seconds = 60.0
  /// By a time that was less wrong than this, once it has passed, nothing is misjudged: limits are
  /// days.
  static let grossSeconds = 86_400.0
}

extension Date {
  /// In microseconds since 1970: what is later lies in the future.
  var latestKnown: Int64 { addingTimeInterval(ClockTolerance.seconds).microseconds }
  /// In microseconds since 1970: what is later was written by a clock that was wrong by days.
  var latestTolerable: Int64 { addingTimeInterval(ClockTolerance.grossSeconds).microseconds }
  /// Days since a moment of the past; nil if that lies in the future, or there is none.
  public func days(sinceKnown past: Date?) -> Double? {
    guard let past, past.microseconds <= latestKnown else { return nil }
    return timeIntervalSince(past) / 86_400
  }

  /// Whether it can be today at all. A dead battery starts a clock at 1970, 1980 or 2002.
  var isPlausible: Bool {
    WallClock.plausible.contains(Int(max(-1e15, min(1e15, timeIntervalSince1970))))
  }
}
