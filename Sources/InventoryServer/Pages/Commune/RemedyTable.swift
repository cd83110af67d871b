import Foundation
import Presentation
import Prioritization

/// What would help the commune: the possible purchases for each criterion with their cost and the
/// resulting points; and what would change its rank.
struct RemedyTable: PageModel {
  let account: CommuneAccount
  let call: PageCall

  private var policy: Policy { account.explanation.policy }

  func values() -> PageValues {
    var values: PageValues = [
      "rows": account.remedies.flatMap(rows), "isEmpty": account.remedies.isEmpty,
      "changes": RankChangeText.sentences(
        account.explanation, call.language, messages: call.messages),
      "now": people.number(account.entry.ranked.standing.points, decimals: 1),
    ]
    if account.entry.ranked.queue == .verifyFirst {
      values["visitFirst"] = call.text(
        "commune.visitFirst", ["visit": people.number(policy.plan?.visitCost ?? 0)])
    }
    return values
  }

  private func rows(_ remedy: Remedy) -> [PageValues] {
    let label = policy.criteria[remedy.criterion].label[call.language]
    guard remedy.best.purchase != remedy.whole.purchase else {
      return [row(remedy.whole, ["label": label, "span": 1, "index": remedy.criterion % 8])]
    }
    return [
      row(remedy.best, ["label": label, "span": 2, "index": remedy.criterion % 8]),
      row(remedy.whole, [:]),
    ]
  }

  private func row(_ effect: Remedy.Effect, _ head: PageValues) -> PageValues {
    let text = PlanText(policy, call.language, messages: call.messages)
    let points = account.entry.ranked.standing.points
    var row: PageValues = [
      "purchase": text.purchases([effect.purchase]),
      "cost": people.number(effect.purchase.cost),
      "change": people.number(
        RoundedParts.change(points, effect.pointsAfter, decimals: 1), decimals: 1),
      "after": people.number(effect.pointsAfter, decimals: 1),
      "perMillion": people.number(effect.pointsPerMillion, decimals: 2),
    ]
    if !head.isEmpty { row["head"] = head }
    return row
  }
}
