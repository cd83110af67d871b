/// Purchases that are useful only together with something else: at most as many units as exist of
/// what they require, or are bought by the same plan; as many as needed once that need is met.
extension PlanCatalogue {
  /// The part of a commune's choices that depends on purchases for a required criterion.
  struct Requirement {
    let required: Int
    /// The most units of it that may exist.
    let there: Double
    /// Criteria that are served beyond that only if more of it is bought.
    let dependents: [Int]
    /// The additional units with which everything can be bought.
    let wanted: Int
  }

  /// - Returns: `nil` if nothing that the commune lacks depends on more of a criterion.
  func requirements(_ standing: Standing, _ needs: CommuneNeeds) -> [Requirement] {
    var requirements: [Requirement] = []
    for required in requiredCriteria {
      // If everything may exist already, it restricts nothing.
      guard standing.gapLow[required] > 0 else { continue }
      let all = need(required, needs)
      let lacking = needs.vacancies(required) ?? all * standing.gapLow[required]
      let there = max(0, all - lacking)
      guard there < all - 1e-9 else { continue }
      var dependents: [Int] = []
      var most = there
      for criterion in spans.indices
      where standing.gapLow[criterion] > 0 && needs.isOpen(criterion) {
        let limits = entries.indices.filter {
          entries[$0].criterion == criterion && entries[$0].requires == required
        }.map { lines.contains($0) ? 1 : units(allowing: $0, standing, needs) }
        guard let limit = limits.max(), limit > there + 1e-9 else { continue }
        dependents.append(criterion)
        most = max(most, limit)
      }
      guard !dependents.isEmpty else { continue }
      requirements.append(
        Requirement(
          required: required, there: there, dependents: dependents,
          wanted: Int(
            min(Double(Self.maximumCount), (min(most, all) - there - 1e-9).rounded(.up)))))
    }
    return requirements
  }

  /// The units of what an item requires with which as many of it can be bought as are lacking. One
  /// that closes several, such as a course for all services, needs as many at once.
  private func units(allowing item: Int, _ standing: Standing, _ needs: CommuneNeeds) -> Double {
    let (criterion, closes) = (entries[item].criterion, entries[item].closes)
    let lacking = unitsLacking(criterion, standing, needs)
    return existing(criterion, standing, needs)
      + (lacking / closes - 1e-9).rounded(.up) * closes
  }

  /// The units that exist: less is proven to be lacking of something seen days ago, and fractions
  /// of a unit do not exist.
  func existing(_ criterion: Int, _ standing: Standing, _ needs: CommuneNeeds) -> Double {
    (need(criterion, needs) * (1 - standing.gapLow[criterion]) + 1e-9).rounded(.down)
  }
}
