import Prioritization

/// One commune for programs: what `rank --explain CODE --format json` prints.
public enum ExplanationJSON {
  /// - Returns: One JSON object in UTF-8; its `commune` is as in ``RankingJSON``.
  public static func encode(_ explanation: Explanation) -> [UInt8] {
    var json = JSONBytes()
    json.raw("{")
    explanation.provenance.write(explanation.policy, to: &json)
    json.raw(",\"commune\":")
    RankingJSON.commune(explanation.entry, explanation.policy, to: &json)
    json.raw(",\"emphasis\":")
    json.number(explanation.entry.ranked.standing.emphasis)
    json.raw(",\"criteria\":")
    json.list(Array(explanation.policy.criteria.enumerated())) { item, json in
      criterion(item.element, item.offset, explanation, to: &json)
    }
    json.raw(",\"context\":")
    json.list(Array(explanation.policy.context.enumerated())) { item, json in
      let (at, bonus) = (item.offset, item.element)
      json.raw("{\"context\":")
      json.string(bonus.id)
      json.raw(",\"value\":")
      json.number(explanation.entry.context.at(at))
      json.raw(",\"counted\":")
      json.number(bonus.counted(explanation.entry.context.at(at)))
      json.raw(",\"bonus\":")
      json.number(bonus.bonus)
      json.raw(",\"source\":")
      json.string(bonus.source.en)
      json.raw("}")
    }
    json.raw(",\"rankChange\":")
    change(explanation.change, to: &json)
    json.raw(",\"movement\":")
    movement(explanation, to: &json)
    json.raw("}")
    return json.bytes
  }

  private static func criterion(
    _ criterion: Criterion, _ at: Int, _ explanation: Explanation, to json: inout JSONBytes
  ) {
    json.raw("{\"criterion\":")
    json.string(criterion.id)
    json.raw(",\"label\":{\"vi\":")
    json.string(criterion.label.vi)
    json.raw(",\"en\":")
    json.string(criterion.label.en)
    json.raw("},\"weight\":")
    json.number(criterion.share)
    json.raw(",\"floor\":")
    json.number(criterion.floor)
    json.raw(",\"drift\":")
    json.number(criterion.drift)
    json.raw(",\"pointsHigh\":")
    json.number(explanation.pointsHigh(at))
    json.raw(",\"source\":")
    json.string(criterion.source.en)
    json.raw("}")
  }

  private static func change(_ change: RankChange?, to json: inout JSONBytes) {
    guard let change else { return json.raw("null") }
    json.raw("{\"top\":")
    json.integer(change.top)
    json.raw(",\"relief\":")
    if let relief = change.relief {
      json.raw("{\"cost\":")
      json.integer(relief.cost)
      json.raw(",\"items\":")
      json.list(relief.purchases, write: PlanJSON.purchase)
      json.raw(",\"pointsAfter\":")
      json.number(relief.pointsAfter)
      json.raw(",\"rankAfter\":")
      json.integer(relief.rankAfter)
      json.raw("}")
    } else {
      json.raw("null")
    }
    json.raw(",\"swapsAbove\":")
    json.list(change.swapsAbove, write: swap)
    json.raw(",\"swapsBelow\":")
    json.list(change.swapsBelow, write: swap)
    json.raw("}")
  }

  private static func swap(_ swap: RankChange.Swap, to json: inout JSONBytes) {
    json.raw("{\"criterion\":")
    json.string(swap.criterion)
    json.raw(",\"neighbour\":")
    json.string(swap.neighbour)
    json.raw(",\"weight\":")
    json.number(swap.weight)
    json.raw(",\"swapWeight\":")
    json.number(swap.swapWeight)
    json.raw("}")
  }

  private static func movement(_ explanation: Explanation, to json: inout JSONBytes) {
    guard let movement = explanation.movement else { return json.raw("null") }
    let (before, after) = (movement.before.ranked, explanation.entry.ranked)
    json.raw("{\"since\":")
    json.time(movement.since)
    json.raw(",\"rankBefore\":")
    json.integer(before.rank)
    json.raw(",\"rankAfter\":")
    json.integer(after.rank)
    json.raw(",\"pointsBefore\":")
    json.number(before.standing.points)
    json.raw(",\"pointsAfter\":")
    json.number(after.standing.points)
    json.raw(",\"confidenceBefore\":")
    json.number(before.standing.confidence)
    json.raw(",\"confidenceAfter\":")
    json.number(after.standing.confidence)
    let parts = PointsChange(from: before.standing, to: after.standing)?.parts
    json.raw(",\"criteria\":")
    json.list(Array(explanation.policy.criteria.enumerated())) { item, json in
      json.raw("{\"criterion\":")
      json.string(item.element.id)
      json.raw(",\"cause\":")
      json.string(parts?[item.offset].cause.rawValue ?? "none")
      json.raw(",\"pointsBefore\":")
      json.number(before.standing.contributions[item.offset])
      json.raw(",\"pointsAfter\":")
      json.number(after.standing.contributions[item.offset])
      value("Before", movement.before.values.at(item.offset), to: &json)
      value("After", explanation.entry.values.at(item.offset), to: &json)
      json.raw("}")
    }
    json.raw(",\"events\":")
    json.list(movement.events) { event, json in
      json.raw("{\"time\":")
      json.time(event.time)
      json.raw(",\"machine\":")
      if let machine = event.machine { json.string(machine) } else { json.raw("null") }
      json.raw(",\"what\":")
      json.string(event.what)
      json.raw("}")
    }
    json.raw("}")
  }

  private static func value(
    _ when: String, _ value: (low: Double, high: Double)?, to json: inout JSONBytes
  ) {
    json.raw(",")
    json.string("value" + when)
    json.raw(":")
    json.number(value?.low)
    json.raw(",")
    json.string("valueHigh" + when)
    json.raw(":")
    json.number(value?.high)
  }
}
