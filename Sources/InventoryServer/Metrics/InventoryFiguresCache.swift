import Foundation
import InventoryStore
import Prioritization

/// The inventory's own figures, read again at most once every few seconds, however often they are
/// requested.
actor InventoryFiguresCache {
  static let seconds = 10.0

  private let store: InventoryStore
  private let limits: ReportingLimits
  private var known: (figures: InventoryFigures, at: ContinuousClock.Instant)?

  init(store: InventoryStore, limits: ReportingLimits) {
    self.store = store
    self.limits = limits
  }

  func figures(now: Date) async throws -> InventoryFigures {
    if let known, ContinuousClock.now - known.at < .seconds(Self.seconds) { return known.figures }
    let figures = try await store.coverage.figures(reporting: limits, now: now)
    known = (figures, .now)
    return figures
  }
}
