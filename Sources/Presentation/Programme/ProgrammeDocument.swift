public import FoundationEssentials
public import Prioritization

/// A programme with everything shown to people and programs; the input of the encoders here.
public struct ProgrammeDocument: Sendable {
  /// One purchase: a commune and an item.
  public struct Line: Sendable, Equatable {
    public var commune, communeName, provinceName: String
    /// The id of an item or line of the catalogue, or of a visit.
    public var item: String
    public var evidence: EvidenceKind?
    public var plannedCount: Int
    /// Whole VND, like everything in ``money``.
    public var price: Int
    public var progress: PurchaseProgress
    public var money: ProgrammeMoney
    /// Numbers of contracts and hand-over records, in the order of their dates.
    public var documents: [String]

    public init(
      commune: String, communeName: String, provinceName: String, item: String,
      evidence: EvidenceKind?, plannedCount: Int, price: Int, progress: PurchaseProgress,
      money: ProgrammeMoney, documents: [String]
    ) {
      (self.commune, self.communeName, self.provinceName) = (commune, communeName, provinceName)
      (self.item, self.evidence, self.plannedCount) = (item, evidence, plannedCount)
      (self.price, self.progress, self.money, self.documents) = (price, progress, money, documents)
    }
  }

  /// How the points of one commune changed, and what its purchases were meant to achieve.
  public struct Commune: Sendable, Equatable {
    public var code, name: String
    public var effect: PurchaseEffect
    /// Points that the plan promised to close, and its spend in whole VND.
    public var plannedPoints: Double
    public var plannedSpend: Int
    /// Cost of what was delivered, whole VND.
    public var delivered: Int

    public init(
      code: String, name: String, effect: PurchaseEffect, plannedPoints: Double,
      plannedSpend: Int, delivered: Int
    ) {
      (self.code, self.name, self.effect, self.plannedPoints) = (code, name, effect, plannedPoints)
      (self.plannedSpend, self.delivered) = (plannedSpend, delivered)
    }
  }

  /// The cumulative amounts ordered, delivered and confirmed by the end of a month, whole VND.
  public struct Month: Sendable, Equatable {
    /// `YYYY-MM`.
    public var month: String
    public var ordered, delivered, confirmed: Int

    public init(month: String, ordered: Int, delivered: Int, confirmed: Int) {
      (self.month, self.ordered) = (month, ordered)
      (self.delivered, self.confirmed) = (delivered, confirmed)
    }
  }

  public var number: Int64
  public var name: String
  /// The name of the province or commune; nil for the country.
  public var area: String?
  /// The name of the group of communes that the plan was made for; nil for all communes of the
  /// area.
  public var group: String?
  /// Whether lines, sums and effects are only of the communes that the reader may see, while the
  /// budget is the whole programme's.
  public var isPart: Bool
  /// Whole VND, of both kinds of money.
  public var budget: Int
  /// nil if one budget pays for both kinds.
  public let budgets: Money?
  public var policy: Policy
  /// The provenance of today's figures.
  public var provenance: Provenance
  public var adoptedBy: String
  public var adoptedAt: Date
  /// By commune and item.
  public let lines: [Line]
  /// Codes of the communes whose figures are simulated.
  public var simulated: Set<String>
  public var anySimulated: Bool { !simulated.isEmpty }
  /// The communes that purchases are for, by code.
  public var communes: [Commune]
  public var months: [Month]
  /// The sum over all lines; computed once, since a page shows it in several places.
  public let money: ProgrammeMoney
  /// Lines with delivered units that no report shows although one should by now.
  public let unconfirmed: [Line]
  /// In the order of the catalogue, visits last; only items that the programme buys.
  public let totals: [Total]
  /// The sums for each kind of money; empty if the policy does not distinguish them.
  public let kinds: [KindTotal]

