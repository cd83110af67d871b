public import Foundation
public import InventoryStore
public import Presentation
public import Prioritization

/// Plans for communes, at present or in the past.
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
      await planned(province: province, group: group, within: scope, asOf: moment, now: now),
      budget: budget, asOf: moment, now: now)
  }

  /// The communes to plan for, and what running programmes already buy for them.
  struct Planned: Sendable {
    var situations: [CommuneSituation]
    /// Empty for a plan of the past.
    var running: [RunningPurchase]
    /// The name of their group; nil if all communes are planned for.
    var group: String?
  }

  /// - Throws: `InventoryError` with `provinceUnknown` or `groupUnknown`.
  func planned(
    province: String?, group: String?, within scope: Scope, asOf moment: Date? = nil, now: Date
  ) async throws -> Planned {
    var planned = Planned(
      situations: try await store.situations.read(
        policy: policy, province: province, within: scope, asOf: moment, now: now),
      running: moment == nil ? try await store.programmes.running(within: scope) : [])
    if let group {
      let found = try await store.groups.members(of: group, within: scope)
      let codes = Set(found.codes)
      planned.situations.removeAll { !codes.contains($0.code) }
      planned.group = found.group.name
    }
    return planned
  }

  /// Takes up to half a second for the country.
  ///
  /// - Parameter adjusted: The policy with other limits for this plan alone.
  func plan(
    _ planned: Planned, budget: PlanBudget, adjusted: Policy? = nil, asOf moment: Date?, now: Date
  ) throws -> PlanDocument {
    var document = try SituationDocuments(policy: policy).plan(
      planned.situations, budget: budget, adjusted: adjusted, provenance(asOf: moment, now: now))
    document.running = RunningProgrammes(
      document.plan, running: planned.running.map { ($0.commune, $0.item, $0.programme, $0.units) })
    document.group = planned.group
    return document
  }
}

extension [CommuneSituation] {
  /// Each commune's name and location, by code.
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
