public import Foundation
public import InventoryStore
public import Presentation
public import Prioritization

/// Rankings of communes, at present or in the past.
extension DocumentSource {
  /// The communes of a province, or of the country, ranked among themselves.
  ///
  /// - Parameter moment: A time in the past; nil for now.
  /// - Throws: `InventoryError` with `provinceUnknown`.
  public func ranking(
    province: String?, within scope: Scope, asOf moment: Date? = nil, now: Date
  ) async throws -> RankingDocument {
    ranking(
      try await store.situations.read(
        policy: policy, province: province, within: scope, asOf: moment, now: now),
      asOf: moment, now: now)
  }

  /// Like ``ranking(province:within:asOf:now:)`` for a time in the past; blocks the calling thread,
  /// for seconds if it is the whole country.
  func pastRanking(
    province: String?, within scope: Scope, asOf moment: Date, now: Date
  ) throws -> RankingDocument {
    ranking(
      try store.situations.pastBlocking(
        policy: policy, province: province, within: scope, asOf: moment),
      asOf: moment, now: now)
  }

  /// The communes, ranked among themselves.
  func ranking(
    _ situations: [CommuneSituation], asOf moment: Date? = nil, now: Date
  ) -> RankingDocument {
    SituationDocuments(policy: policy).ranking(situations, provenance(asOf: moment, now: now))
  }

  /// The present ranking, with everything unchanged taken from the previous one.
  func renewedRanking(
    _ known: KnownRanking?, province: String?, within scope: Scope, now: Date
  ) async throws -> (KnownRanking, RankingDocument) {
    let situations = try await store.situations.current(
      policy: policy, province: province, within: scope, now: now)
    let renewed = KnownRanking(situations, policy: policy, since: known)
    return (renewed, renewed.document(provenance(asOf: nil, now: now)))
  }

  /// - Parameter moment: As asked for; the document names the moment that it shows.
  func provenance(asOf moment: Date?, now: Date) -> Provenance {
    let shown = moment.map(store.situations.shown)
    return Provenance(
      asOf: shown ?? now, asked: shown == moment ? nil : moment, isPast: moment != nil,
      isRecorded: moment.map(store.situations.isRecorded) ?? false, policyDigest: policyDigest)
  }

  /// What would change the rank of one commune among those of
  /// ``ranking(province:within:asOf:now:)``.
  ///
  /// - Parameter top: The k of "among the first k".
  public func change(
    of code: String, top: Int, province: String?, within scope: Scope,
    asOf moment: Date? = nil, now: Date
  ) async throws -> RankChange? {
    let measures = try await store.situations.read(
      policy: policy, province: province, within: scope, asOf: moment, now: now
    ).map(\.measures)
    return SituationDocuments(policy: policy).change(of: code, top: top, among: measures)
  }
}
