import Prioritization

/// A plan by commune, with everything about a commune in one row.
struct PlanRows {
  struct Row {
    var code: String
    var bought: PlannedCommune?
    var visit: PlannedVisit?
    var refusal: Refusal?

    /// The count of each catalogue entry.
    func counts(_ policy: Policy) -> [Int] {
      policy.catalogue.map { entry in
        bought?.purchases.first { $0.item == entry.id }?.count ?? 0
      }
    }

    var outcome: String { bought != nil ? "bought" : visit != nil ? "visit" : "refused" }
  }

  /// First the communes bought for, then those visited, then the rest.
  let rows: [Row]

  init(_ plan: Plan) {
    let refusals = Dictionary(
      plan.refusals.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    let visits = Dictionary(
      plan.visits.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    var rows = plan.communes.map {
      Row(
        code: $0.code, bought: $0, visit: visits[$0.code], refusal: refusals[$0.code])
    }
    let bought = Set(plan.communes.map(\.code))
    rows += plan.visits.filter { !bought.contains($0.code) }.map {
      Row(code: $0.code, visit: $0, refusal: refusals[$0.code])
    }
    let told = Set(rows.map(\.code))
    rows += plan.refusals.filter { !told.contains($0.code) }.map {
      Row(code: $0.code, refusal: $0)
    }
    self.rows = rows
  }
}
