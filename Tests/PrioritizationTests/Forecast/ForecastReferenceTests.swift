import Prioritization
import TestSupport
import Testing

/// Compares forecasts with a reference that counts every possible world.
@Suite struct ForecastReferenceTests {
  @Test(arguments: 0..<60)
  func matchesTheExhaustiveCount(seed: Int) throws {
    var random = Seeded(seed)
    let policy = try RandomFleet.policy(supportCounts: seed % 4 != 0)
    let period = try ForecastPeriod(
      today: RandomFleet.today, firstYear: 2026 + Int.random(in: 0...2, using: &random),
      years: Int.random(in: 1...6, using: &random))
    let fleet = (0..<8).map { RandomFleet.commune("0000\($0)", &random, policy: policy) }
    let forecast = try Forecast(policy: policy, fleet: fleet, period: period)
    let reference = ReferenceForecast(policy: policy, period: period)
    for (commune, dues) in zip(fleet, forecast.communes) {
      for place in dues.places.indices {
        let time = place < 2 ? place - 1 : period.year(ofPlace: place)
        try check(dues.places[place], commune, reference) { $0 == time }
      }
      let computers = commune.computers?.map(reference.worlds)
      #expect(
        dues.throughEnd.computers
          == computers.map { ReferenceForecast.range($0) { $0.falls != nil } })
      #expect(
        dues.throughEnd.certificates
          == commune.signatures.map { groups in
            ReferenceForecast.range(groups.joined().map(reference.worlds)) { $0 != nil }
          })
    }
    // Totals equal the sums of their parts.
    for place in forecast.total.places.indices {
      let known = forecast.communes.compactMap { $0.places[place].computers }
      #expect(forecast.total.places[place].computers?.low == known.map(\.low).reduce(0, +))
      #expect(forecast.total.places[place].computers?.high == known.map(\.high).reduce(0, +))
    }
    #expect(forecast.unknown.computers == fleet.count { $0.computers == nil })
    #expect(forecast.unknown.lines == fleet.count { $0.lineRents == nil })
  }

  private func check(
    _ figures: DueFigures, _ commune: FleetCommune, _ reference: ReferenceForecast,
    isThen: (Int?) -> Bool
  ) throws {
    let computers = commune.computers?.map(reference.worlds)
    func range(_ reason: KeyPath<ReferenceForecast.World, Int?>) -> CountRange? {
      computers.map { all in
        ReferenceForecast.range(all) { isThen($0.falls) && isThen($0[keyPath: reason]) }
      }
    }
    #expect(figures.computers == range(\.falls))
    #expect(figures.byHardware == range(\.hardware))
    #expect(figures.byAge == range(\.age))
    #expect(figures.bySystem == range(\.system))
    // One adequate computer for each official, two that sign.
    #expect(
      figures.computersNeeded
        == computers.map { all in
          ReferenceForecast.needed(
            all.map { $0.map { $0.isThere ? $0.falls : .some(.min) } }, of: commune.officials ?? 0,
            isThen)
        })
    #expect(
      figures.certificatesNeeded
        == commune.signatures.map { groups in
          ReferenceForecast.needed(groups.map(reference.signing), of: 2, isThen)
        })
    let certificates = commune.signatures?.joined().map(reference.worlds)
    #expect(figures.certificates == certificates.map { ReferenceForecast.range($0, isThen) })
    let services = commune.services?.map(reference.worlds(ofLast:))
    #expect(figures.accounts == services.map { ReferenceForecast.range($0, isThen) })
    let lines = commune.lineRents?.map(reference.worlds)
    #expect(figures.lines == lines.map { ReferenceForecast.range($0, isThen) })
    // Prices of the standard policy; its lines cost from 9.6 to 21.6 million.
    var cost: CountRange?
    for (count, low, high) in [
      (figures.computersNeeded, 15_000_000, 15_000_000),
      (figures.certificatesNeeded, 500_000, 500_000),
      (figures.accounts, 2_000_000, 2_000_000), (figures.lines, 9_600_000, 21_600_000),
    ] {
      guard let count else { continue }
      cost = CountRange(
        low: (cost?.low ?? 0) + count.low * low, high: (cost?.high ?? 0) + count.high * high)
    }
    // Nothing is free while a figure is unknown.
    let known = [
      figures.computersNeeded, figures.certificatesNeeded, figures.accounts, figures.lines,
    ]
    #expect(figures.cost == (cost == .zero && known.contains(nil) ? nil : cost))
  }

  @Test(arguments: 0..<20)
  func unknownsAffectOnlyTheHighEnd(seed: Int) throws {
    var random = Seeded(seed)
    let policy = try RandomFleet.policy()
    let period = try ForecastPeriod(today: RandomFleet.today, years: 5)
    var commune = RandomFleet.commune("00001", &random, policy: policy, certain: true)
    let known = try Forecast(policy: policy, fleet: [commune], period: period).total
    for more in [
      FleetComputer(isHeard: true, isSufficient: true, ageEnds: .unknown, system: nil),
      .unseen,
      FleetComputer(
        isHeard: true, isSufficient: nil, ageEnds: .never,
        system: FleetSystem(
          name: "x", ends: [.init(lastDay: RandomFleet.day(&random), isPaid: false)],
          canUpgrade: true)),
      FleetComputer(
        isHeard: false, isSufficient: false, ageEnds: .day(RandomFleet.day(&random)), system: nil),
    ] {
      commune.computers?.append(more)
      let then = try Forecast(policy: policy, fleet: [commune], period: period).total
      for place in known.places.indices {
        #expect(then.places[place].computers?.low == known.places[place].computers?.low)
        #expect(then.places[place].byAge?.low == known.places[place].byAge?.low)
      }
      #expect(then.throughEnd.computers?.low == known.throughEnd.computers?.low)
    }
    // In a fully known fleet both ends are equal.
    for figures in known.places { #expect(figures.computers?.low == figures.computers?.high) }
    // A computer of unknown age and system may fall due in any period.
    let with = try Forecast(policy: policy, fleet: [commune], period: period).total
    for place in with.places.indices {
      let more =
        (with.places[place].computers?.high ?? 0) - (known.places[place].computers?.high ?? 0)
      #expect(more >= 2)
    }
  }

  @Test func windows10EndsTwice() throws {
    let policy = try RandomFleet.policy()
    let ends = [
      FleetSystem.End(lastDay: CalendarDay(year: 2025, month: 10, day: 14), isPaid: false),
      FleetSystem.End(lastDay: CalendarDay(year: 2028, month: 10, day: 10), isPaid: true),
    ]
    func computer(_ which: [FleetSystem.End], _ canUpgrade: Bool?) -> FleetComputer {
      FleetComputer(
        isHeard: true, isSufficient: true, ageEnds: .never,
        system: FleetSystem(name: "Windows 10 22H2", ends: which, canUpgrade: canUpgrade))
    }
    let commune = FleetCommune(
      measures: CommuneMeasures(code: "00001", observations: [], context: []), officials: 4,
      computers: [
        computer([ends[0]], false), computer([ends[1]], false), computer(ends, false),
        computer([ends[0]], true), computer([ends[1]], nil),
      ])
    let forecast = try Forecast(
      policy: policy, fleet: [commune],
      period: ForecastPeriod(today: RandomFleet.today, years: 5))
    // Today: one certainly, one if it has no paid updates. 2028: one certainly, two possibly.
    #expect(forecast.total.places[0].bySystem == CountRange(low: 1, high: 2))
    #expect(forecast.total.places[3].bySystem == CountRange(low: 1, high: 3))
    #expect(forecast.total.places[2].bySystem == .zero)
    #expect(forecast.cliffs.map(\.lastDay) == ends.map(\.lastDay))
    #expect(forecast.cliffs[0].computers == CountRange(low: 2, high: 3))
    #expect(forecast.cliffs[0].toReplace == CountRange(low: 1, high: 2))
    #expect(forecast.cliffs[0].toUpgrade == CountRange(low: 1, high: 1))
    #expect(forecast.cliffs[1].computers == CountRange(low: 2, high: 3))
    #expect(forecast.cliffs[1].isPaid)
  }

  @Test func refusesInvalidPeriodsAndBudgets() throws {
    let today = RandomFleet.today
    for years in [Int.min, -1, 0, 51, Int.max] {
      #expect(throws: ForecastError.self) { try ForecastPeriod(today: today, years: years) }
    }
    for first in [Int.min, 2025, 2077, Int.max] {
      #expect(throws: ForecastError.self) {
        try ForecastPeriod(today: today, firstYear: first, years: 5)
      }
    }
    let longest = try ForecastPeriod(today: today, firstYear: 2076, years: 50)
    #expect(longest.lastYear == 2125)
    let policy = try RandomFleet.policy()
    let period = try ForecastPeriod(today: today, years: 5)
    for budget in [Int.min, -1, 0, 1_000_000_000_000_000, Int.max] {
      #expect(throws: ForecastError.self) {
        try Forecast(policy: policy, fleet: [], period: period, budgetPerYear: budget)
      }
    }
  }
}
