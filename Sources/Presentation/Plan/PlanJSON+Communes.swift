import Prioritization

/// What a plan does in each commune.
extension PlanJSON {
  struct Commune: Encodable {
    var code, name, province: String
    @Nullable var simulated: Bool?
    var remote: Bool
    var spend, leftover: Int
    var items: [Purchase]
    var pointsBefore, pointsAfter: Double
    @Nullable var officials: Int?
    @Nullable var spendPerOfficial: Int?
    @Nullable var pointsPerOfficial: Double?

    init(_ commune: PlannedCommune, _ document: PlanDocument) {
      let place = document.places[commune.code]
      code = commune.code
      name = place?.name ?? ""
      province = place?.province ?? ""
      simulated = document.isSimulated(commune.code)
      remote = commune.remote
      spend = commune.spend
      leftover = commune.leftover
      items = commune.purchases
      pointsBefore = commune.pointsBefore
      pointsAfter = commune.pointsAfter
      let perOfficial = document.perOfficial(commune)
      officials = perOfficial?.officials
      spendPerOfficial = perOfficial?.spend
      pointsPerOfficial = perOfficial?.points
    }
  }

  struct Visit: Encodable {
    var code, name, province: String
    @Nullable var simulated: Bool?
    var cost: Int

    init(_ visit: PlannedVisit, _ document: PlanDocument) {
      let place = document.places[visit.code]
      code = visit.code
      name = place?.name ?? ""
      province = place?.province ?? ""
      simulated = document.isSimulated(visit.code)
      cost = visit.cost
    }
  }

  /// What a commune does not get. Figures that do not apply to the reason are left out.
  struct Refused: Encodable {
    var code, name, province: String
    @Nullable var simulated: Bool?
    /// What the plan does for the commune otherwise, as in ``PlanRows``.
    var outcome: String
    var reason: String
    var pointsPerMillion, lastFunded: Double?
    var left, cap, visitShare: Int?
    var kind: String?
    var items: [Purchase]
    var cost: Int
    var points: Double

    init(_ refusal: Refusal, outcome: String, _ document: PlanDocument) {
      let place = document.places[refusal.code]
      code = refusal.code
      name = place?.name ?? ""
      province = place?.province ?? ""
      simulated = document.isSimulated(refusal.code)
      self.outcome = outcome
      reason = refusal.reason.name
      items = refusal.purchases
      cost = refusal.cost
      points = refusal.points
      switch refusal.reason {
      case .belowCutoff(let price, let last):
        pointsPerMillion = price
        lastFunded = last
      case .notEnoughLeft(let price, let left, let kind):
        pointsPerMillion = price
        self.left = left
        self.kind = kind?.rawValue
      case .capReached(let cap): self.cap = cap
      case .visitShareSpent(let share): visitShare = share
      case .nothingForSale, .nothingLacking, .visitNotFunded, .registerIncomplete: break
      }
    }
  }
}

extension Refusal.Reason {
  /// Stable: programs and messages depend on it.
  var name: String {
    switch self {
    case .belowCutoff: "belowCutoff"
    case .notEnoughLeft: "notEnoughLeft"
    case .capReached: "capReached"
    case .nothingForSale: "nothingForSale"
    case .nothingLacking: "nothingLacking"
    case .visitNotFunded: "visitNotFunded"
    case .visitShareSpent: "visitShareSpent"
    case .registerIncomplete: "registerIncomplete"
    }
  }
}
