import Foundation
import InventoryStore
import Logging
import ServiceLifecycle

/// Once a minute writes down what time alone has made of communes: silence needs no report.
struct Timekeeper: Service {
  static let pause: Duration = .seconds(60)

  let store: InventoryStore
  let now: @Sendable () -> Date
  let logger: Logger

  func run() async throws {
    try await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          try await store.renewOvertaken(now: now())
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
