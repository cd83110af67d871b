import Foundation
import InventoryStore
import Prioritization
import Reporting
import TestSupport
import Testing

/// Half a year of nights in a small part of a province: computers come, change, fall silent, are
/// quarantined and retired; officers attest and withdraw, visits are recorded and withdrawn.
struct HalfYearTests {
  static let nights = 180

  private struct Shown {
    let day: Double
    let ranking: Ranking
    let values: [String: [ClosedRange<Double>?]]
  }

  let inventory: TestInventory
  private var policy: Policy { inventory.policy }

  init() throws { inventory = try TestInventory() }

  private func time(_ day: Double) -> Date {
    TestInventory.start.addingTimeInterval(day * 86_400)
  }

  private func shown(_ day: Double, _ situations: [CommuneSituation]) -> Shown {
    Shown(
      day: day, ranking: Ranking(policy: policy, communes: situations.map(\.measures)),
      values: Dictionary(uniqueKeysWithValues: situations.map { ($0.code, $0.values) }))
  }

  /// At the end, `--as-of` reproduces each of those nights for every commune of the province, with
  /// its ranks, and every change in between is fully accounted for.
  @Test func pastNightsAreReproducedExactly() async throws {
    var random = Seeded(2026)
    let codes = try await inventory.store.register.communes(province: "51", within: .country)
      .prefix(6).map(\.code)
    var offices: [Office] = []
    for code in codes {
      let twins = try await Twins(inventory, codes: [code], &random)
      twins.days = 0.01
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        try await twins.add(.random(&random))
      }
      offices.append(Office(twins: twins))
    }
    var seen: [Shown] = []
    for night in 1...Self.nights {
      let day = Double(night)
      for office in offices { try await office.live(through: day, &random) }
      guard night % 7 == 0 || random.happens(onceIn: 12) else { continue }
      // An hour after the last report of that night.
      let situations = try await inventory.store.situations.current(
        policy: policy, province: "51", within: .country, now: time(day + 0.04))
      seen.append(shown(day, situations))
    }
    #expect(Set(seen.map { "\($0.values)" }).count > seen.count / 2, "nights must differ")
    for then in seen {
      let past = try await inventory.store.situations.past(
        policy: policy, province: "51", within: .country, asOf: time(then.day + 0.04))
      let again = shown(then.day, past)
      #expect(again.values == then.values, "night \(then.day)")
      #expect(again.ranking.communes == then.ranking.communes, "night \(then.day)")
    }
    for (earlier, later) in zip(seen, seen.dropFirst()) { expectAccounted(earlier, later) }
    if let first = seen.first, let last = seen.last { expectAccounted(first, last) }
    for office in offices {
      var decisions = 0
      for (earlier, later) in zip([0.005] + seen.map(\.day), seen.map(\.day)) {
        decisions += try await inventory.store.communes.events(
          commune: office.code, within: .country, since: time(earlier), until: time(later)
        ).count { !$0.what.hasPrefix("section.") && !$0.what.hasPrefix("register.") }
      }
      let last = seen.map(\.day).max() ?? 0
      #expect(decisions == office.decisions.count { $0 <= last }, "\(office.code)")
    }
  }

  private func expectAccounted(_ earlier: Shown, _ later: Shown) {
    let before = Dictionary(
      uniqueKeysWithValues: earlier.ranking.communes.map { ($0.standing.code, $0.standing) })
    for commune in later.ranking.communes {
      let after = commune.standing
      guard let standing = before[after.code],
        let change = PointsChange(from: standing, to: after)
      else {
        Issue.record("\(after.code) is missing")
        continue
      }
      let nights: Comment = "\(after.code) from \(earlier.day) to \(later.day)"
      #expect(change.points == after.points - standing.points, nights)
      #expect(abs(change.parts.reduce(0) { $0 + $1.points } - change.points) < 1e-9, nights)
      for part in change.parts {
        #expect(abs(part.fromGap + part.fromEmphasis - part.points) < 1e-9, nights)
        let isMoved = part.points != 0
        #expect(!isMoved || part.cause != .none, nights)
      }
    }
  }
}

/// One commune through the half year.
private final class Office {
  let twins: Twins
  /// Days on which the history lists a decision or an enrolment.
  private(set) var decisions: [Double] = []
  private var visits = 0

  var code: String { twins.codes[0] }

  init(twins: Twins) {
    self.twins = twins
    decisions = twins.computers.map { _ in 0.01 }
  }

  private func decided() { decisions.append(twins.days) }

  /// One day: something may happen, then every reporting computer reports.
  func live(through day: Double, _ random: inout Seeded) async throws {
    twins.days = day - 0.5
    if random.happens(onceIn: 4) { try await happen(&random) }
    twins.days = day
    guard random.happens(onceIn: 3) else { return }
    try await twins.reportAll()
  }

  private func happen(_ random: inout Seeded) async throws {
    let at = Int.random(in: twins.computers.indices, using: &random)
    let service = random.one(of: RandomComputer.services)
    let status = random.one(of: Attestation.statuses)
    switch Int.random(in: 0..<11, using: &random) {
    case 0 where twins.computers.count < 6:
      try await twins.add(.random(&random))
      decided()
    case 1:
      let changed = RandomComputer.random(&random)
      twins.computers[at].gibibytes = changed.gibibytes
      twins.computers[at].rotational = changed.rotational
      twins.computers[at].hasScanner = changed.hasScanner
      twins.computers[at].accounts[service] = changed.accounts[service]
      twins.computers[at].line = changed.line
    case 2, 3: twins.computers[at].speaks.toggle()
    case 4:
      twins.computers[at].failing.formSymmetricDifference([
        random.one(of: ["hardware", "scanners", "accounts"])
      ])
    case 5:
      if twins.computers[at].isHeld {
        try await twins.release(at, in: 0)
      } else {
        try await twins.hold(at, in: 0)
      }
      twins.computers[at].isHeld.toggle()
      decided()
    case 6 where twins.computers.count > 1:
      try await twins.retire(at, in: 0)
      twins.computers.remove(at: at)
      decided()
    case 7:
      try await twins.attest(service, status, by: twins.province, in: 0)
      decided()
    case 8:
      try await twins.attest(service, status, by: twins.own, in: 0)
      decided()
    case 9: if try await twins.withdraw(service, by: twins.province, in: 0) { decided() }
    default:
      try await twins.visit(
        .init(
          adequateComputers: Int.random(in: 0...5, using: &random), otherComputers: 1,
          scanners: random.one(of: [nil, 0, 2]),
          lineBitsPerSecond: random.one(of: [nil, 30_000_000])), in: 0)
      decided()
      guard random.happens(onceIn: 2) else { return }
      twins.pass(0.1)
      try await twins.withdrawLastVisit()
      decided()
    }
  }
}

extension Twins {
  fileprivate func withdrawLastVisit() async throws {
    let visits = try await inventory.store.communes.details(
      codes[0], within: .country, now: now
    ).visits
    let last = try #require(visits.map(\.number).max())
    try await inventory.store.communes.withdrawVisit(
      last, of: codes[0], within: .country, by: province, now: now)
  }
}
