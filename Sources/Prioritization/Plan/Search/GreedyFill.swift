/// An initial plan for a search if no queue makes one: the best options at prices raised until the
/// budgets hold, then whatever else fits, best for its price first.
struct GreedyFill {
  private let problem: SearchProblem
  private(set) var selection: Selection?

  /// - Parameter relaxation: At the prices of the budgets.
  init(_ problem: SearchProblem, _ relaxation: Relaxation) {
    self.problem = problem
    var best: Selection?
    var prices = relaxation.prices
    var options = relaxation.base
    let small = relaxation.bound / Double(max(1, problem.budget.total)) * 1e-3
    for _ in 0..<80 {
      let found = Selection(problem, options)
      let fits =
        found.spend.first <= problem.budget.first && found.spend.second <= problem.budget.second
      if fits, best.map({ found.remote > $0.remote }) ?? true { best = found }
      if fits, found.remote >= problem.quota { break }
      if found.spend.first > problem.budget.first { prices.first = prices.first * 1.2 + small }
      if found.spend.second > problem.budget.second { prices.second = prices.second * 1.2 + small }
      if found.remote < problem.quota { prices.quota = prices.quota * 1.1 + small }
      options = Relaxation(problem, prices: prices, hint: nil).base
    }
    guard var options = best?.options, let best else { return }
    var left = problem.budget - best.spend
    for _ in 0..<3 {
      guard fill(&options, &left, relaxation.prices) else { break }
    }
    selection = Selection(problem, options)
  }

  private struct Step {
    var worth: Double
    var offer: Int
    var choice: Int
    var option: Int
  }

  /// - Returns: Whether anything was added.
  private func fill(
    _ options: inout [[Int32]], _ left: inout Spend, _ prices: Prices
  ) -> Bool {
    var steps: [Step] = []
    for (at, offer) in problem.offers.enumerated() {
      for (number, choice) in offer.choices.enumerated() {
        let now = Int(options[at][number])
        for option in 0...choice.last where choice.values[option] > choice.values[now] {
          let more = problem.spend(choice, option) - problem.spend(choice, now)
          guard more.first <= left.first, more.second <= left.second, more.total > 0 else {
            continue
          }
          steps.append(
            Step(
              worth: (choice.values[option] - choice.values[now])
                / max(1e-300, prices.of(more) + 1e-12 * Double(more.total)), offer: at,
              choice: number, option: option))
        }
      }
    }
    steps.sort {
      $0.worth != $1.worth
        ? $0.worth > $1.worth
        : ($0.offer, $0.choice, $0.option) < ($1.offer, $1.choice, $1.option)
    }
    var added = false
    for step in steps {
      let choice = problem.offers[step.offer].choices[step.choice]
      let now = Int(options[step.offer][step.choice])
      guard choice.values[step.option] > choice.values[now] else { continue }
      let more = problem.spend(choice, step.option) - problem.spend(choice, now)
      // Only upward, so that floor and quota remain met.
      guard more.first <= left.first, more.second <= left.second, more.total >= 0,
        problem.spend(step.offer, options[step.offer]).total + more.total <= problem.cap
      else { continue }
      options[step.offer][step.choice] = Int32(step.option)
      left = left - more
      added = true
    }
    return added
  }
}
