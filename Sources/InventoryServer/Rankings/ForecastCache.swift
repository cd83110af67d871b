import Foundation
import InventoryStore
import Presentation
import Prioritization

/// The last forecasts that were made. One is given again for as long as nothing was committed to the
/// inventory since, and at most for a minute; a request that names the time of a forecast gets that
/// very one as long as it is held, so that a page and its files agree.
actor ForecastCache {
  private struct Key: Hashable {
    var parameters: ForecastParameters
    var scope: Scope
  }

  private struct Made {
    let key: Key
    let revision: Int64
    let at: Date
    let document: ForecastDocument

    var cells: Int {
      document.forecast.communes.count * document.forecast.period.later
    }
  }

  private static let maximumEntries = 6
  /// Communes times periods, of all that are held: one of the country for 50 years, some 50 MB.
  private static let maximumCells = 180_000
  private static let maximumAge: TimeInterval = 60

  nonisolated let source: ForecastSource
  private let queue: BoundedQueue
  nonisolated let now: @Sendable () -> Date
  /// The most recently used is last.
  private var made: [Made] = []

  init(source: ForecastSource, queue: BoundedQueue, now: @escaping @Sendable () -> Date) {
    self.source = source
    self.queue = queue
    self.now = now
  }

  /// - Parameter moment: ``moment(of:)`` of an earlier forecast; ignored if that is not held any
  ///   more.
  /// - Throws: `InventoryError` with `provinceUnknown` or `groupUnknown`, `ForecastError`,
  ///   `PlanError`, ``ServerError`` with `busy`.
  func document(
    _ parameters: ForecastParameters, within scope: Scope, asOf moment: Int64? = nil,
    for caller: BoundedQueue.Caller
  ) async throws -> ForecastDocument {
    let key = Key(parameters: parameters, scope: scope)
    if let moment, let held = use({ $0.key == key && Self.moment(of: $0.document) == moment }) {
      return held
    }
    let time = now()
    // Before anything is read.
    _ = try parameters.period(now: time)
    let revision = try await source.store.upkeep.revision()
    if let held = use({
      $0.key == key && $0.revision == revision
        && abs(time.timeIntervalSince($0.at)) < Self.maximumAge
    }) {
      return held
    }
    let selection = try await source.selection(parameters, within: scope, now: time)
    let document = try await queue.run(for: caller, joining: "forecast \(key) \(revision)") {
      [source] in
      try source.documentBlocking(selection, parameters, within: scope, now: time)
    }
    // Who joined another's job holds the same document.
    if made.contains(where: { $0.key == key && $0.document.provenance == document.provenance }) {
      return document
    }
    made.append(Made(key: key, revision: revision, at: time, document: document))
    while made.count > Self.maximumEntries
      || made.count > 1 && made.reduce(0, { $0 + $1.cells }) > Self.maximumCells
    { made.removeFirst() }
    return document
  }

  /// The time of a forecast, as written in addresses.
  static func moment(of document: ForecastDocument) -> Int64 {
    document.provenance.asOf.map { Int64($0.timeIntervalSince1970 * 1e6) } ?? 0
  }

  private func use(_ isWanted: (Made) -> Bool) -> ForecastDocument? {
    guard let at = made.lastIndex(where: isWanted) else { return nil }
    let held = made.remove(at: at)
    made.append(held)
    return held.document
  }
}
