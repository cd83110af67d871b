import Foundation
import Prioritization
import TestSupport
import Testing

/// How much of a change in points is due to purchases.
struct PurchaseEffectTests {
  private let policy: Policy

  init() throws { policy = try Policy(toml: try Example.standardPolicy()) }

  /// - Parameter adequate: adequate computers, for ten officials.
  private func measures(adequate: Int, scanners: Double = 0) -> CommuneMeasures {
    var measures = CommuneMeasures(
      code: "21250",
      observations: policy.criteria.map { criterion in
        switch criterion.measure {
        case "adequateComputersPerOfficial":
          .known(low: Double(adequate) / 10, high: Double(adequate) / 10, ageDays: 0)
        case "scanners": .known(low: scanners, high: scanners, ageDays: 0)
        default: .known(low: criterion.standard, high: criterion.standard, ageDays: 0)
        }
      }, context: policy.context.map { _ in nil },
      needs: policy.criteria.map { $0.measure == "adequateComputersPerOfficial" ? 10 : nil })
    measures.vacancies = policy.criteria.map {
      $0.measure == "adequateComputersPerOfficial" ? Double(10 - adequate) : nil
    }
    return measures
  }

  private func effect(
    _ before: CommuneMeasures, _ after: CommuneMeasures, confirmed: [String: Int] = [:],
    unconfirmed: [String: Int] = [:]
  ) -> PurchaseEffect {
    PurchaseEffects(policy).effect(
      from: before, to: after, confirmed: confirmed, unconfirmed: unconfirmed)
  }

  @Test func confirmedPurchasesExplainTheGapsTheyClose() {
    let moved = effect(
      measures(adequate: 2), measures(adequate: 5), confirmed: ["computer": 3])
    #expect(moved.points < 0 && abs(moved.points - moved.confirmed) < 1e-9)
    #expect(moved.unconfirmed == 0 && abs(moved.other) < 1e-9)
  }

  @Test func unconfirmedPurchasesExplainNoMoreThanTheChange() {
    let unseen = effect(
      measures(adequate: 2), measures(adequate: 2), unconfirmed: ["computer": 3])
    #expect(unseen.points == 0 && unseen.unconfirmed == 0 && unseen.other == 0)
    let half = effect(
      measures(adequate: 2), measures(adequate: 4), confirmed: ["computer": 1],
      unconfirmed: ["computer": 3])
    #expect(half.confirmed < 0 && half.unconfirmed < 0)
    #expect(abs(half.confirmed + half.unconfirmed - half.points) < 1e-9)
  }

  /// Without reports less is proven, because anything may be true. That closes no gap, whatever was
  /// delivered on paper.
  @Test func silenceClosesNoGap() {
    let before = measures(adequate: 2)
    var silent = before
    silent.observations = before.observations.map { _ in .unknown }
    let unseen = effect(before, silent, unconfirmed: ["computer": 3])
    #expect(unseen.points < 0 && unseen.confirmed == 0 && unseen.unconfirmed == 0)
    #expect(unseen.other == unseen.points)
    var vague = before
    vague.observations = before.observations.indices.map {
      policy.criteria[$0].measure == "adequateComputersPerOfficial"
        ? .known(low: 0.2, high: 0.9, ageDays: 40) : before.observations[$0]
    }
    #expect(effect(before, vague, unconfirmed: ["computer": 3]).unconfirmed == 0)
  }

  @Test func separatesWearFromPurchases() {
    let worn = effect(measures(adequate: 5), measures(adequate: 4), confirmed: ["computer": 2])
    #expect(worn.points > 0 && worn.confirmed < 0 && worn.other > worn.points)
  }

  @Test func partsAlwaysSumToTheChange() {
    var random = Seeded(31)
    for _ in 0..<300 {
      func some() -> CommuneMeasures {
        measures(
          adequate: Int.random(in: 0...10, using: &random),
          scanners: Double(Int.random(in: 0...3, using: &random)))
      }
      let ids = policy.items.map(\.id) + policy.lines.map(\.id)
      func bought() -> [String: Int] {
        Dictionary(
          ids.map { ($0, Int.random(in: 0...3, using: &random)) },
          uniquingKeysWith: { first, _ in first })
      }
      let moved = effect(some(), some(), confirmed: bought(), unconfirmed: bought())
      for part in moved.parts {
        #expect(part.confirmed + part.unconfirmed + part.other == part.points)
        #expect(part.confirmed <= 0 && part.unconfirmed <= 0)
      }
      let sum = moved.confirmed + moved.unconfirmed + moved.other
      #expect(abs(sum - moved.points) < 1e-9)
    }
  }
}
