public import Foundation
public import InventoryStore
public import Prioritization

/// Everything that a province publishes, as it was at one moment, in the form in which it is sent.
/// Made in one short read of the inventory, so that a slow network delays nothing at the province.
public struct ProvinceSnapshot {
  /// How long after its moment the effects of time alone are known to a ranking.
  public static let horizonSeconds = 3 * 86_400.0

  public let province: String
  public let moment: Date
  let revision: Int64
  let centre: String
  let measureRules: String
  let policy: Policy
  let policyDigest: String
  /// By table and month (``VietnamMonth/none`` for tables that are published whole).
  let parts: [String: [String: PartRows]]

  var validUntil: Date { moment.addingTimeInterval(Self.horizonSeconds) }

  /// Number of rows in all parts.
  public var rowCount: Int { parts.values.reduce(0) { $0 + $1.values.reduce(0) { $0 + $1.count } } }

  /// - Parameters:
  ///   - moment: as of which it is made; in the past to compare it with an earlier publication.
  ///   - policy: makes the standings; must have the rules by which the centre makes its measures.
  /// - Throws: `InventoryError`; ``NationError``.
  public init(
    _ inventory: InventoryReading, province: String, policy: Policy, policyDigest: String,
    moment: Date
  ) throws {
    self = try inventory.snapshot { snapshot in
      guard let rules = try snapshot.measureRules() else {
        throw NationError(
          .nothingToPublish,
          "The inventory has no measures yet: start its centre once, then publish.")
      }
      guard PublishedRules.compare(rules, with: policy) != .other else {
        throw NationError(
          .otherRules,
          "The centre computes its measures by another policy: name that one with --policy, or in centre.toml."
        )
      }
      var parts = PartCollector()
      let end = moment.addingTimeInterval(Self.horizonSeconds)
      let register = try snapshot.register(of: province)
      let states = try snapshot.states(of: province, now: moment, until: end)
      parts.add(register)
      parts.add(groups: try snapshot.groups(of: province))
      parts.add(states)
      parts.add(coverage: try snapshot.coverage(of: province))
      parts.add(try snapshot.programmes(of: province))
      try snapshot.measureHistory(of: province) { parts.add($0) }
      try snapshot.reportingHistory(of: province) { parts.add($0) }
      let present = PublishedCommune.present(register, states)
      parts.add(
        standings: present.situations(policy: policy, now: moment), policy, digest: policyDigest)
      try snapshot.months(of: province, policy: policy, now: moment) { month, situations in
        parts.add(standings: situations, of: month, policy, digest: policyDigest)
      }
      return Self(
        province: province, moment: moment, revision: try snapshot.revision(),
        centre: try snapshot.centre(), measureRules: rules, policy: policy,
        policyDigest: policyDigest, parts: parts.parts)
    }
  }

  private init(
    province: String, moment: Date, revision: Int64, centre: String, measureRules: String,
    policy: Policy, policyDigest: String, parts: [String: [String: PartRows]]
  ) {
    (self.province, self.moment, self.revision, self.centre) = (province, moment, revision, centre)
    (self.measureRules, self.policy) = (measureRules, policy)
    (self.policyDigest, self.parts) = (policyDigest, parts)
  }
}

extension PublishedCommune {
  /// - Parameter states: by commune and moment; the first of each is the present one.
  fileprivate static func present(
    _ register: [CommuneRecord], _ states: [PublishedState]
  ) -> [PublishedCommune] {
    let first = Dictionary(
      states.map { ($0.commune, $0) }, uniquingKeysWith: { first, _ in first })
    return register.map { PublishedCommune(register: $0, state: first[$0.code]) }
  }
}
