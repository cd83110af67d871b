import Foundation
import InventoryStore
import Logging
import ServiceLifecycle

/// Once a minute writes down what time alone has made of communes: silence needs no report. Finds
/// what a wrong clock wrote, at the start and each minute, and has it made anew.
struct PeriodicRenewal: Service {
  static let pause: Duration = .seconds(60)

  let store: InventoryStore
  let now: @Sendable () -> Date
  let logger: Logger

  func run() async throws {
    try await cancelWhenGracefulShutdown {
      var watch = ClockStepDetector()
      while !Task.isCancelled {
        let time = now()
        let leap = watch.leap(wall: time, monotonic: MonotonicSeconds.now())
        if let leap, leap != 0 {
          logger.warning("the clock was set", metadata: ["seconds": "\(Int(leap.rounded()))"])
        }
        do {
          try await store.keepTime(now: time, leap: leap)
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

/// Tells by the monotonic clock whether the wall clock was set.
struct ClockStepDetector {
  /// Less than this is NTP's work, or a busy machine's.
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
