import Prioritization

/// What a plan does in each commune.
extension PlanJSON {
  struct Commune: Encodable {
    var code, name, province: String
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
    var cost: Int

    init(_ visit: PlannedVisit, _ place: PlanDocument.Place?) {
      code = visit.code
      name = place?.name ?? ""
      province = place?.province ?? ""
      cost = visit.cost
    }
  }

  /// A commune that gets less than it lacks. Figures that do not apply to the reason are left out.
  struct Refused: Encodable {
    var code, name, province, reason: String
    var pointsPerMillion, lastFunded: Double?
    var left, cap: Int?
    var items: [Purchase]
    var cost: Int
    var points: Double

    init(_ refusal: Refusal, _ place: PlanDocument.Place?) {
      code = refusal.code
      name = place?.name ?? ""
      province = place?.province ?? ""
      reason = refusal.reason.name
      items = refusal.purchases
      cost = refusal.cost
      points = refusal.points
      switch refusal.reason {
      case .belowCutoff(let price, let last):
        pointsPerMillion = price
        lastFunded = last
      case .notEnoughLeft(let price, let left):
        pointsPerMillion = price
        self.left = left
      case .capReached(let cap): self.cap = cap
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
    case .registerIncomplete: "registerIncomplete"
    }
  }
}
