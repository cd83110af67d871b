/// The choices that remain open once a plan is known to lose no more than a limit against a bound:
/// the bound alone decides all others.
struct Core {
  /// A change of the best options of one commune.
  struct Alternative {
    var spend: Spend
    var points: Double
    /// Points lost against the bound, at least 0.
    var loss: Double
    /// The choice, or -1 if all options of the commune change.
    var choice: Int32
    /// The option of the choice, or the index in ``Core/baskets``.
    var option: Int32
  }

  /// At most one of some alternatives.
  struct Entry {
    var offer: Int
    var remote: Bool
    var alternatives: [Alternative] = []
    /// The least and greatest spend over the alternatives and the choice of none, which spends 0.
    var lowest = Spend()
    var highest = Spend()
    var leastLoss = Double.infinity

    mutating func add(_ alternative: Alternative) {
      alternatives.append(alternative)
      lowest.first = min(lowest.first, alternative.spend.first)
      lowest.second = min(lowest.second, alternative.spend.second)
      highest.first = max(highest.first, alternative.spend.first)
      highest.second = max(highest.second, alternative.spend.second)
      leastLoss = min(leastLoss, alternative.loss)
    }
  }

  /// The most alternatives of one commune.
  private static let maximumAlternatives = 4096

  private(set) var entries: [Entry] = []
  private(set) var baskets: [[Int32]] = []
  /// Whether these are all alternatives that lose no more than the limit.
  private(set) var complete = true

  /// - Parameter limit: Points that a plan may lose against the relaxation's bound.
  init(_ problem: SearchProblem, _ relaxation: Relaxation, limit: Double) {
    for (at, offer) in problem.offers.enumerated() {
      let seen = relaxation.prices.seen(remote: offer.remote)
      let base = relaxation.base[at]
      let tied = problem.isTied(at)
      var (lowest, highest, loses) = (0, 0, 0.0)
      var own: [Entry] = []
      for (number, choice) in offer.choices.enumerated() {
        let here = Int(base[number])
        let cost = problem.spend(choice, here)
        let worth = choice.values[here] - seen.of(cost)
        var (low, high, better) = (choice.costs[here], choice.costs[here], 0.0)
        var entry = Entry(offer: at, remote: offer.remote)
        for option in 0...choice.last where option != here {
          let spend = problem.spend(choice, option)
          let loss = worth - (choice.values[option] - seen.of(spend))
          guard loss <= limit else { continue }
          better = min(better, loss)
          low = min(low, choice.costs[option])
          high = max(high, choice.costs[option])
          entry.add(
            Alternative(
              spend: spend - cost, points: choice.values[option] - choice.values[here],
              loss: max(0, loss), choice: Int32(number), option: Int32(option)))
        }
        lowest += low
        highest += high
        loses += better
        if !entry.alternatives.isEmpty {
          if !offer.complete { complete = false }
          own.append(entry)
        }
      }
      // The best options, taken independently, would break floor or cap.
      let bound = loses < -1e-9 * max(1, relaxation.worth[at])
      if tied, bound || lowest < problem.least[at] || highest > problem.cap {
        addBaskets(problem, relaxation, at, limit: limit)
      } else {
        entries += own
      }
    }
  }

  private mutating func addBaskets(
    _ problem: SearchProblem, _ relaxation: Relaxation, _ at: Int, limit: Double
  ) {
    var search = TiedBaskets(problem, at, prices: relaxation.prices)
    let offer = problem.offers[at]
    if !offer.complete { complete = false }
    guard let all = search.all(worthAtLeast: relaxation.worth[at] - limit),
      all.count <= Self.maximumAlternatives
    else {
      complete = false
      return
    }
    let cost = problem.spend(at, relaxation.base[at])
    let points = problem.points(at, relaxation.base[at])
    var entry = Entry(offer: at, remote: offer.remote)
    for basket in all where basket.options != relaxation.base[at] {
      baskets.append(basket.options)
      entry.add(
        Alternative(
          spend: problem.spend(at, basket.options) - cost,
          points: problem.points(at, basket.options) - points,
          loss: max(0, relaxation.worth[at] - basket.worth), choice: -1,
          option: Int32(baskets.count - 1)))
    }
    if !entry.alternatives.isEmpty { entries.append(entry) }
  }
}
