/// The runs of all communes by falling points per VND.
struct PurchaseQueue {
  struct Entry {
    var slope: Double
    var cost, count, candidate: Int
    var remote: Bool
  }

  let entries: [Entry]
  let remoteFloors, otherFloors: Int

  /// - Parameter bound: Whether to take the upper-bound paths instead of those to buy by.
  init(_ candidates: [Allotment.Candidate], bound: Bool = false) {
    var entries: [Entry] = []
    var floors = (remote: 0, other: 0)
    for (at, candidate) in candidates.enumerated() {
      let bounding = bound ? candidate.path.bound : nil
      let floor = bounding?.startCost ?? candidate.path.startCost
      if candidate.remote {
        floors.remote = saturatingSum(floors.remote, floor)
      } else {
        floors.other = saturatingSum(floors.other, floor)
      }
      for run in bounding?.runs ?? candidate.path.runs {
        entries.append(
          Entry(
            slope: run.slope, cost: run.cost, count: run.count, candidate: at,
            remote: candidate.remote))
      }
    }
    (remoteFloors, otherFloors) = floors
    // Of equal worth, the needier commune's run comes first; a commune's own keep their order.
    self.entries = entries.sortedBySlope()
  }

  /// What each side gets from one common queue.
  func common(_ money: Int) -> (remote: Int, other: Int) {
    var (remote, other) = (remoteFloors, otherFloors)
    for entry in entries {
      let affordable = (money - remote - other) / entry.cost
      let spent = min(entry.count, affordable) * entry.cost
      if entry.remote { remote += spent } else { other += spent }
      if affordable < entry.count { break }
    }
    return (remote, other)
  }

  /// How far remote communes go to meet a quota.
  struct Required {
    var cost: Int
    /// The next entry, and how much of it is taken.
    var entry: Int
    var taken: Int
  }

  /// The least that can be bought for remote communes in the order of the queue to meet a quota; as
  /// much as possible if the queue ends or the limit is reached first.
  func requiredRemote(_ quota: Int, atMost limit: Int) -> Required {
    var cost = remoteFloors
    for (at, entry) in entries.enumerated() where entry.remote {
      guard cost < quota else { return Required(cost: cost, entry: at, taken: 0) }
      let wanted = min(entry.count, (quota - cost + entry.cost - 1) / entry.cost)
      let taken = min(wanted, max(0, limit - cost) / entry.cost)
      cost += taken * entry.cost
      if taken < entry.count { return Required(cost: cost, entry: at, taken: taken) }
    }
    return Required(cost: cost, entry: entries.count, taken: 0)
  }

  /// The amount that others can have now without any larger budget taking some of it away: with
  /// more money the quota grows too, and a large purchase that it then requires needs room.
  /// - Parameters:
  ///   - money: Available for purchases with this budget.
  ///   - share: The quota as a part of the budget, above 0.
  func safeForOthers(_ required: Required, money: Int, quota: Int, share: Double) -> Int {
    var safe = Double(money - required.cost)
    var cost = Double(required.cost)
    for (at, entry) in entries.enumerated().dropFirst(required.entry) where entry.remote {
      // The next purchase is required once the quota exceeds what is bought; by then the budget has
      // grown by this much. Within a run, room only grows.
      let grown = max(0, cost - Double(quota)) / share
      safe = min(safe, Double(money) + grown - cost - Double(entry.cost))
      let rest = entry.count - (at == required.entry ? required.taken : 0)
      cost += Double(entry.cost) * Double(rest)
    }
    return max(otherFloors, Int(max(0, safe.rounded(.down))))
  }

  /// The most points that money buys if purchases were divisible, and the remote communes' part of
  /// it, in VND rounded up.
  ///
  /// - Parameters:
  ///   - money: Besides the floors, whole VND.
  ///   - side: Only remote communes, only others; `nil` for all.
  func divided(_ money: Int, only side: Bool? = nil) -> (points: Double, remote: Int) {
    var left = money
    var points = 0.0
    var remote = 0
    for entry in entries where side == nil || entry.remote == side {
      guard left > 0 else { break }
      let spent =
        min(entry.count, left / entry.cost) == entry.count ? entry.count * entry.cost : left
      points += entry.slope * Double(spent)
      if entry.remote { remote += spent }
      left -= spent
    }
    return (points, remote)
  }
}

extension [PurchaseQueue.Entry] {
  fileprivate func sortedBySlope() -> [PurchaseQueue.Entry] {
    // Sorts indices: sorting the entries themselves would move five words for each swap.
    let order = indices.map { (self[$0].slope, Int32($0)) }.sorted {
      $0.0 != $1.0 ? $0.0 > $1.0 : $0.1 < $1.1
    }
    return order.map { self[Int($0.1)] }
  }
}

func saturatingSum(_ one: Int, _ other: Int) -> Int {
  let (sum, overflow) = one.addingReportingOverflow(other)
  return overflow ? .max : sum
}
