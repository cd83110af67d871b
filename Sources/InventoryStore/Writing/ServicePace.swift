import Synchronization

/// How long a write takes of late, waiting not counted: what a `Retry-After` is computed from.
public final class ServicePace: Sendable {
  /// Of the newest measurement, against all before.
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
