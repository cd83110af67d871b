/// What can be bought for one commune: one option of each choice. Choices are independent; options
/// that depend on each other form one choice.
struct Offer {
  var choices: [PurchaseGroup]
  var remote: Bool
  /// Whether the choices contain everything that can be bought.
  var complete = true
}

/// An amount in the search: with one joint budget all of it is in `first`; with two, `first` is
/// capital and `second` recurrent money.
struct Spend: Equatable {
  var first = 0
  var second = 0

  var total: Int { first + second }

  static func + (one: Spend, other: Spend) -> Spend {
    Spend(first: one.first + other.first, second: one.second + other.second)
  }

  static func - (one: Spend, other: Spend) -> Spend {
    Spend(first: one.first - other.first, second: one.second - other.second)
  }
}

/// The points that a VND of each budget is worth, and the rebate on remote communes' spending
/// because of the quota. All at least 0.
struct Prices: Equatable {
  var first: Double
  var second: Double
  var quota: Double

  /// The prices that apply to one commune.
  func seen(remote: Bool) -> Prices {
    remote ? Prices(first: first - quota, second: second - quota, quota: 0) : self
  }

  func of(_ spend: Spend) -> Double {
    first * Double(spend.first) + second * Double(spend.second)
  }
}

/// The offers to all communes, with the limits of a plan.
struct SearchProblem {
  let offers: [Offer]
  let budget: Spend
  /// Whether each kind of money has its own budget.
  let apart: Bool
  /// The least to spend on remote communes, whole VND.
  var quota: Int
  /// Least spend of each commune, whole VND; at least one of its baskets reaches it.
  var least: [Int]
  /// Greatest spend of one commune.
  let cap: Int

  func spend(_ choice: PurchaseGroup, _ option: Int) -> Spend {
    apart
      ? Spend(
        first: choice.costs[option] - choice.recurrent[option], second: choice.recurrent[option])
      : Spend(first: choice.costs[option])
  }

  func spend(_ offer: Int, _ options: [Int32]) -> Spend {
    zip(offers[offer].choices, options).reduce(Spend()) { $0 + spend($1.0, Int($1.1)) }
  }

  func points(_ offer: Int, _ options: [Int32]) -> Double {
    zip(offers[offer].choices, options).reduce(0) { $0 + $1.0.values[Int($1.1)] }
  }

  /// The part of the quota that remote communes may get at most: as much as they lack, from what
  /// each budget has and others' floors leave. Whether whole purchases add up to it is another
  /// matter.
  var reachableQuota: Int {
    var (most, floors) = (0, 0)
    var byKind = Spend()
    for (at, offer) in offers.enumerated() {
      guard offer.remote else {
        floors = saturatingSum(floors, least[at])
        continue
      }
      most = saturatingSum(most, min(cap, offer.choices.reduce(0) { $0 + $1.costs[$1.last] }))
      for choice in offer.choices {
        var greatest = Spend()
        for option in 0...choice.last {
          let cost = spend(choice, option)
          greatest.first = max(greatest.first, cost.first)
          greatest.second = max(greatest.second, cost.second)
        }
        byKind = byKind + greatest
      }
    }
    let affordable = min(byKind.first, budget.first) + min(byKind.second, budget.second)
    return max(0, min(quota, most, affordable, budget.total - floors))
  }

  /// Whether floor or cap can forbid a combination of a commune's options.
  func isTied(_ offer: Int) -> Bool {
    least[offer] > 0 || offers[offer].choices.reduce(0) { $0 + $1.costs[$1.last] } > cap
  }
}

/// An option of each choice, for every commune.
struct Selection {
  var options: [[Int32]]
  var points: Double
  var spend: Spend
  var remote: Int

  init(_ problem: SearchProblem, _ options: [[Int32]]) {
    self.options = options
    points = 0
    spend = Spend()
    remote = 0
    for at in options.indices {
      let cost = problem.spend(at, options[at])
      spend = spend + cost
      if problem.offers[at].remote { remote += cost.total }
      points += problem.points(at, options[at])
    }
  }

  /// Whether it keeps budgets and quota; the construction ensures floors and caps.
  func isFeasible(_ problem: SearchProblem) -> Bool {
    spend.first <= problem.budget.first && spend.second <= problem.budget.second
      && remote >= problem.quota
  }
}
