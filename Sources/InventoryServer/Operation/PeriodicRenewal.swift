import Foundation
import InventoryStore
import Logging
import ServiceLifecycle

/// Once a minute, renews measures that change merely with time, such as those of silent communes.
/// Also has measures recomputed that were written under a wrong clock, and searches new reports for
/// programmes' deliveries.
struct PeriodicRenewal: Service {
  static let pause: Duration = .seconds(60)

  let store: InventoryStore
  let now: @Sendable () -> Date
  let logger: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var watch = ClockStepDetector()
      while !Task.isCancelled {
        let time = now()
        let leap = watch.leap(wall: time, monotonic: MonotonicSeconds.now())
        if let leap, leap != 0 {
          logger.warning("the clock was set", metadata: ["seconds": "\(Int(leap.rounded()))"])
        }
        do {
          try await store.upkeep.keepTime(now: time, leap: leap)
          try await store.programmes.searchForEvidence(now: time)
        } catch is CancellationError {
          return
        } catch {
          // Readers compute these measures themselves until the disk is writable again.
          let reason = InventoryStore.explanation(of: error) ?? "\(error)"
          logger.warning("measures were not renewed", metadata: ["reason": "\(reason)"])
        }
        do { try await Task.sleep(for: Self.pause) } catch { return }
      }
    }
  }
}

/// Detects changes to the wall clock by comparing it with the monotonic clock.
struct ClockStepDetector {
  /// Smaller steps come from NTP or a busy machine.
  static let tolerance = 60.0

  private var last: (wall: Date, monotonic: Double)?

  /// - Parameter monotonic: Seconds of the monotonic clock.
  /// - Returns: The seconds by which the wall clock was set since the last call, negative if back,
  ///   0 if it was not; nil on the first call.
  mutating func leap(wall: Date, monotonic: Double) -> Double? {
    defer { last = (wall, monotonic) }
    guard let last else { return nil }
    let leap = wall.timeIntervalSince(last.wall) - (monotonic - last.monotonic)
    return abs(leap) > Self.tolerance ? leap : 0
  }
}
