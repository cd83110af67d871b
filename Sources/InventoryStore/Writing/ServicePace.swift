import Synchronization

/// Recent time per write without waiting, from which `Retry-After` is computed.
public final class ServicePace: Sendable {
  /// Weight of the newest measurement against all earlier ones.
  private static let weight = 0.1

  private let seconds = Mutex(0.002)

  init() {}

  /// Seconds per write, an exponentially weighted mean.
  public var secondsPerWrite: Double { seconds.withLock { $0 } }

  func add(count: Int, took duration: Duration) {
    let (whole, attoseconds) = duration.components
    let each = (Double(whole) + Double(attoseconds) / 1e18) / Double(max(count, 1))
    seconds.withLock { $0 += Self.weight * (each - $0) }
  }
}
