import Reporting

/// The time limit of a delivery run, however slowly the centre answers; the next run continues.
public struct DeliveryDeadline: Sendable {
  /// A full spool takes a quarter of it on a slow line.
  public static let seconds = 1800.0

  private let end: Double
  private let now: @Sendable () -> Double

  /// - Parameters:
  ///   - seconds: from now on.
  ///   - now: seconds of a monotonic clock.
  public init(
    seconds: Double = Self.seconds, now: @escaping @Sendable () -> Double = Self.bootSeconds
  ) {
    self.now = now
    end = now() + seconds
  }

  /// - Throws: ``DeliveryError`` with code `timeout` once the deadline has passed.
  func check(_ centre: CentreAddress) throws(DeliveryError) {
    guard now() >= end else { return }
    throw DeliveryError(
      .timeout, "\(centre) answers so slowly that the run's time is over: the next run goes on.")
  }

  /// Seconds since the computer started, including suspension; 0 if the kernel has no such clock.
  @Sendable public static func bootSeconds() -> Double { BootClock.seconds() ?? 0 }
}
