/// What would change one commune's rank.
public struct RankChange: Sendable, Equatable {
  /// The cheapest purchases that move it out of the first k.
  public struct Relief: Sendable, Equatable {
    /// Whole VND.
    public let cost: Int
    public let purchases: [Purchase]
    public let pointsAfter: Double
    /// The rank once they are in place, with all others unchanged; greater than k.
    public let rankAfter: Int
  }

  /// The weight of one criterion at which the commune and a neighbour change places.
  public struct Swap: Sendable, Equatable, Encodable {
    public let criterion: String
    public let neighbour: String
    /// Today's weight, and the one at which the two change places; all other weights stay.
    public let weight: Double
    public let swapWeight: Double

    /// The change of the weight relative to today's.
    public var relativeChange: Double { (swapWeight - weight) / weight }
  }

  public let code: String
  public let rank: Int
  public let top: Int
  /// `nil` if the commune is not among the first k, or nothing in the catalogue moves it out of
  /// them.
  public let relief: Relief?
  /// Swaps with the neighbour above, the least change first; empty if there is none.
  public let swapsAbove: [Swap]
  /// Swaps with the neighbour below.
  public let swapsBelow: [Swap]

  /// - Parameters:
  ///   - measures: Of this commune, to determine its needs.
  ///   - top: The k of "among the first k", from 1.
  /// - Returns: `nil` if the ranking does not contain the commune.
  public init?(_ ranking: Ranking, measures: CommuneMeasures, top: Int) {
    let code = measures.code
    guard let place = ranking.communes.firstIndex(where: { $0.standing.code == code }) else {
      return nil
    }
    let own = ranking.communes[place]
    self.code = code
    rank = own.rank
    self.top = top
    relief = own.rank <= top ? Self.relief(ranking, own.standing, measures, top: top) : nil
    let order = ranking.communes.indices.sorted {
      let (one, other) = (ranking.communes[$0].standing, ranking.communes[$1].standing)
      return one.pointsLow != other.pointsLow
        ? one.pointsLow > other.pointsLow
        : one.pointsHigh != other.pointsHigh
          ? one.pointsHigh > other.pointsHigh : one.code < other.code
    }
    let position = order.firstIndex(of: place) ?? 0
    let above = position > 0 ? ranking.communes[order[position - 1]].standing : nil
    let below =
      position + 1 < order.count ? ranking.communes[order[position + 1]].standing : nil
    swapsAbove = above.map { Self.swaps(ranking.policy, own.standing, with: $0) } ?? []
    swapsBelow = below.map { Self.swaps(ranking.policy, own.standing, with: $0) } ?? []
  }

  /// Two communes have equal points if E·Σ w·g is equal, which is linear in each weight.
  private static func swaps(
    _ policy: Policy, _ own: Standing, with other: Standing
  ) -> [Swap] {
    var ahead = 0.0
    for (at, criterion) in policy.criteria.enumerated() {
      ahead +=
        criterion.weight * (own.emphasis * own.gapLow[at] - other.emphasis * other.gapLow[at])
    }
    let swaps = policy.criteria.enumerated().compactMap { at, criterion -> Swap? in
      let slope = own.emphasis * own.gapLow[at] - other.emphasis * other.gapLow[at]
      guard abs(slope) > 1e-12, criterion.weight > 0 else { return nil }
      let weight = criterion.weight - ahead / slope
      guard weight >= 0, weight.isFinite else { return nil }
      return Swap(
        criterion: criterion.id, neighbour: other.code, weight: criterion.weight,
        swapWeight: weight)
    }
    return swaps.sorted {
      let (one, other) = (abs($0.relativeChange), abs($1.relativeChange))
      return one != other ? one < other : $0.criterion < $1.criterion
    }
  }

  private static func relief(
    _ ranking: Ranking, _ standing: Standing, _ measures: CommuneMeasures, top: Int
  ) -> Relief? {
    let others = ranking.communes.map(\.standing).filter { $0.code != standing.code }
      .map(\.pointsLow).sorted(by: >)
    // To leave the first k, k others must be strictly ahead.
    guard top >= 1, others.count >= top else { return nil }
    let mark = others[top - 1]
    // The rank changes as soon as everything is in place, however long it lasts.
    var policy = ranking.policy
    policy.plan?.horizonYears = nil
    let catalogue = PlanCatalogue(policy, index: NeedIndex(policy))
    let (groups, _) = catalogue.groups(standing, needs: CommuneNeeds(measures))
    guard
      let counts = CheapestBasket(groups, commonDivisor: catalogue.commonDivisor).counts(
        entries: catalogue.entries.count,
        reaching: {
          catalogue.points(of: standing, after: $0, needs: CommuneNeeds(measures)) < mark
        },
        closing: standing.points - mark)
    else { return nil }
    let after = catalogue.points(of: standing, after: counts, needs: CommuneNeeds(measures))
    let purchases = catalogue.purchases(counts)
    return Relief(
      cost: purchases.reduce(0) { $0 + $1.cost }, purchases: purchases, pointsAfter: after,
      rankAfter: 1 + others.count { $0 > after })
  }
}
