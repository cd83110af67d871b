import InventoryStore
import Presentation
import Prioritization

/// The inputs of a ranking, commune by commune. A report changes one of thousands: the others keep
/// their standing and displayed facts, and only the order is computed again.
struct KnownRanking: Sendable {
  private let policy: Policy
  private let situations: [CommuneSituation]
  private let standings: [Standing]
  private let facts: [RankingDocument.Facts]

  /// - Parameter known: Of the same policy; of the same communes if anything is to be reused.
  init(_ situations: [CommuneSituation], policy: Policy, since known: KnownRanking?) {
    self.policy = policy
    self.situations = situations
    let kept = known.flatMap { $0.situations.count == situations.count ? $0 : nil }
    var standings = kept?.standings ?? []
    var facts = kept?.facts ?? []
    if let kept {
      for (at, situation) in situations.enumerated() where situation !== kept.situations[at] {
        standings[at] = Standing(policy: policy, measures: situation.measures)
        facts[at] = Self.facts(situation, policy)
      }
    } else {
      standings = Standing.all(policy: policy, situations.lazy.map(\.measures))
      facts = situations.map { Self.facts($0, policy) }
    }
    self.standings = standings
    self.facts = facts
  }

  func document(_ provenance: Provenance) -> RankingDocument {
    RankingDocument(
      policy: policy, provenance: provenance,
      entries: Ranking.ranked(policy: policy, standings).map {
        RankingDocument.Entry(ranked: $0.commune, facts: facts[$0.place])
      })
  }

  private static func facts(
    _ situation: CommuneSituation, _ policy: Policy
  ) -> RankingDocument.Facts {
    RankingDocument.Facts(
      name: situation.name, province: situation.provinceCode,
      provinceName: situation.provinceName, kind: situation.kind, reporting: situation.reporting,
      simulated: situation.simulated, machines: situation.machines,
      lastReport: situation.lastReportAt, values: situation.bounds,
      observedAt: situation.observedAt, context: situation.measures.context,
      place: .init(
        remote: situation.remote, border: situation.border, island: situation.island,
        latitude: situation.latitude, longitude: situation.longitude),
      pointsIfConfirmed: situation.measures.confirmed.map {
        Standing(policy: policy, measures: $0).points
      })
  }
}
