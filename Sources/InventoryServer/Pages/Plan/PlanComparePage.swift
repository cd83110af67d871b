import InventoryStore
import Presentation
import Prioritization

/// `/plan/compare`: two plans side by side.
struct PlanComparePage: PageModel {
  typealias Kept = (plan: SavedPlan, request: PlanParameters?, document: PlanDocument)

  let call: PageCall
  let first: Kept
  let second: Kept

  private var both: [Kept] { [first, second] }

  func values() -> PageValues {
    let comparison = PlanComparison(first.document, second.document)
    return [
      "anySimulated": both.contains(where: \.document.anySimulated), "marksNoRows": true,
      "plans": zip(["A", "B"], both).map { side, kept in
        SavedPlanRow.values(kept.plan, group: kept.document.group, call).merging([
          "side": side,
          "adjustments": PlanText(kept.document.policy, call.language, messages: call.messages)
            .adjustments(kept.document),
        ])
      },
      "facts": facts, "items": items(comparison),
      "common": call.text(
        "savedPlans.common",
        [
          "common": people.number(comparison.common),
          "different": people.number(comparison.different.count),
        ]),
      "lists": [
        list("onlyFirst", ["plan": first.plan.name], comparison.onlyFirst),
        list("onlySecond", ["plan": second.plan.name], comparison.onlySecond),
        list("different", [:], comparison.different),
      ],
    ]
  }

  private var facts: [PageValues] {
    func row(_ key: String, decimals: Int = 0, _ value: (PlanDocument) -> Double) -> PageValues {
      let (a, b) = (value(first.document), value(second.document))
      return [
        "name": call.text("savedPlans.fact." + key), "first": people.number(a, decimals: decimals),
        "second": people.number(b, decimals: decimals),
        "difference": signed(
          RoundedParts.change(a, b, decimals: decimals), decimals: decimals),
      ]
    }
    return [
      row("budget") { Double($0.plan.budget) }, row("spent") { Double($0.plan.spent) },
      row("value", decimals: 1) { $0.plan.value },
      row("bound", decimals: 1) { $0.plan.upperBound },
      row("communes") { Double($0.plan.communes.count) },
      row("visits") { Double($0.plan.visits.count) },
      row("partly") { Double(PlanRows($0.plan).partly.count) },
      row("refused") { Double(PlanRows($0.plan).unfunded.count) },
      [
        "name": call.text("savedPlans.fact.policy"), "first": policy(first.document),
        "second": policy(second.document), "difference": "",
      ],
      [
        "name": call.text("savedPlans.fact.asOf"),
        "first": people.dateTime(first.document.provenance.asOf),
        "second": people.dateTime(second.document.provenance.asOf), "difference": "",
      ],
    ]
  }

  private func policy(_ document: PlanDocument) -> String {
    call.messages.policyVersion(document.policy, call.language)
  }

  private func signed(_ value: Double, decimals: Int = 0) -> String {
    let number = people.number(value, decimals: decimals)
    return value > 0 && number.contains(where: { "123456789".contains($0) }) ? "+" + number : number
  }

  private func items(_ comparison: PlanComparison) -> [PageValues] {
    comparison.items.map { item in
      [
        "label": item.label[call.language],
        "first": people.number(item.counts[0]), "second": people.number(item.counts[1]),
        "difference": signed(Double(item.counts[1] - item.counts[0])),
        "cost": signed(Double(item.costs[1] - item.costs[0])),
      ]
    }
  }

  private func list(
    _ key: String, _ arguments: [String: String], _ communes: [PlanComparison.Commune]
  ) -> PageValues {
    [
      "title": call.text("savedPlans.\(key)", arguments), "any": !communes.isEmpty,
      "count": people.number(communes.count),
      "rows": communes.map { commune in
        let place =
          first.document.places[commune.code] ?? second.document.places[commune.code]
        var row: PageValues = [
          "code": commune.code, "name": place?.name ?? "",
          "provinceName": place?.provinceName ?? "",
          "first": commune.spends[0].map { people.number($0) } ?? "–",
          "second": commune.spends[1].map { people.number($0) } ?? "–",
        ]
        if place?.simulated == true { row["simulated"] = call.text("simulated.mark") }
        return row
      },
    ]
  }
}
