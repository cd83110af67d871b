public import Foundation

extension Date {
  /// Microseconds since 1970-01-01 UTC: how the database writes a time.
  public var microseconds: Int64 { Int64((timeIntervalSince1970 * 1_000_000).rounded()) }

  public init(microseconds: Int64) {
    self.init(timeIntervalSince1970: Double(microseconds) / 1_000_000)
  }
}
