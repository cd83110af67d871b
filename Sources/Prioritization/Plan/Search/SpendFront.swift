/// The most points added so far for at most a given spend of one budget (a Fenwick tree).
struct SpendFront {
  private let spends: [Int]
  private var most: [(points: Double, place: Int)]

  /// - Parameter all: Every spend that will be added.
  init(_ all: [Int]) {
    var spends: [Int] = []
    for spend in all.sorted() where spends.last != spend { spends.append(spend) }
    self.spends = spends
    most = [(Double, Int)](repeating: (-.infinity, -1), count: spends.count + 1)
  }

  /// - Parameter place: Identifies the points' owner; of equal points, the first one stays.
  mutating func add(_ spend: Int, _ points: Double, place: Int) {
    var at = rank(spend)
    while at > 0, at < most.count {
      if points > most[at].points { most[at] = (points, place) }
      at += at & -at
    }
  }

  /// - Returns: -∞ points if nothing was added with so small a spend.
  func best(through spend: Int) -> (points: Double, place: Int) {
    var best = (points: -Double.infinity, place: -1)
    var at = rank(spend)
    while at > 0 {
      if most[at].points > best.points { best = most[at] }
      at -= at & -at
    }
    return best
  }

  /// The number of spends that are at most `spend`.
  private func rank(_ spend: Int) -> Int {
    var (low, high) = (0, spends.count)
    while low < high {
      let middle = (low + high) / 2
      if spends[middle] <= spend { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
