import Foundation
import InventoryStore
import Presentation
import Prioritization

/// The documents that people and programs read under the policy in force. Each kind is made in one
/// place and cached there for as long as it is current.
struct PlannerDocuments: Sendable {
  let source: DocumentSource
  let rankings: RankingCache
  let plans: PlanCache
  let forecasts: ForecastCache
  let programmes: ProgrammeCache
  let communes: CommuneSource
  /// Runs slow work, such as workbooks and long pages.
  let queue: BoundedQueue

  var store: InventoryStore { source.store }
  var policy: Policy { source.policy }

  init(
    _ source: DocumentSource, messages: Messages, queue: BoundedQueue,
    now: @escaping @Sendable () -> Date
  ) {
    (self.source, self.queue) = (source, queue)
    rankings = RankingCache(source: source, messages: messages, queue: queue, now: now)
    plans = PlanCache(source: source, queue: queue, now: now)
    forecasts = ForecastCache(source: source, queue: queue, now: now)
    programmes = ProgrammeCache(source: ProgrammeSource(store: source.store))
    communes = CommuneSource(
      store: source.store, policy: source.policy, cache: rankings, now: now)
  }
}
