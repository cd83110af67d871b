public import FoundationEssentials
import Prioritization

/// One commune for programs: output of `rank --explain CODE --format json`.
public struct ExplanationJSON: Encodable {
  /// - Parameter more: Objects whose members are added to this one's.
  /// - Returns: One JSON object in UTF-8; its `commune` is as in ``RankingJSON``.
  public static func encode(_ explanation: Explanation, with more: any Encodable...) throws -> Data
  {
    try DocumentEncoder.encode(
      [
        ProvenanceJSON(explanation.provenance, explanation.policy), ExplanationJSON(explanation),
      ] + more)
  }

  struct Label: Encodable {
    var vi, en: String
  }

  struct CriterionJSON: Encodable {
    var criterion: String
    var label: Label
    var weight, floor, drift, pointsHigh: Double
    var source: String
  }

  struct Context: Encodable {
    var context: String
    @Nullable var value: Double?
    var counted, bonus: Double
    var source: String
  }

  var commune: RankingJSON.Commune
  var emphasis: Double
  var criteria: [CriterionJSON]
  var context: [Context]
  @Nullable var rankChange: JSONObject?
  @Nullable var movement: JSONObject?

  init(_ explanation: Explanation) {
    let (entry, policy) = (explanation.entry, explanation.policy)
    commune = RankingJSON.Commune(entry, policy)
    emphasis = entry.ranked.standing.emphasis
    criteria = policy.criteria.enumerated().map { at, criterion in
      CriterionJSON(
        criterion: criterion.id, label: Label(vi: criterion.label.vi, en: criterion.label.en),
        weight: criterion.share, floor: criterion.floor, drift: criterion.drift,
        pointsHigh: explanation.pointsHigh(at), source: criterion.source.en)
    }
    context = policy.context.enumerated().map { at, bonus in
      let value = entry.context.at(at)
      return Context(
        context: bonus.id, value: value?.finite, counted: bonus.counted(value), bonus: bonus.bonus,
        source: bonus.source.en)
    }
    rankChange = explanation.change.map(RankChangeJSON.object)
    movement = explanation.movement.map { MovementJSON.object($0, explanation) }
  }
}
