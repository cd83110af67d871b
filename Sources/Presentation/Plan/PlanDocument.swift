import FoundationEssentials
public import Prioritization

/// A plan with everything shown to people and programs; the input of the encoders here.
public struct PlanDocument: Sendable, Codable {
  /// The name and location of a commune.
  public struct Place: Sendable, Equatable, Codable {
    public var name: String
    /// Two digits.
    public var province: String
    public var provinceName: String
    /// Whether any of its figures are simulated.
    public var simulated: Bool
    /// Officials by the register; `nil` if unknown, and in plans stored before this was recorded.
    public var officials: Int?

    public init(
      name: String, province: String, provinceName: String, simulated: Bool,
      officials: Int? = nil
    ) {
      (self.officials, self.name, self.province) = (officials, name, province)
      (self.provinceName, self.simulated) = (provinceName, simulated)
    }
  }

  public var policy: Policy
  public var provenance: Provenance
  public var plan: Plan
  /// By commune code.
  public var places: [String: Place]
  /// The policy as written, if ``policy`` has other limits or a smaller catalogue for this plan.
  public var writtenPolicy: Policy?
  /// The name of the group of communes planned for; `nil` for all communes, and in plans stored
  /// before groups were recorded.
  public var group: String?
  /// What running programmes already buy of it; `nil` if nothing, or if that is not known.
  public var running: RunningProgrammes?

  public init(
    policy: Policy, provenance: Provenance, plan: Plan, places: [String: Place],
    writtenPolicy: Policy? = nil
  ) {
    (self.writtenPolicy, self.policy) = (writtenPolicy, policy)
    (self.provenance, self.plan, self.places) = (provenance, plan, places)
  }

  /// The name of the province, if all communes belong to the same one.
  public var onlyProvince: String? {
    guard let first = places.values.first?.provinceName, !first.isEmpty else { return nil }
    return places.values.allSatisfy { $0.provinceName == first } ? first : nil
  }

  /// The code of the province of all communes; `nil` if they are in several.
  public var onlyProvinceCode: String? {
    let codes = Set(places.values.lazy.map(\.province))
    return codes.count == 1 ? codes.first : nil
  }

  /// Whether any figure of a commune is simulated; `nil` for a planner's table, which does not say.
  func isSimulated(_ code: String) -> Bool? {
    provenance.table == nil ? places[code]?.simulated : nil
  }

  public var anySimulated: Bool { places.values.contains(where: \.simulated) }
}

extension PlanDocument {
  /// What a plan does for each official of a commune: one computer for four officials closes as
  /// much of the gap as ten for forty, but serves a tenth as many.
  public struct PerOfficial: Sendable, Equatable {
    /// Above 0.
    public var officials: Int
    /// Spend on purchases per official, whole VND, rounded.
    public var spend: Int
    /// Points closed per official.
    public var points: Double
  }

  /// - Returns: `nil` if the register does not know the number of officials, or it is 0.
  public func perOfficial(_ commune: PlannedCommune) -> PerOfficial? {
    guard let officials = places[commune.code]?.officials, officials > 0 else { return nil }
    return PerOfficial(
      officials: officials, spend: Int((Double(commune.spend) / Double(officials)).rounded()),
      points: (commune.pointsBefore - commune.pointsAfter) / Double(officials))
  }

  /// Officials of the communes that get purchases, as far as the register knows them, and whether
  /// it knows them for all.
  public var officialsServed: (count: Int, isComplete: Bool) {
    let known = plan.communes.compactMap { places[$0.code]?.officials }
    return (known.reduce(0, +), known.count == plan.communes.count)
  }

  /// The purchases of one catalogue entry in all communes together.
  public struct Total: Sendable {
    public var item: String
    public var label: LocalizedText
    /// Price of one, whole VND.
    public var price: Int
    public var count, cost: Int
  }

  /// All entries of the catalogue, items before lines, including those that no commune gets.
  public var totals: [Total] {
    var bought: [String: (count: Int, cost: Int)] = [:]
    for purchase in plan.communes.lazy.flatMap(\.purchases) {
      bought[purchase.item, default: (0, 0)].count += purchase.count
      bought[purchase.item, default: (0, 0)].cost += purchase.cost
    }
    return policy.catalogue.map { entry in
      Total(
        item: entry.id, label: entry.label, price: entry.cost,
        count: bought[entry.id]?.count ?? 0, cost: bought[entry.id]?.cost ?? 0)
    }
  }
}

extension PlanDocument {
  /// The cost of the plan's recurrent purchases in the years after the first, up to the end of the
  /// policy's horizon, whole VND; `nil` if the policy has no horizon.
  public var laterYears: Int? {
    guard let horizon = policy.plan?.horizonYears else { return nil }
    let terms = policy.terms
    let later = plan.communes.flatMap(\.purchases).reduce(0.0) { sum, purchase in
      guard let terms = terms[purchase.item], terms.kind == .recurrent, let years = terms.years
      else { return sum }
      return sum + Double(purchase.cost) * max(0, horizon / years - 1)
    }
    return Int(min(later.rounded(), 9e18))
  }
}

extension Policy {
  /// The conditions of each catalogue price, by id.
  public var terms: [String: PriceTerms] {
    Dictionary(
      items.map { ($0.id, $0.terms) } + lines.map { ($0.id, $0.terms) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Items, then lines, in their order.
  public var catalogue: [(id: String, label: LocalizedText, cost: Int)] {
    items.map { ($0.id, $0.label, $0.cost) } + lines.map { ($0.id, $0.label, $0.cost) }
  }
}
