import Foundation
import InventoryStore
import Presentation
import Prioritization

/// The parameters of a document, and how to create it.
protocol DocumentParameters: Hashable, Sendable {
  associatedtype Document: Sendable

  /// The kind of document, such as `plan`: requests for the same one share one job of the queue.
  static var kind: String { get }
  /// A cache of recent documents, initially empty.
  static var recent: RecentDocuments<Self, Document> { get }

  /// Reads the inputs of the document.
  ///
  /// - Returns: The work that creates it, for the queue.
  func prepare(
    _ source: DocumentSource, within scope: Scope, now: Date
  ) async throws -> @Sendable () throws -> Document
}

typealias PlanCache = DocumentCache<PlanParameters>
typealias ForecastCache = DocumentCache<ForecastParameters>

/// Documents of one kind, created on the queue and reused according to ``RecentDocuments``.
actor DocumentCache<Parameters: DocumentParameters> {
  private let source: DocumentSource
  private let queue: BoundedQueue
  private let now: @Sendable () -> Date
  private var recent = Parameters.recent

  init(source: DocumentSource, queue: BoundedQueue, now: @escaping @Sendable () -> Date) {
    (self.source, self.queue, self.now) = (source, queue, now)
  }

  /// - Parameter moment: `Provenance.moment` of an earlier document; ignored if that is no longer
  ///   cached.
  /// - Throws: `InventoryError` with `provinceUnknown` or `groupUnknown`, `ForecastError`,
  ///   `PlanError`, ``ServerError`` with `busy`.
  func document(
    _ parameters: Parameters, within scope: Scope, asOf moment: Int64? = nil,
    for caller: BoundedQueue.Caller
  ) async throws -> Parameters.Document {
    let key = RecentDocuments<Parameters, Parameters.Document>.Key(
      parameters: parameters, scope: scope)
    if let held = recent.held(key, asOf: moment) { return held }
    let time = now()
    let revision = try await source.store.upkeep.revision()
    if let held = recent.held(key, revision: revision, now: time) { return held }
    let document = try await queue.run(
      for: caller, joining: "\(Parameters.kind) \(key) \(revision)",
      try await parameters.prepare(source, within: scope, now: time))
    recent.add(document, key, revision: revision, at: time)
    return document
  }
}

extension PlanParameters: DocumentParameters {
  static var kind: String { "plan" }

  /// A plan for the country takes some 2 MB.
  static var recent: RecentDocuments<PlanParameters, PlanDocument> {
    .init(\.provenance, maximumEntries: 16)
  }

  func prepare(
    _ source: DocumentSource, within scope: Scope, now: Date
  ) async throws -> @Sendable () throws -> PlanDocument {
    let planned = try await source.planned(
      province: province, group: group, within: scope, now: now)
    return {
      try source.plan(
        planned, budget: money, adjusted: adjusted(source.policy), asOf: nil, now: now)
    }
  }
}

extension ForecastParameters: DocumentParameters {
  static var kind: String { "forecast" }

  /// Weighted by communes times periods: one for the country and 50 years takes some 50 MB.
  static var recent: RecentDocuments<ForecastParameters, ForecastDocument> {
    .init(\.provenance, maximumEntries: 6, maximumWeight: 180_000) {
      $0.forecast.communes.count * $0.forecast.period.later
    }
  }

  func prepare(
    _ source: DocumentSource, within scope: Scope, now: Date
  ) async throws -> @Sendable () throws -> ForecastDocument {
    // Checked before anything is read.
    _ = try period(now: now)
    let selection = try await source.forecastSelection(self, within: scope, now: now)
    return { try source.forecastBlocking(selection, self, within: scope, now: now) }
  }
}
