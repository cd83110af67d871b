/// Finds the prices of two budgets and a quota that minimize the relaxation's bound, by the
/// ellipsoid method: an ellipsoid that contains them is cut through its centre again and again.
struct PriceFinder {
  /// The part of one choice that an evaluation needs: only options that can be best at some price.
  private struct Options {
    var points: [Double] = []
    var first: [Double] = []
    var second: [Double] = []
  }

  private static let maximumCuts = 600

  private let problem: SearchProblem
  private var choices: [[Options]] = []
  /// Which of the three prices can be above 0.
  private var axes: [Int] = []
  /// The highest price that could matter.
  private var steepest = 0.0

  init(_ problem: SearchProblem) {
    self.problem = problem
    var most = Spend()
    for offer in problem.offers {
      choices.append(
        offer.choices.map { choice in
          var options = Options()
          var best = Spend()
          for option in Self.corners(choice) {
            let spend = problem.spend(choice, option)
            best.first = max(best.first, spend.first)
            best.second = max(best.second, spend.second)
            options.points.append(choice.values[option])
            options.first.append(Double(spend.first))
            options.second.append(Double(spend.second))
            if spend.total > 0 {
              steepest = max(steepest, choice.values[option] / Double(spend.total))
            }
          }
          most.first = saturatingSum(most.first, best.first)
          most.second = saturatingSum(most.second, best.second)
          return options
        })
    }
    if most.first > problem.budget.first { axes.append(0) }
    if most.second > problem.budget.second { axes.append(1) }
    if problem.quota > 0 { axes.append(2) }
  }

  private static func corners(_ choice: PurchaseGroup) -> [Int] {
    if case .units = choice.contents {
      return Array(Set([0, choice.fullUnits, choice.last])).sorted()
    }
    return Array(0...choice.last)
  }

  /// The bound at given prices, and its slope in each.
  private func evaluate(_ prices: Prices) -> (bound: Double, slope: [Double]) {
    var bound = prices.of(problem.budget) - prices.quota * Double(problem.quota)
    var slope = [
      Double(problem.budget.first), Double(problem.budget.second), -Double(problem.quota),
    ]
    for (at, offer) in problem.offers.enumerated() {
      let seen = prices.seen(remote: offer.remote)
      var (worth, first, second) = (0.0, 0.0, 0.0)
      for options in choices[at] {
        var (best, most) = (0, -Double.infinity)
        for option in options.points.indices {
          let here =
            options.points[option] - seen.first * options.first[option] - seen.second
            * options.second[option]
          if here > most { (best, most) = (option, here) }
        }
        worth += most
        first += options.first[best]
        second += options.second[best]
      }
      let total = Int(first + second)
      if problem.isTied(at), total < problem.least[at] || total > problem.cap {
        var search = TiedBaskets(problem, at, prices: prices)
        if let best = search.best() {
          let spend = problem.spend(at, best.options)
          (worth, first, second) = (best.worth, Double(spend.first), Double(spend.second))
        }
      }
      bound += worth
      slope[0] -= first
      slope[1] -= second
      if offer.remote { slope[2] += first + second }
    }
    return (bound, slope)
  }

  private func prices(_ place: [Double]) -> Prices {
    var all = [0.0, 0, 0]
    for (axis, value) in zip(axes, place) { all[axis] = value }
    return Prices(first: all[0], second: all[1], quota: all[2])
  }

  func prices() -> Prices {
    let size = axes.count
    var best = prices([Double](repeating: 0, count: size))
    guard size > 0, steepest > 0 else { return best }
    var least = evaluate(best).bound
    // A spare axis keeps the formula valid for a single price.
    let width = max(2, size)
    let radius = steepest * 2
    var center = [Double](repeating: steepest / 2, count: width)
    var matrix = (0..<width).map { row in
      (0..<width).map { $0 == row ? radius * radius : 0 }
    }
    for _ in 0..<Self.maximumCuts {
      var cut = [Double](repeating: 0, count: width)
      let outside = center.prefix(size).firstIndex { $0 < 0 }
      if let outside {
        cut[outside] = -1
      } else {
        let here = prices(Array(center.prefix(size)))
        let (bound, slope) = evaluate(here)
        if bound < least { (least, best) = (bound, here) }
        for (at, axis) in axes.enumerated() { cut[at] = slope[axis] }
      }
      let turned = matrix.map { row in zip(row, cut).reduce(0) { $0 + $1.0 * $1.1 } }
      let reach = zip(turned, cut).reduce(0) { $0 + $1.0 * $1.1 }
      // No price in the ellipsoid is better by more than this.
      guard reach > 0, outside != nil || reach.squareRoot() > 1e-10 * least else { break }
      let step = turned.map { $0 / reach.squareRoot() }
      let count = Double(width)
      for row in 0..<width {
        center[row] -= step[row] / (count + 1)
        for column in 0..<width {
          matrix[row][column] =
            count * count / (count * count - 1)
            * (matrix[row][column] - 2 / (count + 1) * step[row] * step[column])
        }
      }
    }
    return best
  }
}
