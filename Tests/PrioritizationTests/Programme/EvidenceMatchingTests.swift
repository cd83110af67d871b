import Prioritization
import TestSupport
import Testing

struct EvidenceMatchingTests {
  private func sightings(_ times: [Int64]) -> [EvidenceSighting] {
    times.enumerated().map { EvidenceSighting(subject: "s\($0)", seenAt: $1) }
  }

  private func units(_ times: [Int64]) -> [DeliveredUnit] {
    times.enumerated().map { DeliveredUnit(delivery: Int64($0), notBefore: $1) }
  }

  /// The maximum number of units that can be matched, by exhaustive search.
  private func most(_ sightings: [Int64], _ units: [Int64]) -> Int {
    guard let unit = units.first else { return 0 }
    let rest = Array(units.dropFirst())
    return sightings.indices.filter { sightings[$0] >= unit }.reduce(most(sightings, rest)) {
      var others = sightings
      others.remove(at: $1)
      return max($0, 1 + most(others, rest))
    }
  }

  @Test func matchesAsManyAsPossibleWithoutReuse() {
    var random = Seeded(7)
    for round in 0..<400 {
      let seen = (0..<Int.random(in: 0...5, using: &random)).map { _ in
        Int64.random(in: 0..<8, using: &random)
      }
      let wanted = (0..<Int.random(in: 0...5, using: &random)).map { _ in
        Int64.random(in: 0..<8, using: &random)
      }
      let assigned = EvidenceMatching.assign(sightings(seen), to: units(wanted))
      #expect(Set(assigned.map(\.sighting.subject)).count == assigned.count, "round \(round)")
      #expect(Set(assigned.map(\.delivery)).count == assigned.count, "round \(round)")
      #expect(
        assigned.allSatisfy { $0.sighting.seenAt >= wanted[Int($0.delivery)] }, "round \(round)")
      #expect(assigned.count == most(seen, wanted), "round \(round): \(seen) for \(wanted)")
    }
  }

  @Test func matchesEarlierDeliveriesFirst() {
    let assigned = EvidenceMatching.assign(sightings([9, 5]), to: units([4, 1, 8]))
    #expect(assigned.map(\.delivery) == [1, 0])
    #expect(assigned.map(\.sighting.seenAt) == [5, 9])
  }

  @Test func countsProgressByUnits() {
    let rules = EvidenceRules()
    func progress(
      _ deliveries: [(Int, Int, Double)], wanted: Int = 4, ordered: Int = 4,
      cancelled: Bool = false,
      canBeShown: Bool = true
    ) -> PurchaseProgress {
      PurchaseProgress(
        wanted: wanted, ordered: ordered,
        deliveries: deliveries.map { .init(count: $0.0, confirmed: $0.1, ageDays: $0.2) },
        isCancelled: cancelled, canBeShown: canBeShown, rules: rules)
    }
    #expect(progress([], ordered: 0).state == .planned)
    #expect(progress([]).state == .ordered)
    #expect(progress([(2, 0, 30)]).state == .delivered)
    let late = progress([(2, 1, 31), (2, 0, 3)])
    #expect(late.state == .unconfirmed && late.unconfirmed == 1 && late.awaited == 2)
    #expect(progress([(4, 4, 90)]).state == .confirmed)
    #expect(progress([(2, 2, 90)]).state == .delivered, "two are still outstanding")
    #expect(progress([(2, 2, 90)], cancelled: true).state == .confirmed)
    #expect(progress([], cancelled: true).state == .cancelled)
    #expect(progress([(4, 0, 90)], canBeShown: false).unconfirmed == 0)
  }
}
