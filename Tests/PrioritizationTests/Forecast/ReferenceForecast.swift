import Prioritization

/// A forecast by brute force: lists every possible world for each thing and takes the minimum and
/// the maximum over all of them.
struct ReferenceForecast {
  let policy: Policy
  let period: ForecastPeriod

  /// nil: later or never. -1: already today. Year 0: before the first year.
  typealias When = Int?

  private func when(after day: CalendarDay) -> When {
    if day < period.today { return -1 }
    if day.year < period.firstYear { return 0 }
    return day.year > period.lastYear ? nil : day.year
  }

  private var everyTime: [When] {
    [-1, 0] + (period.firstYear...period.lastYear).map(Optional.some) + [nil]
  }

  func worlds(_ day: LastDay) -> [When] {
    switch day {
    case .day(let day): [when(after: day)]
    case .never: [nil]
    case .unknown: everyTime
    }
  }

  private static func earliest(_ times: [When]) -> When { times.compactMap { $0 }.min() }

  struct World {
    var falls: When
    var hardware, age, system: When
    /// Whether the computer exists.
    var isThere = true
  }

  func worlds(_ computer: FleetComputer) -> [World] {
    let hardware: [When] = computer.isSufficient.map { $0 ? [nil] : [-1] } ?? [-1, nil]
    var systems: [When] = everyTime
    if let system = computer.system {
      let ends = system.ends.map { when(after: $0.lastDay) }
      systems =
        switch system.canUpgrade {
        case true?: [nil]
        case false?: ends
        case nil: ends + [nil]
        }
    }
    if !policy.adequacy.supportedSystem { systems = [nil] }
    var all: [World] = []
    for one in hardware {
      for age in worlds(computer.ageEnds) {
        for system in systems {
          all.append(
            World(
              falls: Self.earliest([one, age, system]), hardware: one, age: age, system: system))
        }
      }
    }
    // A silent computer may no longer exist.
    if !computer.isHeard {
      all.append(World(falls: nil, hardware: nil, age: nil, system: nil, isThere: false))
    }
    return all
  }

  func worlds(_ right: FleetRight) -> [When] {
    worlds(right.ends) + (right.isCertain ? [] : [nil])
  }

  /// When the last of several has ended.
  func worlds(ofLast rights: [FleetRight]) -> [When] {
    rights.reduce([-1]) { all, right in
      var next: [When] = []
      for one in all {
        for other in worlds(right) {
          next.append(one.flatMap { one in other.map { max(one, $0) } })
        }
      }
      return next
    }
  }

  /// When a computer no longer signs; `Int.min` if it never did.
  func signing(_ rights: [FleetRight]) -> [When] {
    rights.reduce([Int.min]) { all, right in
      let ends = worlds(right.ends) + (right.isCertain ? [] : [.some(.min)])
      return all.flatMap { one in
        ends.map { end in one.flatMap { one in end.map { max(one, $0) } } }
      }
    }
  }

  /// How many of the things that end at one time are needed: every combination is tried.
  ///
  /// - Parameters:
  ///   - things: For each, when it may end; `Int.min` if it may not exist.
  ///   - need: How many there have to be.
  ///   - isThen: Whether a time is the one in question.
  static func needed(
    _ things: [[When]], of need: Int, _ isThen: (When) -> Bool
  ) -> CountRange {
    let times = [Int](-1...0) + [Int](2020...2200)
    guard let then = times.first(where: { isThen($0) }) else { return .zero }
    // Those that end then, and those that are left after it.
    var counts: Set<[Int]> = [[0, 0]]
    for thing in things {
      var next: Set<[Int]> = []
      for count in counts {
        for end in thing {
          next.insert([
            count[0] + (end == then ? 1 : 0), count[1] + ((end ?? .max) > then ? 1 : 0),
          ])
        }
      }
      counts = next
    }
    let needed = counts.map { min($0[0], max(0, need - $0[1])) }
    return CountRange(low: needed.min() ?? 0, high: needed.max() ?? 0)
  }

  static func range<World>(
    _ things: [[World]], _ isCounted: (World) -> Bool
  ) -> CountRange {
    CountRange(
      low: things.count { $0.allSatisfy(isCounted) },
      high: things.count { $0.contains(where: isCounted) })
  }

  /// Whether a computer is adequate today: nil if that is not known.
  static func verdict(_ computer: FleetComputer, _ policy: Policy, on today: CalendarDay) -> Bool? {
    guard let period = try? ForecastPeriod(today: today, years: 1) else { return nil }
    var present = computer
    present.isHeard = true
    let falls = ReferenceForecast(policy: policy, period: period).worlds(present).map(\.falls)
    if falls.allSatisfy({ $0 == -1 }) { return false }
    return falls.contains(-1) || !computer.isHeard ? nil : true
  }
}
