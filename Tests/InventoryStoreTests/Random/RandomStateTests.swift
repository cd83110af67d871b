import Foundation
import InventoryStore
import Prioritization
import Reporting
import TestSupport
import Testing

/// Properties of every commune on a real inventory, after random histories of reports, silence,
/// failures, decisions, attestations and visits.
struct RandomStateTests {
  static let rounds = 30

  let inventory: TestInventory
  let codes: [String]

  init() async throws {
    inventory = try TestInventory()
    codes = try await inventory.store.register.communes(province: "51", within: .country)
      .map(\.code)
  }

  /// Twins that have lived for some nights.
  private func twins(
    _ round: Int, nights: Int, _ random: inout Seeded
  ) async throws -> Twins {
    let twins = try await Twins(
      inventory, codes: [codes[2 * round], codes[2 * round + 1]], &random)
    try await twins.live(nights, &random)
    return twins
  }

  /// The first twin's proven points against the second's.
  private func expect(
    _ isOrdered: (Double, Double) -> Bool, _ twins: Twins, _ note: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let (one, other) = (try await twins.standing(0), try await twins.standing(1))
    #expect(
      isOrdered(one.points, other.points), "\(note): gaps \(one.gapLow) and \(other.gapLow)",
      sourceLocation: sourceLocation)
  }

  private func expectAlike(_ twins: Twins, _ note: Comment) async throws {
    let (one, other) = (try await twins.standing(0), try await twins.standing(1))
    #expect(one.gapLow == other.gapLow && one.gapHigh == other.gapHigh, note)
  }

  /// The first twin gains or loses something at the same moment at which the second does not.
  @Test func gainsNeverRaiseAndLossesNeverLowerPoints() async throws {
    for round in 0..<Self.rounds {
      var random = Seeded(500 + round)
      let twins = try await twins(round, nights: 8, &random)
      steps: for step in 0..<8 {
        var note = "round \(round), step \(step)"
        try await expectAlike(twins, "\(note)")
        let speaking = twins.computers.indices.filter {
          twins.computers[$0].speaks && !twins.computers[$0].isHeld
        }
        let at = random.one(of: speaking)
        var (richer, poorer) = (twins.computers[at], twins.computers[at])
        let kind = Int.random(in: 0..<5, using: &random)
        note += ", kind \(kind), computer \(at)"
        switch kind {
        case 0:
          (richer.gibibytes, richer.threads, richer.rotational) = (16, 8, false)
          poorer.gibibytes = 2
        case 1: (richer.hasScanner, poorer.hasScanner) = (true, false)
        case 2:
          let service = random.one(of: RandomComputer.services)
          (richer.accounts[service], poorer.accounts[service]) = (.active, .notIssued)
        case 3:
          (richer.accounts["digital-signature"], poorer.accounts["digital-signature"]) =
            (.active, .notIssued)
        default:
          // One computer more, which reports no account status, or one fewer. A newly reported
          // refusal would be news rather than a gain.
          var gift = RandomComputer.random(&random)
          for service in RandomComputer.services { gift.accounts[service] = .unknown }
          // The first measurement of an unknown line would be news too.
          let isLineKnown = try await twins.situation(0).values[5] != nil
          gift.line = isLineKnown ? random.one(of: [nil, 1_000_000, 95_000_000]) : nil
          twins.computers.append(gift)
          let new = twins.computers.count - 1
          try await twins.both { try await twins.enrol(new, in: $0) }
          try await twins.report(new, in: 0)
          try await twins.retire(new, in: 1)
          try await expect(<=, twins, note)
          // The first commune keeps what the donated computer measured: the twins are no longer
          // alike.
          break steps
        }
        try await twins.report(at, in: 0) { $0 = richer }
        try await twins.report(at, in: 1) { $0 = poorer }
        try await expect(<=, twins, note)
        // And the other way round.
        twins.pass(0.01)
        try await twins.report(at, in: 0) { $0 = poorer }
        try await twins.report(at, in: 1) { $0 = richer }
        try await expect(>=, twins, note)
        twins.pass(0.01)
        try await twins.both { try await twins.report(at, in: $0) }
        twins.pass(0.01)
      }
    }
  }

  /// Computers are retired one by one until none is left.
  @Test func retiringNeverLowersProvenPoints() async throws {
    for round in 0..<Self.rounds {
      var random = Seeded(2_100 + round)
      let twins = try await twins(round, nights: 8, &random)
      twins.pass(random.one(of: [0, 1, 15, 40]))
      var left = Array(twins.computers.indices)
      while !left.isEmpty {
        let computer = left.remove(at: Int.random(in: left.indices, using: &random))
        let note = "round \(round), computer \(computer), \(left.count) left"
        let before = try await twins.standing(0)
        try await twins.retire(computer, in: 0)
        let after = try await twins.standing(0)
        #expect(
          before.points <= after.points + 1e-9, "\(note): \(before.gapLow), \(after.gapLow)")
        try await expect(>=, twins, note)
        try await twins.retire(computer, in: 1)
        twins.pass(0.01)
      }
    }
  }

  /// Computers of the first twin fall silent while those of the second keep reporting the same.
  @Test func silenceNeverRaisesProvenPoints() async throws {
    for round in 0..<Self.rounds {
      var random = Seeded(700 + round)
      let twins = try await twins(round, nights: 10, &random)
      let all = random.happens(onceIn: 2)
      var silent = Set(
        twins.computers.indices.filter { _ in all || random.happens(onceIn: 2) })
      if silent.isEmpty { silent = [0] }
      let before = try await twins.points(0)
      let start = twins.days
      for days in [0.5, 2, 4, 10, 13.9, 14.1, 30, 61, 120, 250] {
        twins.days = start + days
        for at in twins.computers.indices
        where twins.computers[at].speaks && !twins.computers[at].isHeld {
          if !silent.contains(at) { try await twins.report(at, in: 0) }
          try await twins.report(at, in: 1)
        }
        try await expect(<=, twins, "round \(round), \(days) days: \(silent)")
        let quiet = try await twins.points(0)
        if all { #expect(quiet <= before, "round \(round), \(days) days") }
      }
    }
  }

  /// The first twin's own officer attests and withdraws, on its page and at its computers.
  @Test func ownAttestationsNeverRaiseProvenPoints() async throws {
    for round in 0..<Self.rounds {
      var random = Seeded(900 + round)
      let twins = try await twins(round, nights: 6, &random)
      for step in 0..<14 {
        let service = random.one(of: RandomComputer.services)
        let status = random.one(of: Attestation.statuses)
        let kind = Int.random(in: 0..<6, using: &random)
        switch kind {
        case 0, 1: try await twins.attest(service, status, by: twins.own, in: 0)
        case 2: _ = try await twins.withdraw(service, by: twins.own, in: 0)
        case 3:
          try await twins.both {
            try await twins.attest(service, status, by: twins.province, in: $0)
          }
        case 4:
          // Typed in at a computer whose probe could not tell.
          let at = random.one(of: twins.computers.indices.filter { twins.computers[$0].speaks })
          guard !twins.computers[at].isHeld else { continue }
          try await twins.report(at, in: 0) {
            guard $0.accounts[service] == .unknown || $0.accounts[service] == .unreachable
            else { return }
            ($0.accounts[service], $0.evidence[service]) = (status, .attested)
          }
          try await twins.report(at, in: 1)
        default: try await twins.reportAll()
        }
        try await expect(
          <=, twins, "round \(round), step \(step), kind \(kind), \(service) \(status)")
        twins.pass(random.one(of: [0.01, 1, 5]))
      }
    }
  }

  /// The first twin's own officer retires and merges its computers.
  @Test func ownRetirementsNeverRaiseProvenPoints() async throws {
    for round in 0..<Self.rounds {
      var random = Seeded(1100 + round)
      let twins = try await twins(round, nights: 8, &random)
      for step in 0..<10 {
        let at = Int.random(in: twins.computers.indices, using: &random)
        let into = Int.random(in: twins.computers.indices, using: &random)
        let machines = inventory.store.machines
        if at == into {
          try await machines.retire(
            twins.id(at, in: 0), within: .commune(twins.codes[0]), by: twins.own.actor,
            now: twins.now)
        } else {
          try await machines.merge(
            twins.id(at, in: 0), into: twins.id(into, in: 0), within: .commune(twins.codes[0]),
            by: twins.own.actor, now: twins.now)
        }
        try await expect(<=, twins, "round \(round), step \(step): \(at) into \(into)")
        twins.pass(random.one(of: [0.01, 1, 5]))
        if random.happens(onceIn: 2) { try await twins.reportAll() }
        try await expect(<=, twins, "round \(round), step \(step), later")
      }
    }
  }

  /// A whole province with communes in every state.
  @Test func storedRankingsAreConsistent() async throws {
    var random = Seeded(41)
    for round in 0..<Self.rounds {
      _ = try await twins(round, nights: 7, &random)
    }
    let policy = inventory.policy
    for days in [20.0, 60, 200] {
      let measures = try await inventory.store.situations.current(
        policy: policy, province: "51", within: .country,
        now: TestInventory.start.addingTimeInterval(days * 86_400)
      ).map(\.measures)
      let ranking = Ranking(policy: policy, communes: measures)
      for commune in ranking.communes {
        let standing = commune.standing
        #expect(abs(standing.contributions.reduce(0, +) - standing.points) < 1e-9)
        #expect((0...1000).contains(standing.points) && standing.pointsHigh <= 1000.000001)
      }
      for _ in 0..<20 { expectWithinIntervals(ranking, &random) }
      for _ in 0..<10 {
        var fewer = measures
        let gone = fewer.remove(at: Int.random(in: fewer.indices, using: &random))
        let rest = Ranking(policy: policy, communes: fewer)
        let kept = ranking.communes.filter { $0.standing.code != gone.code }
        #expect(rest.communes.map(\.standing) == kept.map(\.standing))
        #expect(rest.communes.map(\.queue) == kept.map(\.queue))
      }
    }
  }

  /// Intervals hold whatever the unknown turns out to be, and both of their ends are reached.
  private func expectWithinIntervals(_ ranking: Ranking, _ random: inout Seeded) {
    let policy = ranking.policy
    let completed = ranking.communes.map { commune -> Double in
      let standing = commune.standing
      var need = 0.0
      for (at, criterion) in policy.criteria.enumerated() {
        let (low, high) = (standing.gapLow[at], standing.gapHigh[at])
        let gap = random.one(of: [low, high, Double.random(in: low...high, using: &random)])
        need += criterion.share * gap
      }
      return 1000 * need * standing.emphasis / policy.maximumEmphasis
    }
    for (at, commune) in ranking.communes.enumerated() {
      // Points that differ by rounding only are ties: they count for and against.
      let ahead = completed.count { $0 > completed[at] + 1e-6 }
      let notBehind = completed.count { $0 > completed[at] - 1e-6 }
      #expect(commune.bestRank <= notBehind && commune.worstRank >= ahead + 1)
      let others = ranking.communes.filter { $0.standing.code != commune.standing.code }
        .map(\.standing)
      #expect(
        commune.bestRank == 1 + others.count { $0.pointsLow > commune.standing.pointsHigh })
      #expect(
        commune.worstRank == 1 + others.count { $0.pointsHigh > commune.standing.pointsLow })
    }
  }
}
