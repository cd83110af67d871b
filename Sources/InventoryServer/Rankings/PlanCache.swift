import Foundation
import InventoryStore
import Presentation
import Prioritization

/// The last plans that were made.
actor PlanCache {
  private typealias Recent = RecentDocuments<PlanParameters, PlanDocument>

  private let source: DocumentSource
  private let queue: BoundedQueue
  private let now: @Sendable () -> Date
  /// A plan of the country holds some 2 MB.
  private var recent = Recent(\.provenance, maximumEntries: 16)

  init(source: DocumentSource, queue: BoundedQueue, now: @escaping @Sendable () -> Date) {
    (self.source, self.queue, self.now) = (source, queue, now)
  }

  nonisolated var policy: Policy { source.policy }

  /// - Parameter moment: ``moment(of:)`` of an earlier plan; ignored if that is not
  ///   held any more.
  /// - Throws: `InventoryError` with `provinceUnknown`, `PlanError`, ``ServerError`` with `busy`.
  func document(
    _ parameters: PlanParameters, within scope: Scope, asOf moment: Int64? = nil,
    for caller: BoundedQueue.Caller
  ) async throws -> PlanDocument {
    let key = Recent.Key(parameters: parameters, scope: scope)
    if let held = recent.held(key, asOf: moment) { return held }
    let revision = try await source.store.upkeep.revision()
    let time = now()
    if let held = recent.held(key, revision: revision, now: time) { return held }
    let situations = try await source.situations(
      province: parameters.province, group: parameters.group, within: scope, now: time)
    let document = try await queue.run(for: caller, joining: "plan \(key) \(revision)") {
      [source] in
      try source.plan(
        situations, budget: parameters.money, adjusted: parameters.adjusted(source.policy),
        asOf: nil, now: time)
    }
    recent.add(document, key, revision: revision, at: time)
    return document
  }

  /// The time of a plan's measures, as written in addresses.
  static func moment(of document: PlanDocument) -> Int64 {
    Recent.moment(of: document.provenance)
  }
}
