import Foundation
import InventoryStore
import Prioritization

/// The facts about one commune at one time that trends count.
struct CommuneFact: Sendable {
  let code: String
  let province: String
  let isRanked: Bool
  let reporting: ReportingState
  /// Proven and possible points, of 1,000.
  let pointsLow, pointsHigh: Double
  /// Proven points by criterion.
  let contributions: [Double]
  /// By criterion: whether it provably misses the standard, or provably meets it. nil if neither is
  /// known, as it is of a commune that has fallen silent.
  let isBelow: [Bool?]
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
    reporting = recorded.situation.reporting
    pointsLow = standing.pointsLow
    pointsHigh = standing.pointsHigh
    contributions = standing.contributions
    isBelow = Self.isBelow(standing)
    machines = recorded.machines
  }

  static func isBelow(_ standing: Standing) -> [Bool?] {
    zip(standing.gapLow, standing.gapHigh).map { low, high in
      low > 0 ? true : high > 0 ? nil : false
    }
  }
}

/// The figures of the start page for all communes of a scope at one time.
struct OverviewFigures: Sendable, Equatable {
  var communes = 0
  var ranked = 0
  var silent = 0
  /// Communes without a computer that may report.
  var notEnrolled = 0
  /// Communes that provably miss the standard, by criterion.
  var below: [Int] = []
  /// Communes that are known to meet or to miss it, by criterion.
  var known: [Int] = []
  var machines = RecordedCommune.MachineCounts(
    reporting: 0, late: 0, silent: 0, waiting: 0, quarantined: 0)

  var toVerify: Int { communes - ranked }

  init(_ facts: some Sequence<CommuneFact>, criteria: Int) {
    below = Array(repeating: 0, count: criteria)
    known = below
    for fact in facts {
      add(isRanked: fact.isRanked, reporting: fact.reporting, isBelow: fact.isBelow)
      machines += fact.machines
    }
  }

  /// The share of communes below the standard among those of which it is known; nil if it is known
  /// of none. Of all communes the share would fall as communes fall silent.
  func shareBelow(_ criterion: Int) -> Double? {
    known[criterion] > 0 ? Double(below[criterion]) / Double(known[criterion]) : nil
  }

  /// Counts a commune.
  mutating func add(isRanked: Bool, reporting: ReportingState, isBelow: [Bool?]) {
    communes += 1
    if isRanked { ranked += 1 }
    switch reporting {
    case .silent: silent += 1
    case .neverEnrolled: notEnrolled += 1
    case .fresh, .ageing: break
    }
    for (index, isBelow) in isBelow.enumerated() {
      if isBelow == true { below[index] += 1 }
      if isBelow != nil { known[index] += 1 }
    }
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
