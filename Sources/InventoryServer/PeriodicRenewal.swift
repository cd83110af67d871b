import Foundation
import InventoryStore
import Logging
import ServiceLifecycle

/// Renews once a minute the measures that change by time alone, such as those of silent communes.
/// Also finds measures that a wrong clock wrote, and has them recomputed; and looks in new reports for
/// what programmes had delivered.
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
          // Readers make these measures themselves until the disk can be written again.
          let reason = InventoryStore.explanation(of: error) ?? "\(error)"
          logger.warning("measures were not renewed", metadata: ["reason": "\(reason)"])
        }
        do { try await Task.sleep(for: Self.pause) } catch { return }
      }
    }
  }
}

/// Detects by the monotonic clock that the wall clock was set.
struct ClockStepDetector {
  /// Smaller steps come from NTP or a busy machine.
  static let tolerance = 60.0

  private var last: (wall: Date, monotonic: Double)?

  /// - Parameter monotonic: in seconds.
  /// - Returns: seconds that the wall clock was set by since the last call, negative if back, 0 if
  ///   it was not; nil at the first call.
  mutating func leap(wall: Date, monotonic: Double) -> Double? {
    defer { last = (wall, monotonic) }
    guard let last else { return nil }
    let leap = wall.timeIntervalSince(last.wall) - (monotonic - last.monotonic)
    return abs(leap) > Self.tolerance ? leap : 0
  }
}
