/// Computes the effects of purchases under one policy.
public struct PurchaseEffects: Sendable {
  private let index: NeedIndex
  private let catalogue: PlanCatalogue

  public init(_ policy: Policy) {
    index = NeedIndex(policy)
    catalogue = PlanCatalogue(policy, index: index)
  }

  /// - Parameters:
  ///   - baseline: The commune's measures at adoption.
  ///   - confirmed: Confirmed units by the id of their item or line.
  ///   - unconfirmed: Units delivered beyond those.
  public func effect(
    from baseline: CommuneMeasures, to present: CommuneMeasures, confirmed: [String: Int],
    unconfirmed: [String: Int]
  ) -> PurchaseEffect {
    let standing = Standing(index: index, measures: baseline)
    let now = Standing(index: index, measures: present)
    let needs = CommuneNeeds(baseline)
    func contributions(_ bought: [String: Int]) -> [Double] {
      catalogue.contributions(
        of: standing, after: catalogue.entries.map { bought[$0.id] ?? 0 }, needs: needs)
    }
    let shown = contributions(confirmed)
    let delivered =
      unconfirmed.isEmpty
      ? shown : contributions(confirmed.merging(unconfirmed, uniquingKeysWith: +))
    let parts = standing.contributions.indices.map { at in
      let points = now.contributions[at] - standing.contributions[at]
      let confirmed = min(0, shown[at] - standing.contributions[at])
      let rest = points - confirmed
      // A proven need also falls when less is known of it. What nobody has confirmed closed a gap
      // only as far as the possible need fell too: silence never does that.
      let possible = possible(now, at) - possible(standing, at)
      let unconfirmed = min(
        0, max(rest, possible - confirmed, min(0, delivered[at] - shown[at])))
      return PurchaseEffect.Part(
        criterion: at, points: points, confirmed: confirmed, unconfirmed: unconfirmed,
        other: rest - unconfirmed)
    }
    return PurchaseEffect(before: standing.points, after: now.points, parts: parts)
  }

  /// Possible points of a criterion.
  private func possible(_ standing: Standing, _ at: Int) -> Double {
    addable(
      index.scales[at].weight * standing.gapHigh[at]
        * index.pointsOfNeed(emphasis: standing.emphasis))
  }
}
