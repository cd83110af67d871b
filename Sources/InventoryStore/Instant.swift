public import Foundation
import GRDB
import Reporting

/// A time as the database stores it: whole microseconds since 1970-01-01 UTC.
struct Instant: Hashable, Sendable {
  let date: Date

  init(_ date: Date) { self.date = date }
}

extension Instant: DatabaseValueConvertible {
  var databaseValue: DatabaseValue { date.microseconds.databaseValue }

  static func fromDatabaseValue(_ value: DatabaseValue) -> Instant? {
    Int64.fromDatabaseValue(value).map { Instant(Date(microseconds: $0)) }
  }
}

extension Row {
  /// The time in a column that is never NULL.
  func date(_ column: String) -> Date { (self[column] as Instant).date }

  /// The time in a column, or nil if it is NULL.
  func dateIfKnown(_ column: String) -> Date? { (self[column] as Instant?)?.date }
}

extension Date {
  /// Microseconds since 1970-01-01 UTC, as the database stores a time; times beyond the range of a
  /// 64-bit integer become its nearest end.
  public var microseconds: Int64 {
    let exact = (timeIntervalSince1970 * 1_000_000).rounded()
    return Int64(exactly: exact) ?? (exact < 0 ? .min : .max)
  }

  /// - Parameter microseconds: since 1970-01-01 UTC.
  public init(microseconds: Int64) {
    self.init(timeIntervalSince1970: Double(microseconds) / 1_000_000)
  }
}

/// How far a stored time may be ahead of the clock.
///
/// Setting the centre's clock back leaves stored times in the future. Such a time is treated as
/// unknown: neither fresh nor old.
enum ClockTolerance {
  /// Seconds; NTP corrects clocks by less, so a time further ahead is in the future.
  static let seconds = 60.0
  /// Seconds; a smaller error has no effect once the time has passed, since all limits are in days.
  static let grossSeconds = 86_400.0
}

extension Date {
  /// Microseconds since 1970; a later time is in the future.
  var latestKnown: Int64 { addingTimeInterval(ClockTolerance.seconds).microseconds }

  /// Microseconds since 1970; a later time was written by a clock that was wrong by days.
  var latestTolerable: Int64 { addingTimeInterval(ClockTolerance.grossSeconds).microseconds }

  /// Days since `past`, or nil if that is nil or in the future.
  public func days(sinceKnown past: Date?) -> Double? {
    guard let past, past.microseconds <= latestKnown else { return nil }
    return timeIntervalSince(past) / 86_400
  }

  /// Whether the time is possible at all: a dead battery resets a clock to 1970, 1980 or 2002.
  var isPlausible: Bool {
    WallClock.plausible.contains(Int(max(-1e15, min(1e15, timeIntervalSince1970))))
  }
}
