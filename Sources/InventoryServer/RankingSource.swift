public import Foundation
public import InventoryStore
public import Presentation
public import Prioritization

/// Rankings made from the inventory as it stands.
public struct RankingSource: Sendable {
  public let store: InventoryStore
  public let policy: Policy

  public init(store: InventoryStore, policy: Policy) {
    self.store = store
    self.policy = policy
  }

  /// The communes of a province, or of the country, ranked among themselves.
  ///
  /// - Throws: `InventoryError` with `provinceUnknown`.
  public func document(province: String?, now: Date) async throws -> RankingDocument {
    let situations = try await store.situations(policy: policy, province: province, now: now)
    let ranking = Ranking(policy: policy, communes: situations.map(\.measures))
    let places = Dictionary(
      uniqueKeysWithValues: situations.enumerated().map { ($1.code, $0) })
    return RankingDocument(
      policy: policy, asOf: now,
      entries: ranking.communes.compactMap { ranked in
        places[ranked.standing.code].map { Self.entry(ranked, situations[$0]) }
      })
  }

  private static func entry(
    _ ranked: RankedCommune, _ situation: CommuneSituation
  ) -> RankingDocument.Entry {
    RankingDocument.Entry(
      ranked: ranked, name: situation.name, province: situation.provinceCode,
      provinceName: situation.provinceName, kind: situation.kind, reporting: situation.reporting,
      simulated: situation.simulated, machines: situation.machines,
      lastReport: situation.lastReportAt,
      values: situation.values.map { $0.map { (low: $0.lowerBound, high: $0.upperBound) } },
      observedAt: situation.observedAt, context: situation.measures.context)
  }
}
