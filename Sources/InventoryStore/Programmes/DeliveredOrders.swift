import Prioritization

/// Which ordered units the deliveries of a line item brought: a delivery at an order's price brings
/// that order's, any other the first ones that were ordered and have not arrived.
///
/// The time grows with the number of entries only, since a line item may have thousands.
struct DeliveredOrders {
  typealias Units = (count: Int, price: Int)

  /// What has not arrived, by day of the order.
  private(set) var open: [Units]
  /// For each delivery, by its place among the entries, the cost of the orders that it brought; nil
  /// if it brought more units than were ordered.
  private(set) var costs: [Int: Int] = [:]
  /// The places in ``open`` by price, and overall; those before each queue's first are used up.
  private var byPrice: [Int: Queue] = [:]
  private var all: Queue

  private struct Queue {
    var orders: [Int]
    var first = 0
  }

  init(_ entries: [PurchaseEntry]) {
    let byDay = entries.indices.sorted { (entries[$0].day, $0) < (entries[$1].day, $1) }
    open = byDay.filter { entries[$0].kind == .order }.map {
      (entries[$0].count, entries[$0].price)
    }
    all = Queue(orders: Array(open.indices))
    byPrice = Dictionary(grouping: open.indices) { [open] in open[$0].price }.mapValues {
      Queue(orders: $0)
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

  /// Takes the first units that have not arrived, for a delivery whose price is not known.
  ///
  /// - Returns: The mean price of one in whole VND, rounded down; nil if fewer were ordered.
  mutating func deliver(_ count: Int) -> Int? {
    let taken = take(count, at: nil)
    return count > 0 && taken.count == count ? taken.cost / count : nil
  }

  var openCost: Int { open.map { $0.count.cappedProduct($0.price) }.cappedSum() }

  private mutating func take(_ count: Int, at price: Int?) -> Taken {
    guard let price else { return Self.take(count, of: &open, in: &all) }
    guard byPrice[price] != nil else { return Taken(count: 0, cost: 0) }
    return Self.take(count, of: &open, in: &byPrice[price, default: Queue(orders: [])])
  }

  private static func take(
    _ count: Int, of open: inout [Units], in queue: inout Queue
  ) -> Taken {
    var taken = Taken(count: 0, cost: 0)
    while taken.count < count, queue.first < queue.orders.count {
      let order = queue.orders[queue.first]
      let units = min(count - taken.count, open[order].count)
      open[order].count -= units
      taken.count += units
      taken.cost = taken.cost.cappedSum(units.cappedProduct(open[order].price))
      if open[order].count == 0 { queue.first += 1 }
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
