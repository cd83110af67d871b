import Prioritization

/// Which ordered units the deliveries of a line item brought: a delivery at an order's price brings
/// that order's, any other the first ones that were ordered and have not arrived.
struct DeliveredOrders {
  typealias Units = (count: Int, price: Int)

  /// What has not arrived, by day of the order.
  private(set) var open: [Units]
  /// For each delivery, by its place among the entries, the cost of the orders that it brought; nil
  /// if it brought more units than were ordered.
  private(set) var costs: [Int: Int] = [:]

  init(_ entries: [PurchaseEntry]) {
    let byDay = entries.indices.sorted { (entries[$0].day, $0) < (entries[$1].day, $1) }
    open = byDay.filter { entries[$0].kind == .order }.map {
      (entries[$0].count, entries[$0].price)
    }
    let deliveries = byDay.filter { entries[$0].kind == .delivery }
    var left = Dictionary(
      deliveries.map { ($0, entries[$0].count) }, uniquingKeysWith: { first, _ in first })
    for isSamePrice in [true, false] {
      for place in deliveries {
        let price = isSamePrice ? entries[place].price : nil
        let taken = take(left[place] ?? 0, at: price)
        left[place]? -= taken.count
        costs[place] = (costs[place] ?? 0).cappedSum(taken.cost)
      }
    }
    for (place, missing) in left where missing > 0 { costs[place] = nil }
  }

  /// Cost of the first units that have not arrived, each at its order's price.
  func cost(of count: Int) -> Int {
    var rest = self
    return rest.take(count, at: nil).cost
  }

  var openCost: Int { open.map { $0.count.cappedProduct($0.price) }.cappedSum() }

  private mutating func take(_ count: Int, at price: Int?) -> Taken {
    var taken = Taken(count: 0, cost: 0)
    for order in open.indices where price.map({ $0 == open[order].price }) ?? true {
      let units = min(count - taken.count, open[order].count)
      open[order].count -= units
      taken.count += units
      taken.cost = taken.cost.cappedSum(units.cappedProduct(open[order].price))
    }
    return taken
  }

  private struct Taken {
    var count, cost: Int
  }
}

extension [PurchaseEntry] {
  /// The same with the remainders of prices: a price in whole đồng cannot say exactly what several
  /// orders at different prices cost together, so that a delivery at their rounded mean costs what
  /// they cost.
  var settled: [PurchaseEntry] {
    let costs = DeliveredOrders(self).costs
    return enumerated().map { place, entry in
      guard let cost = costs[place] else { return entry }
      var entry = entry
      let remainder = cost - entry.count.cappedProduct(entry.price)
      if abs(remainder) < entry.count { entry.remainder = remainder }
      return entry
    }
  }
}
