/// How far each commune proceeds on its path with the available money.
///
/// All purchases are taken in the order of points per VND until the money is spent. If remote
/// communes would get less than their quota that way, they and the others form two such queues,
/// each with a fixed part of the money.
struct Allotment {
  /// One commune's part, in the order in which communes were given.
  struct Candidate {
    var path: PurchasePath
    var remote: Bool
  }

  /// Purchases taken on each path.
  private(set) var purchases: [Int]
  /// Spent on remote communes and on others, floors included, whole VND.
  private(set) var remoteCost: Int
  private(set) var otherCost: Int
  /// Points per VND of the last purchase taken; `nil` if there was none.
  private(set) var remoteCutoff: Double?
  private(set) var otherCutoff: Double?

  /// - Parameters:
  ///   - queue: The runs of all candidates.
  ///   - money: At least the floors' cost.
  ///   - quota: The least amount for remote communes, whole VND.
  ///   - share: The quota as a part of the budget, 0…1.
  init(_ candidates: [Candidate], queue: PurchaseQueue, money: Int, quota: Int, share: Double) {
    purchases = [Int](repeating: 0, count: candidates.count)
    remoteCost = queue.remoteFloors
    otherCost = queue.otherFloors
    var remoteLimit = money - queue.otherFloors
    var otherLimit = money - queue.remoteFloors
    if share > 0 {
      let common = queue.common(money)
      let required = queue.requiredRemote(quota, atMost: money - queue.otherFloors)
      remoteLimit = max(common.remote, required.cost)
      otherLimit = min(
        common.other, queue.safeForOthers(required, money: money, quota: quota, share: share))
      take(queue, .remote, through: remoteLimit)
      take(queue, .other, through: otherLimit)
    } else {
      takeBoth(queue, money: money)
    }
  }

  private mutating func takeBoth(_ queue: PurchaseQueue, money: Int) {
    for entry in queue.entries {
      let affordable = (money - remoteCost - otherCost) / entry.cost
      take(entry, min(entry.count, affordable))
      if affordable < entry.count { return }
    }
  }

  private enum Side { case remote, other }

  private mutating func take(_ queue: PurchaseQueue, _ side: Side, through limit: Int) {
    for entry in queue.entries where entry.remote == (side == .remote) {
      let affordable = (limit - (entry.remote ? remoteCost : otherCost)) / entry.cost
      guard affordable > 0 else { return }
      take(entry, min(entry.count, affordable))
      if affordable < entry.count { return }
    }
  }

  private mutating func take(_ entry: PurchaseQueue.Entry, _ count: Int) {
    guard count > 0 else { return }
    purchases[entry.candidate] += count
    if entry.remote {
      remoteCost += count * entry.cost
      remoteCutoff = entry.slope
    } else {
      otherCost += count * entry.cost
      otherCutoff = entry.slope
    }
  }
}
