import Foundation
import InventoryStore
import Presentation
import Prioritization

/// The last forecasts that were made.
actor ForecastCache {
  private typealias Recent = RecentDocuments<ForecastParameters, ForecastDocument>

  nonisolated let source: DocumentSource
  private let queue: BoundedQueue
  nonisolated let now: @Sendable () -> Date
  /// Weighed by communes times periods: one of the country for 50 years takes some 50 MB.
  private var recent = Recent(\.provenance, maximumEntries: 6, maximumWeight: 180_000) {
    $0.forecast.communes.count * $0.forecast.period.later
  }

  init(source: DocumentSource, queue: BoundedQueue, now: @escaping @Sendable () -> Date) {
    (self.source, self.queue, self.now) = (source, queue, now)
  }

  /// - Parameter moment: ``moment(of:)`` of an earlier forecast; ignored if that is not held any
  ///   more.
  /// - Throws: `InventoryError` with `provinceUnknown` or `groupUnknown`, `ForecastError`,
  ///   `PlanError`, ``ServerError`` with `busy`.
  func document(
    _ parameters: ForecastParameters, within scope: Scope, asOf moment: Int64? = nil,
    for caller: BoundedQueue.Caller
  ) async throws -> ForecastDocument {
    let key = Recent.Key(parameters: parameters, scope: scope)
    if let held = recent.held(key, asOf: moment) { return held }
    let time = now()
    // Before anything is read.
    _ = try parameters.period(now: time)
    let revision = try await source.store.upkeep.revision()
    if let held = recent.held(key, revision: revision, now: time) { return held }
    let selection = try await source.forecastSelection(parameters, within: scope, now: time)
    let document = try await queue.run(for: caller, joining: "forecast \(key) \(revision)") {
      [source] in
      try source.forecastBlocking(selection, parameters, within: scope, now: time)
    }
    recent.add(document, key, revision: revision, at: time)
    return document
  }

  /// The time of a forecast, as written in addresses.
  static func moment(of document: ForecastDocument) -> Int64 {
    Recent.moment(of: document.provenance)
  }
}
