/// Adds what earlier years' plans bought to a commune's measures, by the rule by which plans buy: a
/// purchase closes the same gap in the forecast as in the plan that made it, whatever is known of
/// the commune's equipment.
struct AddedPurchases {
  private let catalogue: PlanCatalogue
  private let basis: AgeingBasis

  init(_ catalogue: PlanCatalogue, _ basis: AgeingBasis) {
    (self.catalogue, self.basis) = (catalogue, basis)
  }

  func adding(
    _ owned: OwnedPurchases, at place: Int, to measures: CommuneMeasures
  ) -> CommuneMeasures {
    var measures = measures
    let (inForce, ended) = (
      owned.inForce(at: place, basis.lives), owned.ended(by: place, basis.lives)
    )
    for criterion in catalogue.spans.indices {
      addLine(inForce, of: criterion, to: &measures)
      addWorn(units(of: criterion, ended), of: criterion, to: &measures)
      add(units(of: criterion, inForce), of: criterion, to: &measures)
    }
    return measures
  }

  /// Units of a criterion that the given count of each entry provides.
  private func units(of criterion: Int, _ counts: [Int]) -> Double {
    catalogue.itemsOfCriterion[criterion].reduce(0) {
      $0 + Double(counts[$1]) * catalogue.entries[$1].closes
    }
  }

  private func addLine(_ counts: [Int], of criterion: Int, to measures: inout CommuneMeasures) {
    for line in catalogue.linesOfCriterion[criterion] where counts[line] > 0 {
      guard let to = catalogue.entries[line].line?.to, criterion < measures.observations.count,
        catalogue.leaves(line, CommuneNeeds(measures)) < gap(of: criterion, measures)
      else { continue }
      measures.observations[criterion] = .known(low: to, high: to, ageDays: 0)
    }
  }

  private func add(_ units: Double, of criterion: Int, to measures: inout CommuneMeasures) {
    guard units > 0 else { return }
    let standing = Standing(index: catalogue.index, measures: measures)
    close(
      catalogue.closed(criterion, units: units, standing, CommuneNeeds(measures)), of: criterion,
      in: &measures)
    fill(units, of: criterion, in: &measures)
  }

  /// Computers that have become too old by the policy: each still counts as an old one, and those
  /// that replaced another are no more than that one was. What else has ended is gone.
  private func addWorn(_ units: Double, of criterion: Int, to measures: inout CommuneMeasures) {
    guard units > 0 else { return }
    let needs = CommuneNeeds(measures)
    let counted: Double
    switch basis.measures[criterion] {
    case .computersPerOfficial: counted = units
    case .adequateComputersPerOfficial:
      counted = min(units, needs.vacancies(criterion) ?? units) * catalogue.oldCounts
    default: return
    }
    close(
      min(gap(of: criterion, measures), counted / catalogue.need(criterion, needs)), of: criterion,
      in: &measures)
    fill(units, of: criterion, in: &measures)
  }

  private func gap(of criterion: Int, _ measures: CommuneMeasures) -> Double {
    guard criterion < measures.observations.count else { return 0 }
    return catalogue.index.scales[criterion].gaps(
      of: measures.observations[criterion], factor: CommuneNeeds(measures).factor(criterion)
    ).low
  }

  /// Moves both ends of a value towards the standard by a part of the gap: what is bought makes
  /// nothing else more certain.
  private func close(_ part: Double, of criterion: Int, in measures: inout CommuneMeasures) {
    guard part > 0, criterion < measures.observations.count,
      case .known(let low, let high, let age) = measures.observations[criterion]
    else { return }
    let scale = catalogue.index.scales[criterion]
    let factor = CommuneNeeds(measures).factor(criterion)
    let own = scale.span * factor
    let standard = scale.standard + (own - scale.span)
    func moved(_ value: Double) -> Double {
      let gap = scale.gap(of: value, factor: factor)
      return gap > 0 ? standard - max(0, gap - part) * own : value
    }
    measures.observations[criterion] = .known(low: moved(low), high: moved(high), ageDays: age)
  }

  private func fill(_ units: Double, of criterion: Int, in measures: inout CommuneMeasures) {
    guard let vacancies = CommuneNeeds(measures).vacancies(criterion) else { return }
    measures.vacancies[criterion] = max(0, vacancies - units)
  }
}
