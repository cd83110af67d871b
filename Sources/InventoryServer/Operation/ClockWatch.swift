import Foundation
import InventoryStore
import Logging
import ServiceLifecycle

/// Stores the believed time, logs when the wall clock is not believed, and follows an
/// administrator's confirmation.
struct ClockWatch: Service {
  private static let pause: Duration = .seconds(1)
  private static let keptEvery = 60

  let store: InventoryStore
  let clock: BelievedClock
  let logger: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var wasDoubted = false
      var turn = 0
      while !Task.isCancelled {
        do {
          let doubt = clock.doubt
          if let doubt {
            if !wasDoubted {
              logger.warning(
                "the system's clock has leapt and is not believed: see commune-inventory clock",
                metadata: ["seconds": "\(Int(max(-1e15, min(1e15, doubt.rounded()))))"])
            }
            if let confirmed = try await store.upkeep.confirmedTime() { clock.follow(confirmed) }
          } else if wasDoubted {
            logger.notice("the system's clock is believed again")
          }
          try await store.upkeep.correct(clock)
          if turn.isMultiple(of: Self.keptEvery) || wasDoubted != (doubt != nil) {
            try await store.upkeep.keep(clock.stored)
          }
          wasDoubted = doubt != nil
        } catch is CancellationError {
          return
        } catch {
          // The disk is full; the time is stored once there is room.
        }
        turn += 1
        do { try await Task.sleep(for: Self.pause) } catch { break }
      }
    }
    try? await store.upkeep.keep(clock.stored)
  }
}
