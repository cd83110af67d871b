public import Foundation

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
