import Prioritization
import TestSupport
import Testing

/// What falls due although nobody needs it is counted, and costs nothing.
@Suite struct SpareEquipmentTests {
  private func forecast(
    officials: Int?, computers: [FleetComputer], signatures: [[FleetRight]] = []
  ) throws -> Forecast {
    let policy = try RandomFleet.policy()
    return try Forecast(
      policy: policy,
      fleet: [
        FleetCommune(
          measures: RandomFleet.measures(
            "00001", officials: officials ?? 1, computers: computers, policy: policy),
          officials: officials, computers: computers, signatures: signatures, services: [],
          lineRents: [])
      ], period: ForecastPeriod(today: RandomFleet.today, years: 3), budgetPerYear: 100_000_000)
  }

  private let old = FleetComputer(
    isHeard: true, isSufficient: false, ageEnds: .never, system: nil)
  private let good = FleetComputer(
    isHeard: true, isSufficient: true, ageEnds: .never,
    system: FleetSystem(
      name: "Windows 11 24H2",
      ends: [.init(lastDay: CalendarDay(year: 2040, month: 1, day: 1), isPaid: false)],
      canUpgrade: true))

  private func token(_ year: Int) -> [FleetRight] {
    [FleetRight(isCertain: true, ends: .day(CalendarDay(year: year, month: 3, day: 1)))]
  }

  /// Two officials with two good computers and four old ones: the plan buys nothing either.
  @Test func spareComputersCostNothing() throws {
    let forecast = try forecast(
      officials: 2, computers: [good, good, old, old, old, old],
      signatures: [token(2040), token(2041)])
    let all = forecast.total.throughEnd
    #expect(all.computers == CountRange(low: 4, high: 4))
    #expect(all.computersNeeded == .zero && all.cost == .zero)
    let plans = try #require(forecast.plans)
    #expect(plans.flatMap(\.purchases).allSatisfy { $0.item != "computer" })
  }

  /// Spare ones are the first to go: of three that fall due, the last one is needed.
  @Test func fallsBelowTheNeedArePriced() throws {
    let aging = (2027...2029).map { year in
      var one = good
      one.ageEnds = .day(CalendarDay(year: year, month: 6, day: 1))
      return one
    }
    let forecast = try forecast(officials: 2, computers: [good] + aging)
    let dues = forecast.total
    let needed = dues.places.map { $0.computersNeeded?.high }
    #expect(needed == [0, 0, 0, 0, 1])
    #expect(dues.throughEnd.computers?.low == 3 && dues.throughEnd.computersNeeded?.low == 1)
    #expect(dues.throughEnd.cost == CountRange(low: 15_000_000, high: 15_000_000))
  }

  /// Five tokens expire where two have to sign.
  @Test func sparesBeyondTheStandardOfSignaturesCostNothing() throws {
    let forecast = try forecast(
      officials: 1, computers: [good], signatures: (0..<5).map { _ in token(2028) })
    let all = forecast.total.throughEnd
    #expect(all.certificates == CountRange(low: 5, high: 5))
    #expect(all.certificatesNeeded == CountRange(low: 2, high: 2))
    #expect(all.cost == CountRange(low: 1_000_000, high: 1_000_000))
  }

  /// A silent computer may be gone, and is then no spare one; of unknown officials, all may be
  /// needed or none.
  @Test func unknownsAreAtBothEnds() throws {
    var silent = good
    silent.isHeard = false
    let one = try forecast(officials: 1, computers: [silent, old]).total.throughEnd
    #expect(one.computersNeeded == CountRange(low: 0, high: 1))
    let unknown = try forecast(officials: nil, computers: [good, old]).total.throughEnd
    #expect(unknown.computersNeeded == CountRange(low: 0, high: 1))
    #expect(unknown.cost == CountRange(low: 0, high: 15_000_000))
  }
}
