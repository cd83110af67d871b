/// The purchases of earlier years' plans for a commune.
struct OwnedPurchases {
  struct Owned {
    /// Index in the catalogue: items, then lines.
    var entry: Int
    var count: Int
    /// The place of the year in which it was bought.
    var place: Int
  }

  private(set) var all: [Owned] = []

  mutating func add(_ purchases: [Purchase], at place: Int, _ lives: PurchaseLives) {
    for purchase in purchases {
      guard let entry = lives.places[purchase.item] else { continue }
      all.append(Owned(entry: entry, count: purchase.count, place: place))
    }
  }

  /// How many of each entry are still in use.
  func inForce(at place: Int, _ lives: PurchaseLives) -> [Int] {
    count(lives) { place - $0.place < lives.years[$0.entry] }
  }

  /// How many of each entry are no longer in use.
  func ended(by place: Int, _ lives: PurchaseLives) -> [Int] {
    count(lives) { place - $0.place >= lives.years[$0.entry] }
  }

  /// The number of lines whose contract ends in that place.
  func linesEnding(at place: Int, _ lives: PurchaseLives) -> Int {
    all.reduce(0) {
      $0
        + ($1.entry >= lives.firstLine && place - $1.place == lives.years[$1.entry] ? $1.count : 0)
    }
  }

  private func count(_ lives: PurchaseLives, _ isCounted: (Owned) -> Bool) -> [Int] {
    var counts = [Int](repeating: 0, count: lives.years.count)
    for owned in all where isCounted(owned) { counts[owned.entry] += owned.count }
    return counts
  }
}

/// The service life of each catalogue entry.
struct PurchaseLives {
  /// By id.
  let places: [String: Int]
  /// Years by entry: items, then lines; at least 1, `Int.max` if the policy gives none.
  let years: [Int]
  let firstLine: Int

  init(_ policy: Policy) {
    let measures = Dictionary(
      policy.criteria.map { ($0.id, $0.measure.flatMap(AgeingMeasure.init)) },
      uniquingKeysWith: { first, _ in first })
    let computers: [AgeingMeasure] = [
      .adequateComputersPerOfficial, .computersPerOfficial, .oldComputersShare,
    ]
    func whole(_ years: Double?) -> Int {
      guard let years, years.isFinite, years < 1000 else { return .max }
      return max(1, Int(years.rounded(.down)))
    }
    let entries =
      policy.items.map { item in
        // The policy's own age limit decides when a computer is too old.
        let isComputer = measures[item.criterion].flatMap { $0 }.map(computers.contains) ?? false
        return (
          item.id, isComputer ? whole(policy.adequacy.maximumAgeYears) : whole(item.terms.years)
        )
      } + policy.lines.map { ($0.id, whole($0.terms.years)) }
    places = Dictionary(
      entries.enumerated().map { ($1.0, $0) }, uniquingKeysWith: { first, _ in first })
    years = entries.map(\.1)
    firstLine = policy.items.count
  }
}
