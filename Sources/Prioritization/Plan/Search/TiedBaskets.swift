/// All nearly best baskets of one commune whose choices a floor or a cap couples.
///
/// A price specific to the commune brings the best option of each choice close to the floor or the
/// cap. The loss of a basket against those options, and the room that it leaves, bound the search
/// among all combinations.
struct TiedBaskets {
  struct Basket {
    var options: [Int32]
    /// Points minus the price of its spend.
    var worth: Double
  }

  private struct Candidate {
    var option: Int32
    var loss: Double
    var cost: Int
  }

  /// The most combinations that one search considers.
  private static let maximumNodes = 20_000

  private let least: Int
  private let cap: Int
  /// By choice, the least loss first.
  private var candidates: [[Candidate]] = []
  /// The least and greatest cost of the choices from here on.
  private var lowest: [Int] = [0]
  private var highest: [Int] = [0]
  /// Points per VND, added to the budgets' prices; below 0 if the floor requires spending.
  private var own = 0.0
  /// No basket is worth more.
  private var ceiling = 0.0
  private var nodes = 0
  private var limit = 0.0
  private var onlyBest = false
  private var found: [(options: [Int32], loss: Double)] = []

  init(_ problem: SearchProblem, _ offer: Int, prices: Prices) {
    least = problem.least[offer]
    cap = problem.cap
    let prices = prices.seen(remote: problem.offers[offer].remote)
    let choices = problem.offers[offer].choices
    let worths = choices.map { choice in
      (0...choice.last).map { choice.values[$0] - prices.of(problem.spend(choice, $0)) }
    }
    own = ownPrice(choices, worths)
    for (choice, worths) in zip(choices, worths) {
      var best = -Double.infinity
      for at in worths.indices { best = max(best, worths[at] - own * Double(choice.costs[at])) }
      ceiling += best
      candidates.append(
        worths.indices.map { at in
          Candidate(
            option: Int32(at), loss: best - (worths[at] - own * Double(choice.costs[at])),
            cost: choice.costs[at])
        }.sorted { $0.loss != $1.loss ? $0.loss < $1.loss : $0.option < $1.option })
    }
    ceiling += own > 0 ? own * Double(cap) : own * Double(least)
    for choice in choices.reversed() {
      lowest.insert(lowest[0], at: 0)
      highest.insert(highest[0] + choice.costs[choice.last], at: 0)
    }
  }

  /// The best basket; `nil` if the search became too long or none lies between floor and cap.
  mutating func best() -> Basket? {
    onlyBest = true
    limit = .infinity
    guard search() else { return nil }
    return found.last.map { Basket(options: $0.options, worth: ceiling - $0.loss) }
  }

  /// No basket is worth more than this.
  var bound: Double { ceiling }

  /// - Parameter worth: The least worth of the baskets.
  /// - Returns: `nil` if the search became too long.
  mutating func all(worthAtLeast worth: Double) -> [Basket]? {
    onlyBest = false
    limit = ceiling - worth
    guard search() else { return nil }
    return found.map { Basket(options: $0.options, worth: ceiling - $0.loss) }
  }

  private mutating func search() -> Bool {
    nodes = 0
    found = []
    var options = [Int32](repeating: 0, count: candidates.count)
    descend(0, cost: 0, loss: 0, &options)
    return nodes <= Self.maximumNodes
  }

  private mutating func descend(_ choice: Int, cost: Int, loss: Double, _ options: inout [Int32]) {
    guard choice < candidates.count else {
      guard cost >= least, cost <= cap else { return }
      let all = loss + unused(cost, cost)
      guard all <= limit else { return }
      if onlyBest {
        guard all < limit else { return }
        limit = all
      }
      found.append((options, all))
      return
    }
    for candidate in candidates[choice] {
      let sum = loss + candidate.loss
      if sum > limit { return }
      let spent = cost + candidate.cost
      guard spent + lowest[choice + 1] <= cap, spent + highest[choice + 1] >= least else {
        continue
      }
      guard
        sum + unused(spent + lowest[choice + 1], spent + highest[choice + 1]) <= limit
      else { continue }
      nodes += 1
      if nodes > Self.maximumNodes { return }
      options[choice] = candidate.option
      descend(choice + 1, cost: spent, loss: sum, &options)
    }
  }

  /// The least loss if the spend ends up between two sums.
  private func unused(_ low: Int, _ high: Int) -> Double {
    own > 0 ? own * Double(max(0, cap - high)) : own < 0 ? -own * Double(max(0, low - least)) : 0
  }

  /// The price at which the best options just stay within the cap, or just reach the floor.
  private func ownPrice(_ choices: [PurchaseGroup], _ worths: [[Double]]) -> Double {
    /// The least and greatest cost of best options.
    func spent(_ own: Double) -> (low: Int, high: Int) {
      var (low, high) = (0, 0)
      for (choice, worths) in zip(choices, worths) {
        var (first, last, best) = (0, 0, -Double.infinity)
        for at in worths.indices {
          let worth = worths[at] - own * Double(choice.costs[at])
          if worth > best {
            (first, last, best) = (at, at, worth)
          } else if worth == best {
            last = at
          }
        }
        low += choice.costs[first]
        high += choice.costs[last]
      }
      return (low, high)
    }
    let free = spent(0)
    if free.low <= cap, free.high >= least { return 0 }
    let steepest = zip(choices, worths).reduce(0) { most, choice in
      (1...max(1, choice.0.last)).reduce(most) { most, at in
        guard at <= choice.0.last, choice.0.costs[at] > 0 else { return most }
        return max(most, abs(choice.1[at] - choice.1[0]) / Double(choice.0.costs[at]))
      }
    }
    let down = free.low > cap
    // Starting from a price that is high enough, bisect between it and none.
    var (none, enough) = (0.0, (down ? 1 : -1) * (steepest * 4 + 1e-12))
    for _ in 0..<48 {
      let middle = (none + enough) / 2
      let there = spent(middle)
      if down ? there.low <= cap : there.high >= least { enough = middle } else { none = middle }
    }
    return enough
  }
}
