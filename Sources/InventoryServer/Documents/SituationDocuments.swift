public import InventoryStore
public import Presentation
public import Prioritization

/// Rankings and plans from situations, wherever these were read: from an inventory, its past, or
/// the nation's database.
public struct SituationDocuments: Sendable {
  public let policy: Policy

  public init(policy: Policy) { self.policy = policy }

  /// The communes, ranked among themselves.
  public func ranking(
    _ situations: [CommuneSituation], _ provenance: Provenance
  ) -> RankingDocument {
    KnownRanking(situations, policy: policy, since: nil).document(provenance)
  }

  /// Takes up to half a second for the country.
  ///
  /// - Parameter adjusted: The policy with other limits for this plan alone.
  /// - Throws: `PlanError`.
  public func plan(
    _ situations: [CommuneSituation], budget: PlanBudget, adjusted: Policy? = nil,
    _ provenance: Provenance
  ) throws -> PlanDocument {
    let used = adjusted ?? policy
    return PlanDocument(
      policy: used, provenance: provenance,
      plan: try Plan(policy: used, communes: situations.map(\.measures), budget: budget),
      places: situations.places, writtenPolicy: adjusted == nil ? nil : policy)
  }

  /// What would change the rank of one commune among others.
  ///
  /// - Parameter top: The k of "among the first k".
  public func change(of code: String, top: Int, among measures: [CommuneMeasures]) -> RankChange? {
    measures.first { $0.code == code }.flatMap {
      RankChange(Ranking(policy: policy, communes: measures), measures: $0, top: top)
    }
  }
}
