import Foundation
import InventoryStore
import Logging
import ServiceLifecycle

/// Deletes expired data every night.
struct NightlyRetention: Service {
  static let pause: Duration = .seconds(300)
  /// Hours in Vietnam during which it starts; offices are closed then.
  static let hours = 1..<5
  /// A centre that is switched off at night runs it during the day.
  static let longestHours = 36.0

  let store: InventoryStore
  let retention: RetentionSettings
  let condition: CentreCondition
  let now: @Sendable () -> Date
  let logger: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          // Not while the centre starts: clients that waited for it come first.
          try await Task.sleep(for: Self.pause)
          try await runIfDue()
        } catch is CancellationError {
          return
        } catch {
          let reason = InventoryStore.explanation(of: error) ?? "\(error)"
          logger.warning("nothing more was deleted this night", metadata: ["reason": "\(reason)"])
        }
      }
    }
  }

  private func runIfDue() async throws {
    // If the clock may be wrong, everything could look old.
    guard condition.clockLead == nil else { return }
    let now = now()
    guard Self.isDue(now, last: try await store.upkeep.retentionRanAt()) else { return }
    let result = try await store.upkeep.retain(retention, now: now)
    logger.notice(
      "retention",
      metadata: Dictionary(
        uniqueKeysWithValues: result.items.map { ($0.kind.rawValue, "\($0.count)") }
          + [
            ("freedBytes", "\(result.freedBytes)"),
            ("longestHoldMilliseconds", "\(Int(result.longestHoldSeconds * 1000))"),
          ]))
  }

  /// - Parameter last: When it last completed.
  static func isDue(_ now: Date, last: Date?) -> Bool {
    let hour = Int((now.timeIntervalSince1970 / 3600 + 7).rounded(.down)) % 24
    guard let last else { return hours.contains(hour) }
    let since = now.timeIntervalSince(last) / 3600
    return since > longestHours || hours.contains(hour) && since > 12 || since < -24
  }
}
