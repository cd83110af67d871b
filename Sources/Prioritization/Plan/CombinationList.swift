/// Combinations of items and lines, kept as a tree so that thousands of them share their parts.
struct CombinationList {
  /// The most options that one list of combinations keeps.
  static let maximum = 1024

  struct Option {
    /// Whole VND of both kinds of money.
    var cost: Int
    /// The recurrent part of the cost.
    var recurrent = 0
    /// The gap or the points closed, whichever the caller counts.
    var closed: Double
    var node: Int32
  }

  private struct Node {
    var one, other, entry, count: Int32
  }

  private var nodes: [Node] = []
  /// Whether each kind of money has its own budget, so that two options of equal cost may both be
  /// useful.
  let apart: Bool
  /// Whether options were left out that might be part of the best plan.
  private(set) var thinned = false

  static let nothing = Option(cost: 0, closed: 0, node: -1)

  init(apart: Bool = false) { self.apart = apart }

  func add(_ node: Int32, to counts: inout [Int]) {
    guard node >= 0 else { return }
    let at = nodes[Int(node)]
    if at.count > 0 { counts[Int(at.entry)] += Int(at.count) }
    add(at.one, to: &counts)
    add(at.other, to: &counts)
  }

  /// Each option, extended by 0 to `count` units of an entry.
  mutating func adding(
    entry: Int, count: Int, cost: Int, recurrent: Int = 0, closes: Double, to options: [Option]
  ) -> [Option] {
    var options = options
    var rest = count
    var chunk = 1
    // 1, 2, 4, … and the remainder add up to every number from 1 to the count.
    while rest > 0 {
      let units = min(chunk, rest)
      rest -= units
      chunk *= 2
      let more = options.map { option in
        nodes.append(
          Node(one: option.node, other: -1, entry: Int32(entry), count: Int32(units)))
        return Option(
          cost: option.cost + units * cost, recurrent: option.recurrent + units * recurrent,
          closed: option.closed + Double(units) * closes, node: Int32(nodes.count - 1))
      }
      options = reduced(merged(options, more))
    }
    return options
  }

  /// Every pair of an option from each list.
  mutating func joining(_ one: [Option], _ other: [Option]) -> [Option] {
    if one.count == 1, one[0].node < 0, one[0].cost == 0 { return other }
    if other.count == 1, other[0].node < 0, other[0].cost == 0 { return one }
    var joined: [Option] = []
    for first in one {
      let pairs = other.map { second in
        nodes.append(Node(one: first.node, other: second.node, entry: 0, count: 0))
        return Option(
          cost: first.cost + second.cost, recurrent: first.recurrent + second.recurrent,
          closed: first.closed + second.closed, node: Int32(nodes.count - 1))
      }
      joined += pairs
      if joined.count > 4 * Self.maximum {
        joined = reduced(bestByCost(joined))
      }
    }
    return reduced(bestByCost(joined))
  }

  /// The options that close more than cheaper ones, thinned out if there are too many.
  ///
  /// - Parameter options: By rising cost.
  private mutating func reduced(_ options: [Option]) -> [Option] {
    var front = Front(apart: apart)
    let kept = options.filter { front.improves($0) }
    guard kept.count > Self.maximum else { return kept }
    thinned = true
    let hull = Set(concaveHull(kept.map { (Double($0.cost), $0.closed) }))
    let every = kept.count / (Self.maximum / 2) + 1
    return kept.enumerated().filter { $0.offset % every == 0 || hull.contains($0.offset) }
      .map(\.element)
  }

  /// Both lists by rising cost; of equal costs, the best option first.
  private func merged(_ one: [Option], _ other: [Option]) -> [Option] {
    var merged: [Option] = []
    merged.reserveCapacity(one.count + other.count)
    var (a, b) = (0, 0)
    while a < one.count || b < other.count {
      let first = b == other.count || a < one.count && !comes(other[b], before: one[a])
      let option = first ? one[a] : other[b]
      if first { a += 1 } else { b += 1 }
      if !costsTheSame(merged.last, option) { merged.append(option) }
    }
    return merged
  }

  /// Options by rising cost; of those with equal cost, only the best.
  func bestByCost(_ options: [Option]) -> [Option] {
    var kept: [Option] = []
    for option in options.sorted(by: { comes($0, before: $1) })
    where !costsTheSame(kept.last, option) {
      kept.append(option)
    }
    return kept
  }

  /// Options by rising cost, without those that close no more than a cheaper one.
  func useful(_ options: [Option]) -> [Option] {
    var front = Front(apart: apart)
    return bestByCost(options).filter { front.improves($0) }
  }

  private func comes(_ one: Option, before other: Option) -> Bool {
    if one.cost != other.cost { return one.cost < other.cost }
    if apart, one.recurrent != other.recurrent { return one.recurrent < other.recurrent }
    return one.closed > other.closed
  }

  private func costsTheSame(_ one: Option?, _ other: Option) -> Bool {
    one?.cost == other.cost && (!apart || one?.recurrent == other.recurrent)
  }

  /// Selects the options, visited by rising cost, that close more than all earlier ones that spend
  /// no more of either kind of money.
  struct Front {
    let apart: Bool
    private var best = -1.0
    private var seen: [Option] = []

    init(apart: Bool) { self.apart = apart }

    mutating func improves(_ option: Option) -> Bool {
      // What closes more only by rounding closes nothing.
      if option.closed > best + 1e-12 * abs(best) {
        best = option.closed
      } else {
        guard apart else { return false }
        let beaten = seen.contains {
          $0.closed >= option.closed && $0.recurrent <= option.recurrent
            && $0.cost - $0.recurrent <= option.cost - option.recurrent
        }
        if beaten { return false }
      }
      if apart { seen.append(option) }
      return true
    }
  }
}

/// The indices of the corners of the least concave function above points with rising x, from the
/// first point to the highest; points on a straight line between corners also count as corners.
func concaveHull(_ points: [(x: Double, y: Double)]) -> [Int] {
  var corners: [Int] = []
  for at in points.indices {
    if let last = corners.last, points[at].y <= points[last].y { continue }
    while corners.count > 1 {
      let (a, b) = (points[corners[corners.count - 2]], points[corners[corners.count - 1]])
      let there = (b.y - a.y) * (points[at].x - a.x)
      let straight = (points[at].y - a.y) * (b.x - a.x)
      guard there < straight * (1 - 1e-12) else { break }
      corners.removeLast()
    }
    corners.append(at)
  }
  return corners
}
