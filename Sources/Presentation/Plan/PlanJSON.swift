import Prioritization

/// A plan for programs: what `plan --format json` prints and `/api/v1/plan` answers.
public enum PlanJSON {
  /// - Returns: One JSON object in UTF-8 without white space; equal documents give equal bytes.
  public static func encode(_ document: PlanDocument) -> [UInt8] {
    let plan = document.plan
    var json = JSONBytes()
    json.reserve(1000 + 500 * (plan.communes.count + plan.visits.count + plan.refusals.count))
    json.raw("{")
    document.provenance.write(document.policy, to: &json)
    json.raw(",\"budget\":")
    json.integer(plan.budget)
    json.raw(",\"spent\":")
    json.integer(plan.spent)
    json.raw(",\"budgets\":")
    money(plan.budgets, to: &json)
    json.raw(",\"spentByKind\":")
    money(plan.spentByKind, to: &json)
    json.raw(",\"laterYears\":")
    if let later = document.laterYears { json.integer(later) } else { json.raw("null") }
    json.raw(",\"value\":")
    json.number(plan.value)
    json.raw(",\"pointsClosed\":")
    json.number(plan.pointsClosed)
    json.raw(",\"upperBound\":")
    json.number(plan.upperBound)
    json.raw(",\"optimalityGap\":")
    json.number(plan.optimalityGap)
    json.raw(",\"cutoffPrice\":")
    json.number(plan.cutoffPrice)
    json.raw(",\"remoteShare\":")
    remote(plan.remoteShare, to: &json)
    json.raw(",\"items\":")
    json.list(document.totals) { total, json in
      json.raw("{\"item\":")
      json.string(total.item)
      json.raw(",\"count\":")
      json.integer(total.count)
      json.raw(",\"cost\":")
      json.integer(total.cost)
      json.raw("}")
    }
    json.raw(",\"communes\":")
    json.list(plan.communes) { commune($0, document, to: &$1) }
    json.raw(",\"visits\":")
    json.list(plan.visits) { visit, json in
      head(visit.code, document, to: &json)
      json.raw(",\"cost\":")
      json.integer(visit.cost)
      json.raw("}")
    }
    json.raw(",\"refused\":")
    json.list(plan.refusals) { refusal($0, document, to: &$1) }
    json.raw("}")
    return json.bytes
  }

  private static func remote(_ share: RemoteShare?, to json: inout JSONBytes) {
    guard let share else { return json.raw("null") }
    json.raw("{\"required\":")
    json.integer(share.required)
    json.raw(",\"spent\":")
    json.integer(share.spent)
    json.raw(",\"cutoffPrice\":")
    json.number(share.cutoffPrice)
    json.raw("}")
  }

  private static func money(_ money: Prioritization.Money?, to json: inout JSONBytes) {
    guard let money else { return json.raw("null") }
    json.raw("{\"capital\":")
    json.integer(money.capital)
    json.raw(",\"recurrent\":")
    json.integer(money.recurrent)
    json.raw("}")
  }

  /// An object that is left open.
  private static func head(_ code: String, _ document: PlanDocument, to json: inout JSONBytes) {
    let place = document.places[code]
    json.raw("{\"code\":")
    json.string(code)
    json.raw(",\"name\":")
    json.string(place?.name ?? "")
    json.raw(",\"province\":")
    json.string(place?.province ?? "")
  }

  private static func commune(
    _ commune: PlannedCommune, _ document: PlanDocument, to json: inout JSONBytes
  ) {
    head(commune.code, document, to: &json)
    json.raw(",\"remote\":")
    json.truth(commune.remote)
    json.raw(",\"spend\":")
    json.integer(commune.spend)
    json.raw(",\"leftover\":")
    json.integer(commune.leftover)
    json.raw(",\"items\":")
    json.list(commune.purchases, write: purchase)
    json.raw(",\"pointsBefore\":")
    json.number(commune.pointsBefore)
    json.raw(",\"pointsAfter\":")
    json.number(commune.pointsAfter)
    let perOfficial = document.perOfficial(commune)
    json.raw(",\"officials\":")
    if let perOfficial { json.integer(perOfficial.officials) } else { json.raw("null") }
    json.raw(",\"spendPerOfficial\":")
    if let perOfficial { json.integer(perOfficial.spend) } else { json.raw("null") }
    json.raw(",\"pointsPerOfficial\":")
    json.number(perOfficial?.points)
    json.raw("}")
  }

  static func purchase(_ purchase: Purchase, to json: inout JSONBytes) {
    json.raw("{\"item\":")
    json.string(purchase.item)
    json.raw(",\"count\":")
    json.integer(purchase.count)
    json.raw(",\"cost\":")
    json.integer(purchase.cost)
    json.raw("}")
  }

  private static func refusal(
    _ refusal: Refusal, _ document: PlanDocument, to json: inout JSONBytes
  ) {
    head(refusal.code, document, to: &json)
    json.raw(",\"reason\":")
    json.string(refusal.reason.name)
    switch refusal.reason {
    case .belowCutoff(let price, let last):
      json.raw(",\"pointsPerMillion\":")
      json.number(price)
      json.raw(",\"lastFunded\":")
      json.number(last)
    case .notEnoughLeft(let price, let left):
      json.raw(",\"pointsPerMillion\":")
      json.number(price)
      json.raw(",\"left\":")
      json.integer(left)
    case .capReached(let cap):
      json.raw(",\"cap\":")
      json.integer(cap)
    case .nothingForSale, .nothingLacking, .visitNotFunded, .registerIncomplete: break
    }
    json.raw(",\"items\":")
    json.list(refusal.purchases, write: purchase)
    json.raw(",\"cost\":")
    json.integer(refusal.cost)
    json.raw(",\"points\":")
    json.number(refusal.points)
    json.raw("}")
  }
}

extension Refusal.Reason {
  /// Stable: programs and messages rely on it.
  var name: String {
    switch self {
    case .belowCutoff: "belowCutoff"
    case .notEnoughLeft: "notEnoughLeft"
    case .capReached: "capReached"
    case .nothingForSale: "nothingForSale"
    case .nothingLacking: "nothingLacking"
    case .visitNotFunded: "visitNotFunded"
    case .registerIncomplete: "registerIncomplete"
    }
  }
}

extension JSONBytes {
  /// An array, each element as `write` has it.
  mutating func list<Element>(
    _ elements: [Element], write: (Element, inout JSONBytes) -> Void
  ) {
    raw("[")
    for (at, element) in elements.enumerated() {
      if at > 0 { raw(",") }
      write(element, &self)
    }
    raw("]")
  }
}
