public import Foundation
public import InventoryStore
public import Presentation
public import Prioritization

/// Adopts plans, and shows the present state of programmes.
public struct ProgrammeSource: Sendable {
  public let store: InventoryStore

  public init(store: InventoryStore) { self.store = store }

  /// Adopts a saved plan: its purchases and visits become line items, and today's knowledge of the
  /// communes of its area is frozen with it.
  ///
  /// - Parameter plan: The saved plan's number.
  /// - Returns: The programme's number.
  /// - Throws: `InventoryError` with `planUnknown`, `argumentMalformed` or `stateConflict`.
  public func adopt(
    plan: Int64, as name: String, within scope: Scope, by actor: Actor = .systemUser(), now: Date
  ) async throws -> Int64 {
    let (saved, _, bytes) = try await store.plans.plan(plan, within: scope)
    return try await adopt(
      PlanArchive.decode(bytes), bytes, of: saved.area, as: name, within: scope, by: actor, now: now
    )
  }

  /// Makes a plan from today's figures and adopts it.
  ///
  /// - Parameters:
  ///   - province: Two digits; nil for the country.
  ///   - group: Only communes of this group, by its name or number.
  /// - Returns: The programme's number.
  /// - Throws: As ``adopt(plan:as:within:by:now:)``; `PlanError`.
  public func adopt(
    budget: PlanBudget, policy: Policy, policyDigest: String?, province: String?, group: String?,
    as name: String, within scope: Scope, by actor: Actor = .systemUser(), now: Date
  ) async throws -> Int64 {
    let document = try await DocumentSource(
      store: store, policy: policy, policyDigest: policyDigest
    )
    .plan(province: province, group: group, within: scope, budget: budget, now: now)
    let area = province ?? (group == nil ? nil : document.onlyProvinceCode)
    return try await adopt(
      document, PlanArchive.encode(document), of: area.map(Scope.province) ?? scope, as: name,
      within: scope, by: actor, now: now)
  }

  private func adopt(
    _ document: PlanDocument, _ bytes: Data, of area: Scope, as name: String, within scope: Scope,
    by actor: Actor, now: Date
  ) async throws -> Int64 {
    let policy = document.policy
    let situations = try await store.situations.current(
      policy: policy, province: nil, within: area, now: now)
    let baseline = Dictionary(
      situations.map { ($0.code, $0.measures) }, uniquingKeysWith: { first, _ in first })
    return try await store.programmes.adopt(
      Adoption(
        name: name, area: area, budget: document.plan.budget,
        purchases: Self.purchases(document), document: bytes,
        policy: try FrozenDocument.encode(policy), baseline: try FrozenDocument.encode(baseline)),
      within: scope, by: actor, now: now)
  }

  private static func purchases(_ document: PlanDocument) -> [Adoption.Purchase] {
    let policy = document.policy
    let prices = Dictionary(
      policy.catalogue.map { ($0.id, $0.cost) }, uniquingKeysWith: { first, _ in first })
    let bought = document.plan.communes.flatMap { commune in
      commune.purchases.map { purchase in
        Adoption.Purchase(
          commune: commune.code, item: purchase.item, count: purchase.count,
          price: prices[purchase.item] ?? purchase.cost / max(1, purchase.count),
          evidence: policy.evidence(of: purchase.item)?.rawValue,
          evidenceRate: policy.evidenceRate(of: purchase.item))
      }
    }
    return bought
      + document.plan.visits.map {
        Adoption.Purchase(
          commune: $0.code, item: LineItem.visit, count: 1, price: $0.cost,
          evidence: EvidenceKind.visit.rawValue)
      }
  }

  /// The present state of a programme, as far as a user may see it.
  ///
  /// - Throws: `InventoryError` with `programmeUnknown`.
  public func document(
    _ number: Int64, within scope: Scope, now: Date
  ) async throws -> ProgrammeDocument {
    try await document(
      store.programmes.record(number, within: scope),
      ProgrammeBasis(store.programmes.foundation(number, within: scope)), within: scope, now: now)
  }

  func document(
    _ record: ProgrammeRecord, _ basis: ProgrammeBasis, within scope: Scope, now: Date
  ) async throws -> ProgrammeDocument {
    ProgrammeDocuments(record: record, basis: basis, now: now).document(
      try await situations(
        record.programme, basis, of: Set(record.items.map(\.commune)), within: scope, now: now))
  }

  /// - Parameter communes: The communes for which the programme buys.
  func situations(
    _ programme: Programme, _ basis: ProgrammeBasis, of communes: Set<String>, within scope: Scope,
    now: Date
  ) async throws -> [CommuneSituation] {
    try await store.situations.current(
      policy: basis.policy, province: scope == .country ? programme.province : nil,
      within: scope, now: now
    ).filter { communes.contains($0.code) }
  }
}

/// The data frozen at adoption, decoded.
struct ProgrammeBasis: Sendable {
  let policy: Policy
  /// By commune.
  let baseline: [String: CommuneMeasures]
  /// The plan's promises, by commune.
  let planned: [String: PlannedCommune]
  let policyDigest: String?
  /// Communes of which a figure was simulated when it was adopted.
  let simulated: Set<String>
  /// The budget of each kind of money; nil if one pays for both.
  let budgets: Money?
  /// The name of the group that was planned for.
  let group: String?
  let effects: PurchaseEffects

  init(_ foundation: ProgrammeFoundation) throws {
    policy = try FrozenDocument.decode(Policy.self, from: foundation.policy)
    baseline = try FrozenDocument.decode(
      [String: CommuneMeasures].self, from: foundation.baseline)
    let document = try PlanArchive.decode(foundation.document)
    planned = Dictionary(
      document.plan.communes.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    policyDigest = document.provenance.policyDigest
    simulated = Set(document.places.lazy.filter(\.value.simulated).map(\.key))
    budgets = document.plan.budgets
    group = document.group
    effects = PurchaseEffects(policy)
  }
}
