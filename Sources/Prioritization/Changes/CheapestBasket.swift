/// The cheapest purchases for one commune that close enough points.
///
/// Where costs have no common divisor above ``maximumCells`` of their sum, they are rounded up in
/// the search, and the basket found may be dearer than the cheapest by the rounding.
struct CheapestBasket {
  private static let maximumCells = 1 << 17

  private let groups: [PurchaseGroup]
  private var table = SpendingTable()

  init(_ groups: [PurchaseGroup], commonDivisor: Int) {
    self.groups = groups
    let most = groups.reduce(0) { $0 + $1.costs[$1.last] }
    let purchases = groups.reduce(0) { $0 + $1.last }
    var unit = max(1, commonDivisor)
    var limit = most
    if most / unit > Self.maximumCells {
      unit = most / Self.maximumCells + 1
      limit = most + purchases * unit
    }
    table.solve(groups, limit: limit, unit: unit, efficientOnly: true)
  }

  /// - Parameters:
  ///   - reaching: Whether counts by entry of the catalogue do it.
  ///   - points: About how much they must close.
  /// - Returns: The counts; `nil` where all that there is does not do it.
  func counts(
    entries: Int, reaching: ([Int]) -> Bool, closing points: Double
  ) -> [Int]? {
    // Strictly better spends only, and from just below the mark: the rest cannot be the first.
    var best = points - 1e-6
    for cell in 0...table.reach where table[cell] > best {
      best = table[cell]
      var counts = [Int](repeating: 0, count: entries)
      for (group, option) in zip(groups, table.options(cell)) {
        group.add(option: Int(option), to: &counts)
      }
      if reaching(counts) { return counts }
    }
    return nil
  }
}
