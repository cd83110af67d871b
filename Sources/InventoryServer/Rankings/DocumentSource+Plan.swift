public import Foundation
public import InventoryStore
public import Presentation
public import Prioritization

/// Plans for the communes as they stand or stood.
extension DocumentSource {
  /// A plan for the communes of a province, or of the country.
  ///
  /// - Parameters:
  ///   - budget: Whole VND.
  ///   - group: Only communes of this group, by its name or number.
  ///   - moment: A time in the past; nil for now.
  /// - Throws: `InventoryError` with `provinceUnknown` or `groupUnknown`, `PlanError`.
  public func plan(
    province: String?, group: String? = nil, within scope: Scope, budget: PlanBudget,
    asOf moment: Date? = nil, now: Date
  ) async throws -> PlanDocument {
    try plan(
      await situations(
        province: province, group: group, within: scope, asOf: moment, now: now),
      running: moment == nil ? await running(within: scope) : [], budget: budget, asOf: moment,
      now: now)
  }

  /// What running programmes buy.
  func running(within scope: Scope) async throws -> [RunningPurchase] {
    try await store.programmes.running(within: scope)
  }

  /// The communes to plan for.
  ///
  /// - Throws: `InventoryError` with `provinceUnknown` or `groupUnknown`.
  func situations(
    province: String?, group: String?, within scope: Scope, asOf moment: Date? = nil, now: Date
  ) async throws -> [CommuneSituation] {
    try await store.groups.part(
      group,
      of: store.situations.read(
        policy: policy, province: province, within: scope, asOf: moment, now: now),
      within: scope)
  }

  /// Takes up to half a second for the country.
  ///
  /// - Parameters:
  ///   - running: what programmes already buy; the plan says so.
  ///   - adjusted: The policy with other limits for this plan alone.
  func plan(
    _ situations: [CommuneSituation], running: [RunningPurchase] = [], budget: PlanBudget,
    adjusted: Policy? = nil, asOf moment: Date?, now: Date
  ) throws -> PlanDocument {
    var document = try SituationDocuments(policy: policy).plan(
      situations, budget: budget, adjusted: adjusted, provenance(asOf: moment, now: now))
    document.running = RunningProgrammes(
      document.plan, running: running.map { ($0.commune, $0.item, $0.programme, $0.units) })
    return document
  }
}

extension [CommuneSituation] {
  /// What each commune is called and where it lies, by its code.
  var places: [String: PlanDocument.Place] {
    Dictionary(
      map { situation in
        (
          situation.code,
          PlanDocument.Place(
            name: situation.name, province: situation.provinceCode,
            provinceName: situation.provinceName, simulated: situation.simulated,
            officials: situation.officials)
        )
      }, uniquingKeysWith: { first, _ in first })
  }
}

extension InventoryStore.Groups {
  /// The situations of a group's communes; all of them if no group is named.
  ///
  /// - Throws: `InventoryError` with `groupUnknown`.
  func part(
    _ group: String?, of situations: [CommuneSituation], within scope: Scope
  ) async throws -> [CommuneSituation] {
    guard let group else { return situations }
    let codes = Set(try await members(of: group, within: scope).codes)
    return situations.filter { codes.contains($0.code) }
  }
}

extension InventoryStore.Situations {
  /// Situations at a time in the past if given, otherwise now.
  func read(
    policy: Policy, province: String?, within scope: Scope, asOf moment: Date?, now: Date
  ) async throws -> [CommuneSituation] {
    guard let moment else {
      return try await current(policy: policy, province: province, within: scope, now: now)
    }
    return try await past(policy: policy, province: province, within: scope, asOf: moment)
  }
}
