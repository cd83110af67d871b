import Foundation
import InventoryStore
import Presentation
import Prioritization

/// The last plans that were made. One is given again for as long as nothing was committed to the
/// inventory since, and at most for a minute; a request that names the time of a plan's measures
/// gets that very plan as long as it is held, so that its pages, its files and what is saved agree.
actor PlanCache {
  private struct Key: Hashable {
    var parameters: PlanParameters
    var scope: Scope
  }

  private struct Made {
    let key: Key
    let revision: Int64
    let at: Date
    let document: PlanDocument
  }

  /// A plan of the country holds some 2 MB.
  private static let maximumEntries = 16
  private static let maximumAge: TimeInterval = 60

  private let source: PlanSource
  private let queue: BoundedQueue
  private let now: @Sendable () -> Date
  /// The most recently used is last.
  private var made: [Made] = []

  init(source: PlanSource, queue: BoundedQueue, now: @escaping @Sendable () -> Date) {
    self.source = source
    self.queue = queue
    self.now = now
  }

  nonisolated var policy: Policy { source.policy }

  /// - Parameter moment: ``moment(of:)`` of an earlier plan; ignored if that is not
  ///   held any more.
  /// - Throws: `InventoryError` with `provinceUnknown`, `PlanError`, ``ServerError`` with `busy`.
  func document(
    _ parameters: PlanParameters, within scope: Scope, asOf moment: Int64? = nil,
    for caller: BoundedQueue.Caller
  ) async throws -> PlanDocument {
    let key = Key(parameters: parameters, scope: scope)
    if let moment, let held = use({ $0.key == key && Self.moment(of: $0.document) == moment }) {
      return held
    }
    let revision = try await source.store.upkeep.revision()
    let time = now()
    if let held = use({
      $0.key == key && $0.revision == revision
        && abs(time.timeIntervalSince($0.at)) < Self.maximumAge
    }) {
      return held
    }
    let situations = try await source.store.groups.part(
      parameters.group,
      of: source.store.situations.current(
        policy: source.policy, province: parameters.province, within: scope, now: time),
      within: scope)
    let document = try await queue.run(for: caller, joining: "plan \(key) \(revision)") {
      [source] in
      try source.document(
        situations, budget: parameters.money, adjusted: parameters.adjusted(source.policy),
        asOf: nil, now: time)
    }
    // who joined another's job holds the same document
    if made.contains(where: { $0.key == key && $0.document.provenance == document.provenance }) {
      return document
    }
    if made.count >= Self.maximumEntries { made.removeFirst() }
    made.append(Made(key: key, revision: revision, at: time, document: document))
    return document
  }

  /// The time of a plan's measures, as written in addresses.
  static func moment(of document: PlanDocument) -> Int64 {
    document.provenance.asOf.map { Int64($0.timeIntervalSince1970 * 1e6) } ?? 0
  }

  private func use(_ isWanted: (Made) -> Bool) -> PlanDocument? {
    guard let at = made.lastIndex(where: isWanted) else { return nil }
    let held = made.remove(at: at)
    made.append(held)
    return held.document
  }
}
