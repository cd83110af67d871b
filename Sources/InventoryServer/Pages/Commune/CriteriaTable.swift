import Foundation
import Presentation
import Prioritization

/// One row per criterion: the observed value, the standard, and the resulting points. The displayed
/// points add up to the commune's displayed points.
struct CriteriaTable: PageModel {
  let account: CommuneAccount
  let call: PageCall
  /// Whether the page contains the parts that show the evidence for each value.
  var hasParts = true

  private var policy: Policy { account.explanation.policy }
  private var standing: Standing { account.entry.ranked.standing }

  func values() -> PageValues {
    let shown = RoundedParts.of(
      standing.contributions, total: standing.points, decimals: 1)
    let high = policy.criteria.indices.map { account.explanation.pointsHigh($0) }
    return [
      "rows": policy.criteria.indices.map { row($0, points: shown[$0], high: high[$0]) },
      "points": people.number(shown.reduce(0, +), decimals: 1),
      "weight": people.percent(1),
      "formula": call.text(
        "commune.formula",
        [
          "emphasis": figure(standing.emphasis), "greatest": figure(policy.maximumEmphasis),
        ]),
      "context": policy.context.indices.map(context),
      "contextSum": figure(standing.emphasis),
      "sources": policy.criteria.map { criterion in
        let format = CriterionFormat(criterion: criterion, call: call)
        return [
          "label": criterion.label[call.language], "standard": format.value(criterion.standard),
          "floor": format.value(criterion.floor), "source": criterion.source[call.language],
        ]
      },
    ]
  }

  private func row(_ at: Int, points: Double, high: Double) -> PageValues {
    let criterion = policy.criteria[at]
    let format = CriterionFormat(criterion: criterion, call: call)
    let value = at < account.entry.values.count ? account.entry.values[at] : nil
    var row: PageValues = [
      "index": at % 8, "label": criterion.label[call.language], "unit": format.unit,
      "standard": format.value(criterion.standard(factor: standing.factor(at))),
      "gap": gap(standing.gapLow[at], standing.gapHigh[at]),
      "weight": people.percent(criterion.share, decimals: 1),
      "points": people.number(points, decimals: 1),
    ]
    if let value {
      row["value"] = format.interval(value.low, value.high)
    } else {
      row["unknown"] = call.text("value.unknown")
    }
    if high - standing.contributions[at] >= 0.05 {
      row["upTo"] = "≤ " + people.number(high, decimals: 1)
    }
    if let evidence = format.evidence { row["evidence"] = evidence }
    row["standardReason"] = StandardText(policy, call.language, messages: call.messages)
      .reason(at, standing)
    if hasParts, let part = format.part { row["part"] = part }
    if at < account.entry.observedAt.count, let seen = account.entry.observedAt[at] {
      row["observedAt"] = people.date(seen)
    }
    return row
  }

  private func gap(_ low: Double, _ high: Double) -> String {
    let (least, most) = (people.percent(low, decimals: 1), people.percent(high, decimals: 1))
    return least == most ? least : "\(least)–\(most)"
  }

  private func context(_ at: Int) -> PageValues {
    let bonus = policy.context[at]
    let value: Double? =
      at < account.entry.context.count ? account.entry.context[at] : nil
    return [
      "label": bonus.label[call.language],
      "value": value.map(figure) ?? call.text("value.unknown"), "full": figure(bonus.full),
      "bonus": people.percent(bonus.bonus),
      "counted": "+" + people.percent(bonus.bonus * bonus.counted(value), decimals: 1),
      "source": bonus.source[call.language],
    ]
  }

  private func figure(_ value: Double) -> String {
    people.number(value, decimals: 4, trimmed: true)
  }
}
