import Foundation
import Presentation
import Prioritization

/// A plan's purchases, proof and refusals, as values for templates; new or saved.
struct PlanResult: PageModel {
  let document: PlanDocument
  let call: PageCall
  /// If all communes belong to one province, the title names it instead.
  private let showsProvince: Bool

  init(document: PlanDocument, call: PageCall) {
    self.document = document
    self.call = call
    showsProvince = document.onlyProvince == nil
  }

  private var plan: Plan { document.plan }
  private var text: PlanText {
    PlanText(document.policy, call.language, messages: call.messages)
  }

  func values() -> PageValues {
    let visitsCost = plan.visits.reduce(0) { $0 + $1.cost }
    let rows = PlanRows(plan)
    return [
      "annex": call.annex,
      "anySimulated": document.anySimulated,
      "result": [
        "subtitle": subtitle,
        "adjustments": text.running(document) + text.adjustments(document),
        "facts": facts(visitsCost),
        "certificate": certificate,
        "items": items(visitsCost),
        "spent": people.number(plan.spent),
        "communes": table(plan.communes, commune),
        "visits": table(plan.visits, visit),
        "partly": table(rows.partly, reason),
        "refused": table(rows.unfunded, reason),
      ] as PageValues,
    ]
  }

  private var subtitle: String {
    call.messages.subtitle(document.policy, asOf: document.provenance.asOf, call.language)
  }

  private func fact(_ key: String, _ value: String) -> PageValues {
    ["name": call.text("planPage.fact." + key), "value": value, "key": key]
  }

  private func facts(_ visitsCost: Int) -> [PageValues] {
    func dong(_ amount: Int) -> String { "\(people.number(amount)) đ" }
    // Once everything is in place, as before and after below: the plan's value is an average over
    // years in which some purchases no longer last.
    var closed = people.number(plan.pointsClosed, decimals: 1)
    if let need = plan.provenNeed, need > 0 {
      closed = call.text(
        "planPage.closedOf",
        [
          "value": closed, "need": people.number(need, decimals: 1),
          "share": people.percent(plan.pointsClosed / need, decimals: 1),
        ])
    }
    let before = plan.communes.reduce(0) { $0 + $1.pointsBefore }
    let after = plan.communes.reduce(0) { $0 + $1.pointsAfter }
    var money = [
      fact("budget", dong(plan.budget)), fact("spent", dong(plan.spent)),
      fact("left", dong(plan.budget - plan.spent)),
    ]
    if document.policy.format >= 2, let spent = plan.spentByKind {
      for (key, spent, budget) in [
        ("capital", spent.capital, plan.budgets?.capital),
        ("recurrent", spent.recurrent, plan.budgets?.recurrent),
      ] {
        money.append(
          fact(
            key,
            budget.map {
              call.text("planPage.ofBudget", ["spent": dong(spent), "budget": dong($0)])
            } ?? dong(spent)))
      }
    }
    return money + [
      fact("communes", people.number(plan.communes.count)),
      fact("officials", officials),
      fact("visits", "\(people.number(plan.visits.count)) (\(dong(visitsCost)))"),
      fact("closed", closed),
      fact(
        "beforeAfter",
        "\(people.number(before, decimals: 1)) → \(people.number(after, decimals: 1))"),
    ]
  }

  private var officials: String {
    let served = document.officialsServed
    let count = people.number(served.count)
    return served.isComplete
      ? count : call.text("planPage.officialsAtLeast", ["count": count])
  }

  /// The proof, first in plain words, then in its own figures.
  private var certificate: PageValues {
    let plain =
      plan.upperBound > 0
      ? call.text(
        "planPage.proof",
        [
          "value": people.number(plan.value, decimals: 1),
          "bound": people.number(plan.upperBound, decimals: 1),
          "difference": people.number(
            max(0, plan.upperBound - plan.value), decimals: 2),
          "gap": text.gap(plan.optimalityGap),
        ]) : call.text("planPage.nothingToClose")
    var sentences = Array(text.certificate(plan).dropFirst(2)) + text.kinds(document)
    if plan.spent < plan.budget, !plan.refusals.contains(where: \.isForWantOfMoney) {
      sentences.append(call.text("planPage.leftWhy"))
    }
    return ["plain": plain, "sentences": sentences]
  }

  private func items(_ visitsCost: Int) -> [PageValues] {
    var rows: [PageValues] = document.totals.filter { $0.count > 0 }.map { total in
      [
        "label": total.label[call.language], "price": people.number(total.price),
        "kind": text.kind(total.item) ?? "",
        "count": people.number(total.count), "cost": people.number(total.cost),
      ]
    }
    if let visit = plan.visits.first {
      rows.append([
        "label": call.text("planPage.visitRow"), "price": people.number(visit.cost),
        "kind": document.policy.format >= 2 ? text.kind(.recurrent) : "",
        "count": people.number(plan.visits.count), "cost": people.number(visitsCost),
      ])
    }
    return rows
  }

  private func place(_ code: String) -> PageValues {
    let place = document.places[code]
    var row: PageValues = ["code": code, "name": place?.name ?? ""]
    if showsProvince, let province = place?.provinceName { row["provinceName"] = province }
    if place?.simulated == true { row["simulated"] = call.text("simulated.mark") }
    return row
  }

  private func commune(_ commune: PlannedCommune) -> PageValues {
    var row: PageValues = [
      "spend": people.number(commune.spend), "purchases": text.purchases(commune.purchases),
      "before": people.number(commune.pointsBefore, decimals: 1),
      "after": people.number(commune.pointsAfter, decimals: 1),
    ]
    if let each = document.perOfficial(commune) {
      row["perOfficial"] = call.text(
        "planPage.perOfficial",
        [
          "officials": people.number(each.officials), "spend": people.number(each.spend),
          "points": people.number(each.points, decimals: 1),
        ])
    }
    return place(commune.code).merging(row)
  }

  private func visit(_ visit: PlannedVisit) -> PageValues {
    place(visit.code).merging(["cost": people.number(visit.cost)])
  }

  private func reason(_ row: PlanRows.Row) -> PageValues {
    place(row.code).merging(["reason": text.reason(row)])
  }

  /// A list with all its rows: what is printed must be the whole plan.
  private func table<Row>(_ rows: [Row], _ make: (Row) -> PageValues) -> PageValues {
    ["rows": rows.map(make), "count": people.number(rows.count), "any": !rows.isEmpty]
  }
}

extension Refusal {
  /// Whether more money would have bought more here.
  fileprivate var isForWantOfMoney: Bool {
    switch reason {
    case .belowCutoff, .notEnoughLeft, .visitNotFunded, .visitShareSpent: true
    case .capReached, .nothingForSale, .nothingLacking, .registerIncomplete: false
    }
  }
}
