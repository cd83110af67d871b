import Prioritization
import TestSupport

/// Up to three communes with a random catalogue, small enough to try every plan.
struct SmallProvince {
  let policy: Policy
  let communes: [CommuneMeasures]
  let budget: Int

  init(_ random: inout Seeded) throws {
    // Round prices, prices without a common divisor, and small ones.
    let scale = random.one(of: [1_000_000, 700_000, 1, 999_983])
    func cost(_ random: inout Seeded) -> Int {
      let millions = Int.random(in: 1...20, using: &random)
      return scale == 1
        ? millions * 1_000_000 + Int.random(in: 0...99_999, using: &random) : millions * scale
    }
    var text = "id = \"small\"\nversion = 1\n"
    for at in 0..<3 {
      text += PolicyTables.criterion(
        "c\(at)", standard: Double(Int.random(in: 1...3, using: &random)),
        weight: .random(in: 0.5...3, using: &random))
    }
    text += PolicyTables.context("remote", bonus: 0.4)
    for at in 0..<Int.random(in: 1...3, using: &random) {
      text += PolicyTables.item(
        "i\(at)", cost: cost(&random), for: "c\(Int.random(in: 0...2, using: &random))",
        closes: random.one(of: [1.0, 1, 0.7, 2]))
    }
    for at in 0..<Int.random(in: 0...2, using: &random) {
      text += PolicyTables.line(
        "l\(at)", cost: cost(&random), for: "c\(Int.random(in: 1...2, using: &random))",
        to: .random(in: 1...3, using: &random))
    }
    // Without a common divisor costs are rounded, and a floor just below the cap may be missed.
    let floor = scale == 1 ? 0 : random.one(of: [0, 0, 3_000_000, 11_000_000])
    text += "[plan]\nfloor = \(floor)\n"
    if Bool.random(using: &random) {
      text += "cap = \(floor + Int.random(in: 1...30, using: &random) * 1_000_000)\n"
    }
    text += "remoteQuota = \(random.one(of: [0.0, 0, 0.4, 0.8, 1]))\n"
    policy = try Policy(toml: text)
    communes = (0..<Int.random(in: 1...3, using: &random)).map { at in
      CommuneMeasures(
        code: String(10000 + at),
        observations: (0..<3).map { _ in
          let value = random.one(of: [0.0, 0.3, 1, 1.5, 2, 3])
          return Observation.known(low: value, high: value, ageDays: 0)
        }, context: [Bool.random(using: &random) ? 1 : 0],
        needs: (0..<3).map { _ in
          Bool.random(using: &random) ? nil : Double(Int.random(in: 1...4, using: &random))
        })
    }
    budget = Int.random(in: 0...90, using: &random) * 1_000_000
  }

  /// nil if the floors cost more than the budget.
  func plan(_ budget: Int) throws -> Plan? {
    do {
      return try Plan(policy: policy, communes: communes, budget: budget)
    } catch {
      guard error.code == .floorsExceedBudget else { throw error }
      return nil
    }
  }

  typealias Basket = (cost: Int, value: Double)

  /// Every basket that a commune may receive. The floor requires no more than the cheapest basket
  /// that closes everything.
  private func baskets(_ commune: CommuneMeasures) -> [Basket] {
    let limits = policy.plan ?? PlanLimits()
    let useful = usefulBaskets(commune)
    let best = useful.map(\.value).max() ?? 0
    let full = useful.filter { $0.value >= best - 1e-9 }.map(\.cost).min() ?? 0
    let within = useful.filter { $0.cost <= limits.cap ?? .max }
    let reaching = within.filter { $0.cost >= min(limits.floor, full) }
    let most = within.map(\.cost).max() ?? 0
    return reaching.isEmpty ? within.filter { $0.cost == most } : reaching
  }

  /// Baskets without anything that closes no more than something cheaper. A line is chosen once for
  /// all criteria that lines serve; other criteria are independent.
  private func usefulBaskets(_ commune: CommuneMeasures) -> [Basket] {
    let coupled = Set(
      policy.lines.compactMap { line in policy.criteria.firstIndex { $0.id == line.criterion } })
    let parts = [coupled] + policy.criteria.indices.filter { !coupled.contains($0) }.map { [$0] }
    return parts.reduce([(0, 0)]) { baskets, criteria in
      let all = everyBasket(commune, of: criteria)
      let useful = all.filter { basket in
        !all.contains {
          $0.cost < basket.cost && $0.value >= basket.value - 1e-9
            || $0.cost == basket.cost && $0.value > basket.value + 1e-9
        }
      }
      return baskets.flatMap { basket in
        useful.map { (basket.cost + $0.cost, basket.value + $0.value) }
      }
    }
  }

  /// Every basket, whatever floor and cap say.
  ///
  /// - Parameter criteria: Those bought for; nil for all.
  func everyBasket(_ commune: CommuneMeasures, of criteria: Set<Int>? = nil) -> [Basket] {
    let standing = Standing(policy: policy, measures: commune)
    func isBought(_ at: Int) -> Bool { criteria?.contains(at) ?? true }
    let places = policy.items.map { item in
      policy.criteria.firstIndex { $0.id == item.criterion } ?? 0
    }
    var all: [(cost: Int, closed: [Double])] = [(0, [0, 0, 0])]
    for (item, at) in zip(policy.items, places) where isBought(at) {
      let criterion = policy.criteria[at]
      let closes = item.closes / (commune.needs[at] ?? abs(criterion.standard - criterion.floor))
      let units = Int((standing.gapLow[at] / closes - 1e-9).rounded(.up))
      all = all.flatMap { basket in
        (0...max(0, units)).map { count in
          var more = basket
          more.cost += count * item.cost
          more.closed[at] += Double(count) * closes
          return more
        }
      }
    }
    all += policy.lines.flatMap { line -> [(cost: Int, closed: [Double])] in
      guard let at = policy.criteria.firstIndex(where: { $0.id == line.criterion }), isBought(at)
      else { return [] }
      let gain = standing.gapLow[at] - policy.criteria[at].gap(of: line.to)
      guard gain > 1e-9 else { return [] }
      return all.map { basket in
        var more = basket
        more.cost += line.cost
        more.closed[at] += gain
        return more
      }
    }
    return all.map { basket in
      var value = 0.0
      for (at, criterion) in policy.criteria.enumerated() {
        value +=
          1000 * criterion.share * min(standing.gapLow[at], basket.closed[at])
          * standing.emphasis / policy.maximumEmphasis
      }
      return (basket.cost, value)
    }
  }

  /// The value of the best plan in which remote communes get their quota, or at least as much as in
  /// the plan under test.
  func bestValue(_ budget: Int, remoteSpent: Int?) -> Double? {
    let quota = (policy.plan?.remoteQuota ?? 0) * Double(budget)
    let wanted = remoteSpent.map { min(Double($0), quota) } ?? 0
    var all: [(cost: Int, remote: Int, value: Double)] = [(0, 0, 0)]
    for commune in communes {
      let remote = commune.context[0] == 1
      // Keep only the best of equal cost, and only what is affordable.
      var byCost: [Int: Double] = [:]
      for basket in baskets(commune) {
        byCost[basket.cost] = max(byCost[basket.cost] ?? -1, basket.value)
      }
      all = all.flatMap { plan in
        byCost.filter { plan.cost + $0.key <= budget }.map {
          (plan.cost + $0.key, plan.remote + (remote ? $0.key : 0), plan.value + $0.value)
        }
      }
    }
    return all.filter { Double($0.remote) >= wanted - 0.01 }.map(\.value).max()
  }
}
