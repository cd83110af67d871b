import Foundation
import InventoryStore
import Prioritization

/// The facts about one commune at one time that trends count.
struct CommuneFact: Sendable {
  let code: String
  let province: String
  let isRanked: Bool
  let isSilent: Bool
  /// Proven and possible points, of 1,000.
  let pointsLow, pointsHigh: Double
  /// Proven points by criterion.
  let contributions: [Double]
  /// By criterion: whether it provably misses the standard.
  let isBelow: [Bool]
  let machines: RecordedCommune.MachineCounts

  /// The communes, ranked among themselves.
  static func all(_ recorded: [RecordedCommune], policy: Policy) -> [CommuneFact] {
    let ranking = Ranking(policy: policy, communes: recorded.map(\.situation.measures))
    let ranked = Dictionary(
      ranking.communes.map { ($0.standing.code, $0) }, uniquingKeysWith: { first, _ in first })
    return recorded.compactMap { each in
      ranked[each.situation.code].map { CommuneFact(each, $0) }
    }
  }

  private init(_ recorded: RecordedCommune, _ ranked: RankedCommune) {
    let standing = ranked.standing
    code = recorded.situation.code
    province = recorded.situation.provinceCode
    isRanked = ranked.queue == .ranked
    isSilent = recorded.situation.reporting == .silent
    pointsLow = standing.pointsLow
    pointsHigh = standing.pointsHigh
    contributions = standing.contributions
    isBelow = standing.gapLow.map { $0 > 0 }
    machines = recorded.machines
  }
}

/// The figures of the start page for all communes of a scope at one time.
struct OverviewFigures: Sendable, Equatable {
  var communes = 0
  var ranked = 0
  var silent = 0
  /// Communes that provably miss the standard, by criterion.
  var below: [Int] = []
  var machines = RecordedCommune.MachineCounts(
    reporting: 0, late: 0, silent: 0, waiting: 0, quarantined: 0)

  var toVerify: Int { communes - ranked }

  init(_ facts: some Sequence<CommuneFact>, criteria: Int) {
    below = Array(repeating: 0, count: criteria)
    for fact in facts {
      add(isRanked: fact.isRanked, isSilent: fact.isSilent)
      for index in below.indices where fact.isBelow[index] { below[index] += 1 }
      machines += fact.machines
    }
  }

  private mutating func add(isRanked: Bool, isSilent: Bool) {
    communes += 1
    if isRanked { ranked += 1 }
    if isSilent { silent += 1 }
  }
}

extension RecordedCommune.MachineCounts {
  static func += (one: inout Self, other: Self) {
    one.reporting += other.reporting
    one.late += other.late
    one.silent += other.silent
    one.waiting += other.waiting
    one.quarantined += other.quarantined
  }
}
