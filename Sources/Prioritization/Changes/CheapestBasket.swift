/// The cheapest purchases for one commune that close enough points.
///
/// If costs have no common divisor above a ``maximumCells``-th of their sum, the search rounds them
/// up, and the basket found may be dearer than the cheapest by the rounding.
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
    table.solve(groups, limit: limit, unit: unit)
  }

  /// - Parameters:
  ///   - reaching: Whether these counts, by entry of the catalogue, are enough.
  ///   - points: About how many points they must close.
  /// - Returns: The counts by entry; `nil` if even everything that can be bought is not enough.
  func counts(
    entries: Int, reaching: ([Int]) -> Bool, closing points: Double
  ) -> [Int]? {
    // Only spends that close strictly more, starting just below the mark: no other can be the
    // first.
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