  public init(
    number: Int64, name: String, area: String?, group: String? = nil, isPart: Bool = false,
    budget: Int, budgets: Money? = nil, policy: Policy,
    provenance: Provenance, adoptedBy: String, adoptedAt: Date, lines: [Line],
    simulated: Set<String>, communes: [Commune], months: [Month]
  ) {
    (self.number, self.name, self.area, self.budget) = (number, name, area, budget)
    (self.group, self.isPart) = (group, isPart)
    (self.policy, self.provenance, self.adoptedBy) = (policy, provenance, adoptedBy)
    (self.adoptedAt, self.lines, self.communes, self.months) = (adoptedAt, lines, communes, months)
    self.simulated = simulated
    money = ProgrammeMoney(lines.map(\.money))
    unconfirmed = lines.filter { $0.progress.unconfirmed > 0 }
    totals = Self.totals(lines, policy)
    self.budgets = budgets
    kinds = Self.kinds(lines, policy, budgets: budgets)
  }

  /// The sums for one item over all communes.
  public struct Total: Sendable, Equatable {
    public var item: String
    public var wanted, ordered, delivered, confirmed, unconfirmed: Int
    public var money: ProgrammeMoney
  }

  private static func totals(_ lines: [Line], _ policy: Policy) -> [Total] {
    var places: [String: [Int]] = [:]
    for (place, line) in lines.enumerated() { places[line.item, default: []].append(place) }
    let order = policy.catalogue.map(\.id)
    return (order + places.keys.filter { !order.contains($0) }.sorted()).compactMap { item in
      places[item].map { places in
        func sum(_ count: (PurchaseProgress) -> Int) -> Int {
          places.reduce(0) { $0 + count(lines[$1].progress) }
        }
        return Total(
          item: item, wanted: sum(\.wantedNow),
          ordered: sum(\.ordered), delivered: sum(\.delivered), confirmed: sum(\.confirmed),
          unconfirmed: sum(\.unconfirmed), money: ProgrammeMoney(places.map { lines[$0].money }))
      }
    }
  }

  /// Points at adoption and today, and the parts of the difference by cause.
  public var effect:
    (
      before: Double, after: Double, confirmed: Double, unconfirmed: Double,
      other: Double, planned: Double
    )
  {
    func sum(_ part: (Commune) -> Double) -> Double { communes.reduce(0) { $0 + part($1) } }
    return (
      sum(\.effect.before), sum(\.effect.after), sum(\.effect.confirmed),
      sum(\.effect.unconfirmed), sum(\.effect.other), sum(\.plannedPoints)
    )
  }
}

/// Sums of money of a programme or a part of it, whole VND.
public struct ProgrammeMoney: Sendable, Equatable, Encodable {
  /// As adopted.
  public var planned: Int
  /// After later changes.
  public var wanted: Int
  public var ordered, delivered: Int
  /// The part of the deliveries that reports show.
  public var confirmed: Int
  /// The part that reports should show by now but do not.
  public var unconfirmed: Int
  /// Ordered but not delivered, at the orders' price.
  public var outstanding: Int
  /// Not yet ordered, at the line item's price.
  public var unordered: Int

  /// The members of documents for programs.
  private enum CodingKeys: String, CodingKey {
    case planned, wanted, ordered, delivered, confirmed, unconfirmed
  }

  /// The expected total cost, by the prices known so far.
  public var expected: Int { [delivered, outstanding, unordered].cappedSum() }

  public init(
    planned: Int = 0, wanted: Int = 0, ordered: Int = 0, delivered: Int = 0, confirmed: Int = 0,
    unconfirmed: Int = 0, outstanding: Int = 0, unordered: Int = 0
  ) {
    (self.planned, self.wanted, self.ordered) = (planned, wanted, ordered)
    (self.delivered, self.confirmed, self.unconfirmed) = (delivered, confirmed, unconfirmed)
    (self.outstanding, self.unordered) = (outstanding, unordered)
  }

  /// The sum of several amounts.
  public init(_ parts: [ProgrammeMoney]) {
    func sum(_ part: KeyPath<ProgrammeMoney, Int>) -> Int {
      parts.lazy.map { $0[keyPath: part] }.cappedSum()
    }
    self.init(
      planned: sum(\.planned), wanted: sum(\.wanted), ordered: sum(\.ordered),
      delivered: sum(\.delivered), confirmed: sum(\.confirmed), unconfirmed: sum(\.unconfirmed),
      outstanding: sum(\.outstanding), unordered: sum(\.unordered))
  }
}
