import Foundation
import InventoryStore
import Presentation
import Prioritization

/// What people and programs read of the inventory by the policy in force: each kind of document is made
/// by one hand, and kept by it for as long as it holds.
struct PlannerDocuments: Sendable {
  let source: DocumentSource
  let rankings: RankingCache
  let plans: PlanCache
  let forecasts: ForecastCache
  let programmes: ProgrammeCache
  let communes: CommuneSource
  /// Where slow work is done, such as workbooks and long pages.
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
