/// The best choice for every commune on its own at given prices. With the price of the budgets
/// added, its worth is a (Lagrangian) bound on every plan; a plan falls short of it by the sum of
/// what each commune loses, plus the unspent money at its price.
struct Relaxation {
  let prices: Prices
  /// The best options of each commune.
  private(set) var base: [[Int32]] = []
  /// Their worth: points minus price.
  private(set) var worth: [Double] = []
  /// No plan closes more points.
  private(set) var bound = 0.0
  /// Whether the best of every commune was really found; otherwise only the bound holds.
  private(set) var exact = true

  /// - Parameter hint: The options to prefer among equally good ones.
  init(_ problem: SearchProblem, prices: Prices, hint: [[Int32]]?) {
    self.prices = prices
    bound =
      prices.of(problem.budget) - prices.quota * Double(problem.quota)
    base.reserveCapacity(problem.offers.count)
    for (at, offer) in problem.offers.enumerated() {
      let seen = prices.seen(remote: offer.remote)
      let tied = problem.isTied(at)
      var options = [Int32](repeating: 0, count: offer.choices.count)
      var (sum, cost) = (0.0, 0)
      for (number, choice) in offer.choices.enumerated() {
        let hinted = hint.map { Int($0[at][number]) }
        let best = Self.best(problem, choice, seen, hinted: hinted)
        options[number] = Int32(best.option)
        sum += best.worth
        cost += choice.costs[best.option]
      }
      if tied, !offer.complete {
        exact = false
      } else if tied, cost < problem.least[at] || cost > problem.cap {
        var baskets = TiedBaskets(problem, at, prices: prices)
        if let best = baskets.best() {
          (options, sum) = (best.options, best.worth)
          if let hinted = hint?[at] {
            let worth =
              problem.points(at, hinted) - seen.of(problem.spend(at, hinted))
            if worth >= sum - 1e-12 * abs(sum) { options = hinted }
          }
        } else {
          exact = false
          sum = baskets.bound
          options = hint?[at] ?? options
        }
      }
      base.append(options)
      worth.append(sum)
      bound += sum
    }
  }

  private static func best(
    _ problem: SearchProblem, _ choice: PurchaseGroup, _ prices: Prices, hinted: Int?
  ) -> (option: Int, worth: Double) {
    var (best, worth) = (0, 0.0)
    for option in 1..<max(1, choice.costs.count) {
      let here = choice.values[option] - prices.of(problem.spend(choice, option))
      // Rounding must not favour the dearer option.
      if here > worth + 1e-13 * choice.values[option] { (best, worth) = (option, here) }
    }
    if let hinted {
      let here = choice.values[hinted] - prices.of(problem.spend(choice, hinted))
      if here >= worth - 1e-12 * choice.values[hinted] { return (hinted, max(worth, here)) }
    }
    return (best, worth)
  }
}
