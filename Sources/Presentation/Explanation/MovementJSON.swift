import FoundationEssentials
import Prioritization

/// How a commune's points changed since a time in the past, and why.
enum MovementJSON {
  static func object(
    _ movement: Explanation.Movement, _ explanation: Explanation
  ) -> JSONObject {
    let (before, after) = (movement.before.ranked, explanation.entry.ranked)
    let parts = PointsChange(from: before.standing, to: after.standing)?.parts
    return [
      "since": movement.since,
      "rankBefore": before.rank, "rankAfter": after.rank,
      "pointsBefore": before.standing.points, "pointsAfter": after.standing.points,
      "confidenceBefore": before.standing.confidence,
      "confidenceAfter": after.standing.confidence,
      "criteria": explanation.policy.criteria.enumerated().map { at, criterion in
        self.criterion(criterion, at, parts?[at].cause, movement, explanation)
      },
      // Newest first.
      "events": movement.events.map(event),
    ]
  }

  private static func criterion(
    _ criterion: Criterion, _ at: Int, _ cause: PointsChange.Cause?,
    _ movement: Explanation.Movement, _ explanation: Explanation
  ) -> JSONObject {
    let (before, after) = (movement.before, explanation.entry)
    let valueBefore: (low: Double, high: Double)? = before.values.at(at)
    let valueAfter: (low: Double, high: Double)? = after.values.at(at)
    return [
      "criterion": criterion.id, "cause": cause?.rawValue ?? "none",
      "pointsBefore": before.ranked.standing.contributions[at],
      "pointsAfter": after.ranked.standing.contributions[at],
      "valueBefore": valueBefore?.low.finite, "valueHighBefore": valueBefore?.high.finite,
      "valueAfter": valueAfter?.low.finite, "valueHighAfter": valueAfter?.high.finite,
    ]
  }

  private static func event(_ event: Explanation.Event) -> JSONObject {
    ["time": event.time, "machine": event.machine, "what": event.what]
  }
}
