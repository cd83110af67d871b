import Prioritization
import Testing

/// Checks a plan against every limit of its policy, independently of the planner's code.
///
/// - Parameter strictly: Whether floors and quota can be met in full in this case.
func expectFeasible(
  _ plan: Plan, _ policy: Policy, _ communes: [CommuneMeasures], strictly: Bool = false,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let limits = policy.plan ?? PlanLimits()
  let byCode = Dictionary(uniqueKeysWithValues: communes.map { ($0.code, $0) })
  var (remote, value) = (0, 0.0)
  for planned in plan.communes {
    let measures = try #require(byCode[planned.code])
    let standing = Standing(policy: policy, measures: measures)
    #expect(standing.confidence + 1e-9 >= policy.confidence, sourceLocation: sourceLocation)
    var gaps = standing.gapLow
    var (cost, lines) = (0, 0)
    for purchase in planned.purchases {
      #expect(purchase.count > 0, sourceLocation: sourceLocation)
      if let item = policy.items.first(where: { $0.id == purchase.item }) {
        let at = try #require(policy.criteria.firstIndex { $0.id == item.criterion })
        let need =
          measures.needs[at] ?? abs(policy.criteria[at].standard - policy.criteria[at].floor)
        // One unit fewer must not be enough.
        #expect(
          Double(purchase.count - 1) * item.closes / need < standing.gapLow[at] - 1e-12,
          sourceLocation: sourceLocation)
        gaps[at] -= Double(purchase.count) * item.closes / need
        #expect(purchase.cost == purchase.count * item.cost, sourceLocation: sourceLocation)
      } else {
        let line = try #require(policy.lines.first { $0.id == purchase.item })
        let at = try #require(policy.criteria.firstIndex { $0.id == line.criterion })
        gaps[at] -= standing.gapLow[at] - policy.criteria[at].gap(of: line.to)
        lines += purchase.count
        #expect(purchase.cost == line.cost, sourceLocation: sourceLocation)
      }
      cost += purchase.cost
    }
    #expect(lines <= 1, sourceLocation: sourceLocation)
    #expect(cost == planned.spend, sourceLocation: sourceLocation)
    #expect(cost <= limits.cap ?? .max, sourceLocation: sourceLocation)
    var after = 0.0
    for (criterion, gap) in zip(policy.criteria, gaps) {
      after +=
        1000 * criterion.share * max(0, gap) * standing.emphasis / policy.maximumEmphasis
    }
    #expect(planned.pointsBefore == standing.points, sourceLocation: sourceLocation)
    #expect(abs(planned.pointsAfter - after) < 1e-6, sourceLocation: sourceLocation)
    value += planned.pointsBefore - planned.pointsAfter
    if planned.remote { remote += cost }
  }
  let spent =
    plan.communes.reduce(0) { $0 + $1.spend } + plan.visits.reduce(0) { $0 + $1.cost }
  #expect(spent == plan.spent, sourceLocation: sourceLocation)
  #expect(plan.spent <= plan.budget, sourceLocation: sourceLocation)
  #expect(abs(value - plan.value) < 1e-6, sourceLocation: sourceLocation)
  #expect(plan.value <= plan.upperBound, sourceLocation: sourceLocation)
  #expect(plan.remoteShare.map(\.spent) ?? remote == remote, sourceLocation: sourceLocation)
  if strictly {
    #expect(Double(remote) >= limits.remoteQuota * Double(plan.budget) - 0.01)
    if limits.floor > 0 {
      #expect(plan.communes.count + plan.visits.count == communes.count)
      #expect(plan.communes.allSatisfy { $0.spend >= limits.floor })
    }
  }
  // Every commune is accounted for.
  let named =
    plan.communes.map(\.code) + plan.visits.map(\.code) + plan.refusals.map(\.code)
  #expect(Set(named) == Set(byCode.keys), sourceLocation: sourceLocation)
}
