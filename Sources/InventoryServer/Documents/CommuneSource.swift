import Foundation
import InventoryStore
import Presentation
import Prioritization

/// One commune with everything that supports its figures.
struct CommuneAccount: Sendable {
  let details: CommuneDetails
  /// Its standing among the communes of its province, and what would change it as far as the user
  /// may see the others.
  let explanation: Explanation
  /// The number of the province's communes.
  let rankedAmong: Int
  /// Its standing in the country, for users who can see all of it.
  let country: (entry: RankingDocument.Entry, communes: Int)?
  /// Purchases that would help it, by criterion.
  let remedies: [Remedy]

  var entry: RankingDocument.Entry { explanation.entry }
}

/// Creates accounts of communes from the inventory.
struct CommuneSource: Sendable {
  let store: InventoryStore
  let policy: Policy
  let cache: RankingCache
  let now: @Sendable () -> Date

  /// A commune's standing at a time in the past. The account's other parts are current, and there
  /// is no advice for a past day.
  ///
  /// - Throws: `InventoryError` with `communeUnknown`; ``ServerError`` with `busy`.
  func pastAccount(
    _ code: String, within scope: Scope, asOf moment: Date, for caller: BoundedQueue.Caller
  ) async throws -> CommuneAccount {
    let details = try await store.communes.details(code, within: scope, now: now())
    let document = try await cache.document(
      .init(province: details.register.provinceCode, scope: scope), asOf: moment, for: caller)
    guard let explanation = Explanation(of: code, in: document) else {
      throw InventoryError(.communeUnknown, "Commune \(code) no longer exists.")
    }
    return CommuneAccount(
      details: details, explanation: explanation, rankedAmong: document.rankedAmong,
      country: nil, remedies: [])
  }

  /// - Throws: `InventoryError` with `communeUnknown`.
  func account(_ code: String, within scope: Scope) async throws -> CommuneAccount {
    let time = now()
    async let situations = store.situations.current(
      policy: policy, within: .commune(code), now: time)
    let details = try await store.communes.details(code, within: scope, now: time)
    // The slowest part, run concurrently with the rest.
    async let country = country(code, scope)
    let document = try await cache.document(
      .init(province: details.register.provinceCode, scope: scope))
    guard var explanation = Explanation(of: code, in: document),
      let situation = try await situations.first
    else { throw InventoryError(.communeUnknown, "Commune \(code) no longer exists.") }
    let count = document.entries.count
    if count > 1 {
      explanation.add(
        RankChange(
          Ranking(policy: policy, ranked: document.entries.map(\.ranked)),
          measures: situation.measures, top: max(explanation.entry.ranked.rank, (count + 9) / 10)),
        of: document)
    }
    return CommuneAccount(
      details: details, explanation: explanation, rankedAmong: document.rankedAmong,
      country: try await country,
      remedies: Remedy.all(
        policy, standing: explanation.entry.ranked.standing, measures: situation.measures))
  }

  private func country(
    _ code: String, _ scope: Scope
  ) async throws -> (entry: RankingDocument.Entry, communes: Int)? {
    guard scope == .country else { return nil }
    let document = try await cache.document(.init(scope: .country))
    return document.entries.first { $0.ranked.standing.code == code }
      .map { ($0, document.entries.count) }
  }
}
