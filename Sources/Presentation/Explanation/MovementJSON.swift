import FoundationEssentials
import Prioritization

/// How a commune's points moved since a time in the past, and why.
struct MovementJSON: Encodable {
  struct CriterionJSON: Encodable {
    var criterion, cause: String
    var pointsBefore, pointsAfter: Double
    @Nullable var valueBefore: Double?
    @Nullable var valueHighBefore: Double?
    @Nullable var valueAfter: Double?
    @Nullable var valueHighAfter: Double?
  }

  struct Event: Encodable {
    var time: Date
    @Nullable var machine: String?
    var what: String

    init(_ event: Explanation.Event) {
      time = event.time
      machine = event.machine
      what = event.what
    }
  }

  var since: Date
  var rankBefore, rankAfter: Int
  var pointsBefore, pointsAfter, confidenceBefore, confidenceAfter: Double
  var criteria: [CriterionJSON]
  /// Newest first.
  var events: [Event]

  init(_ movement: Explanation.Movement, _ explanation: Explanation) {
    let (before, after) = (movement.before.ranked, explanation.entry.ranked)
    since = movement.since
    rankBefore = before.rank
    rankAfter = after.rank
    pointsBefore = before.standing.points
    pointsAfter = after.standing.points
    confidenceBefore = before.standing.confidence
    confidenceAfter = after.standing.confidence
    let parts = PointsChange(from: before.standing, to: after.standing)?.parts
    criteria = explanation.policy.criteria.enumerated().map { at, criterion in
      let valueBefore: (low: Double, high: Double)? = movement.before.values.at(at)
      let valueAfter: (low: Double, high: Double)? = explanation.entry.values.at(at)
      return CriterionJSON(
        criterion: criterion.id, cause: parts?[at].cause.rawValue ?? "none",
        pointsBefore: before.standing.contributions[at],
        pointsAfter: after.standing.contributions[at],
        valueBefore: valueBefore?.low.finite, valueHighBefore: valueBefore?.high.finite,
        valueAfter: valueAfter?.low.finite, valueHighAfter: valueAfter?.high.finite)
    }
    events = movement.events.map(Event.init)
  }
}
