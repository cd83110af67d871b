import Prioritization
import TestSupport

/// Random fleets in which anything may be unknown, generated from a seed.
enum RandomFleet {
  static let today = CalendarDay(year: 2026, month: 11, day: 29)

  static func policy(supportCounts: Bool = true) throws -> Policy {
    var text = try Example.standardPolicy()
    if !supportCounts {
      text = text.replacing("supportedSystem = true", with: "supportedSystem = false")
    }
    return try Policy(toml: text)
  }

  static func day(_ random: inout Seeded, years: ClosedRange<Int> = 2024...2034) -> CalendarDay {
    CalendarDay(
      year: Int.random(in: years, using: &random), month: Int.random(in: 1...12, using: &random),
      day: Int.random(in: 1...28, using: &random))
  }

  static func lastDay(_ random: inout Seeded) -> LastDay {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: .unknown
    case 1: .never
    default: .day(day(&random))
    }
  }

  static func computer(_ random: inout Seeded) -> FleetComputer {
    var system: FleetSystem?
    if !random.happens(onceIn: 6) {
      let first = day(&random)
      var ends = [FleetSystem.End(lastDay: first, isPaid: false)]
      if random.happens(onceIn: 3) {
        ends.append(
          FleetSystem.End(
            lastDay: CalendarDay(
              year: first.year + Int.random(in: 1...4, using: &random), month: first.month,
              day: first.day), isPaid: true))
      }
      system = FleetSystem(
        name: random.one(of: ["Windows 10 22H2", "Windows 11 24H2", "Ubuntu 22.04"]), ends: ends,
        canUpgrade: random.one(of: [true, false, nil]))
    }
    return FleetComputer(
      isHeard: !random.happens(onceIn: 5), isSufficient: random.one(of: [true, true, false, nil]),
      ageEnds: lastDay(&random), system: system)
  }

  static func right(_ random: inout Seeded) -> FleetRight {
    FleetRight(isCertain: !random.happens(onceIn: 4), ends: lastDay(&random))
  }

  /// - Parameter certain: Whether all computers report and everything about them is known.
  static func commune(
    _ code: String, _ random: inout Seeded, policy: Policy, certain: Bool = false
  ) -> FleetCommune {
    let officials = Int.random(in: 4...12, using: &random)
    var computers: [FleetComputer] = []
    for _ in 0..<Int.random(in: 0...8, using: &random) {
      var one = computer(&random)
      if certain {
        one.isHeard = true
        one.isSufficient = one.isSufficient ?? true
        if one.ageEnds == .unknown { one.ageEnds = .day(day(&random)) }
        one.system = FleetSystem(
          name: "Windows 10 22H2", ends: [.init(lastDay: day(&random), isPaid: false)],
          canUpgrade: random.one(of: [true, false]))
      }
      computers.append(one)
    }
    let isKnown = certain || !random.happens(onceIn: 6)
    var signatures: [[FleetRight]] = []
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      signatures.append([right(&random)])
    }
    var services: [[FleetRight]] = []
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      services.append([right(&random), right(&random)])
    }
    return FleetCommune(
      measures: measures(code, officials: officials, computers: computers, policy: policy),
      officials: officials, computers: isKnown ? computers : nil,
      signatures: isKnown ? signatures : nil, services: isKnown ? services : nil,
      lineRents: random.happens(onceIn: 3) ? [lastDay(&random)] : nil)
  }

  /// The measures of such computers on a day, as an inventory makes them.
  static func measures(
    _ code: String, officials: Int, computers: [FleetComputer], policy: Policy,
    on day: CalendarDay = today
  ) -> CommuneMeasures {
    let verdicts = computers.map { ReferenceForecast.verdict($0, policy, on: day) }
    let good = Double(verdicts.count { $0 == true })
    let old = Double(verdicts.count { $0 == false })
    let all = Double(computers.count)
    let heard = Double(computers.count(where: \.isHeard))
    func perOfficial(_ good: Double, _ others: Double) -> Double {
      let good = min(good, Double(officials))
      return (good + 0.5 * min(max(0, others), Double(officials) - good)) / Double(officials)
    }
    var measures = CommuneMeasures(
      code: code,
      observations: [
        .known(
          low: perOfficial(good, heard - good), high: perOfficial(all - old, old), ageDays: 0),
        .unknown, .unknown, .known(low: 1, high: 1, ageDays: 0),
        .known(low: 1, high: 1, ageDays: 0),
        .known(low: 10e6, high: 10e6, ageDays: 0), .known(low: 0.8, high: 0.8, ageDays: 0),
        .known(low: 1, high: 1, ageDays: 0),
      ], context: [nil, nil, nil],
      needs: [Double(officials), nil, nil, nil, nil, nil, 5, nil])
    measures.vacancies = [max(0, Double(officials) - all)]
    return measures
  }
}
