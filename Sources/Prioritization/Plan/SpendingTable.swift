/// For one commune, the most points that each exact spend can close: a bounded knapsack, solved for
/// all spends from 0 up. Its storage is reused for one commune after another.
struct SpendingTable {
  /// The most spends in one table.
  static let maximumCells = 1 << 14

  /// VND of one cell.
  private(set) var unit = 1
  /// The largest spend in the table, in units.
  private(set) var reach = 0
  private var groups: [PurchaseGroup] = []
  private var stride = 1
  /// Row k holds the points of the first k groups by spend; -∞ if it cannot be spent exactly.
  private var rows: [Double] = []
  private var reaches: [Int] = []

  /// Recomputes the table.
  ///
  /// - Parameters:
  ///   - limit: The largest spend of interest, whole VND; `limit / unit` is at most
  ///     ``maximumCells``.
  ///   - unit: VND per cell; costs are rounded up to a multiple of it.
  mutating func solve(_ groups: [PurchaseGroup], limit: Int, unit: Int) {
    let cells = limit / unit
    (self.unit, self.groups) = (unit, groups)
    stride = cells + 1
    if rows.count < stride * (groups.count + 1) {
      rows = [Double](repeating: 0, count: stride * (groups.count + 1))
    }
    reaches = [0]
    reach = 0
    rows[0] = 0
    for (at, group) in groups.enumerated() {
      let before = reach
      reach = min(cells, before + units(group.costs[group.last]))
      reaches.append(reach)
      let stride = stride
      let (unit, reach) = (unit, reach)
      rows.withUnsafeMutableBufferPointer { rows in
        guard let base = rows.baseAddress else { return }
        let from = base + at * stride
        let to = from + stride
        to.update(from: from, count: before + 1)
        if reach > before {
          (to + before + 1).update(repeating: -.infinity, count: reach - before)
        }
        if case .units = group.contents {
          let step = (group.costs[1] + unit - 1) / unit
          var rest = group.fullUnits
          var chunk = 1
          while rest > 0 {
            let units = min(chunk, rest)
            rest -= units
            chunk *= 2
            raise(
              to, through: reach, by: units * step, adding: Double(units) * group.values[1])
          }
          if group.fullUnits < group.last {
            raise(
              to, through: reach, by: step,
              adding: group.values[group.last] - group.values[group.last - 1])
          }
        } else {
          for option in 1...group.last {
            raise(
              to, through: reach, by: (group.costs[option] + unit - 1) / unit,
              adding: group.values[option], above: from, through: before)
          }
        }
      }
    }
  }

  /// The most points for spending exactly `spend` units; -∞ if that is impossible.
  subscript(spend: Int) -> Double { rows[groups.count * stride + spend] }

  /// The option of each group that yields a spend's points.
  func options(_ spend: Int) -> [Int32] {
    var options = [Int32](repeating: 0, count: groups.count)
    var left = spend
    for at in groups.indices.reversed() {
      let group = groups[at]
      var best = -Double.infinity
      var (chosen, cost) = (0, 0)
      for option in 0...group.last {
        let units = units(of: option, group)
        guard units <= left else { break }
        guard left - units <= reaches[at] else { continue }
        let points = rows[at * stride + left - units] + group.values[option]
        if points > best { (best, chosen, cost) = (points, option, units) }
      }
      options[at] = Int32(chosen)
      left -= cost
    }
    return options
  }

  private func units(_ cost: Int) -> Int { (cost + unit - 1) / unit }

  private func units(of option: Int, _ group: PurchaseGroup) -> Int {
    if case .units = group.contents { return option * units(group.costs[1]) }
    return units(group.costs[option])
  }
}

/// Offers one more purchase, once, to every spend of a row.
private func raise(
  _ row: UnsafeMutablePointer<Double>, through reach: Int, by step: Int, adding points: Double
) {
  guard step <= reach else { return }
  var at = reach
  // Downwards, so that no spend takes the purchase twice; four at a time if they cannot overlap.
  if step >= 4 {
    let raw = UnsafeMutableRawPointer(row)
    let more = SIMD4<Double>(repeating: points)
    while at - 3 >= step {
      let place = (at - 3) * 8
      let old = raw.loadUnaligned(fromByteOffset: place, as: SIMD4<Double>.self)
      let new = raw.loadUnaligned(fromByteOffset: place - step * 8, as: SIMD4<Double>.self) + more
      raw.storeBytes(
        of: old.replacing(with: new, where: new .> old), toByteOffset: place,
        as: SIMD4<Double>.self)
      at -= 4
    }
  }
  while at >= step {
    let new = row[at - step] + points
    if new > row[at] { row[at] = new }
    at -= 1
  }
}

/// Offers one combination to every spend of the row before.
private func raise(
  _ row: UnsafeMutablePointer<Double>, through reach: Int, by step: Int, adding points: Double,
  above before: UnsafeMutablePointer<Double>, through last: Int
) {
  guard step <= reach else { return }
  for at in step...max(step, min(reach, step + last)) {
    let new = before[at - step] + points
    if new > row[at] { row[at] = new }
  }
}
