public import Foundation
import GRDB
public import Prioritization

/// The inputs of a ranking for one commune; immutable. A class, because the cache of thousands is
/// copied when one of them changes.
public final class CommuneSituation: Sendable {
  public let code, name, kind, provinceCode, provinceName: String
  /// From the register; nil means unknown, never no.
  public let remote, border, island: Bool?
  /// Degrees north and east (WGS 84).
  public let latitude, longitude: Double?
  /// From the register; nil if unknown.
  public let officials: Int?
  public let machines: Int
  /// Computers that are present as far as is known: those enrolled, or those that a visit counted.
  public let computersThere: Int
  /// Whether any figure comes from a simulated machine or was invented for a demonstration.
  public let simulated: Bool
  public let lastReportAt: Date?
  public let reporting: ReportingState
  public let measures: CommuneMeasures
  /// Low and high value by criterion, in the policy's order; nil if unknown.
  public let values: [ClosedRange<Double>?]
  /// The same in the form of documents, computed once because every ranking copies them.
  public let bounds: [(low: Double, high: Double)?]
  /// When the values were observed, by criterion.
  public let observedAt: [Date?]

  init(
    _ register: RegisterRow, computed: Measures?,
    measures known: ArraySlice<SituationMeasures.Entry>, attested: [SituationMeasures.Entry],
    slots: [Int?], policy: Policy, now: Date
  ) {
    let machines = computed?.machines ?? register.machines
    let simulatedMachines = computed?.simulatedMachines ?? register.simulatedMachines
    let lastReportAt =
      computed.map { $0.lastReportAt.map { Date(microseconds: $0) } } ?? register.lastReportAt
    let days = now.days(sinceKnown: lastReportAt)
    let reporting = policy.reporting.state(enrolled: machines > 0, daysSinceLastReport: days)
    var observations: [Observation] = []
    var values: [ClosedRange<Double>?] = []
    var observedAt: [Date?] = []
    for index in policy.criteria.indices {
      guard let entry = known.first(where: { $0.criterion == slots[index] }) else {
        observations.append(.unknown)
        values.append(nil)
        observedAt.append(nil)
        continue
      }
      // Whole days, so that last night's report adds no uncertainty yet.
      let age = Double(max(0, now.microseconds - entry.observedAt) / 86_400_000_000)
      observations.append(.known(low: entry.low, high: entry.high, ageDays: age))
      values.append(entry.low...entry.high)
      observedAt.append(Date(microseconds: entry.observedAt))
    }
    code = register.code
    name = register.name
    kind = register.kind
    provinceCode = register.provinceCode
    provinceName = register.provinceName
    remote = register.remote
    border = register.border
    island = register.island
    latitude = register.latitude
    longitude = register.longitude
    officials = register.officials
    self.machines = machines
    computersThere = computed?.computersThere ?? register.computersThere
    simulated = register.simulated || simulatedMachines > 0
    self.lastReportAt = lastReportAt
    self.reporting = reporting
    var measures = CommuneMeasures(
      code: register.code, observations: observations,
      context: policy.context.map { register.context($0.id) },
      needs: policy.criteria.map { register.need($0, machines: machines, policy) })
    register.complete(&measures, computersThere: computersThere, policy)
    for entry in attested {
      for index in policy.criteria.indices where slots[index] == entry.criterion {
        measures.attested[index] = .known(low: entry.low, high: entry.high, ageDays: 0)
      }
    }
    self.measures = measures
    self.values = values
    bounds = values.map { $0.map { (low: $0.lowerBound, high: $0.upperBound) } }
    self.observedAt = observedAt
  }
}

extension InventoryStore.Situations {
  /// Every commune of the register, or of a province, with what is known about it at `now`.
  ///
  /// - Throws: ``InventoryError`` with `provinceUnknown`.
  public func current(
    policy: Policy, province: String? = nil, within scope: Scope, now: Date
  ) async throws -> [CommuneSituation] {
    let (inForce, overtaken, cache) = (store.rules, store.overtaken, store.situationCache)
    // A trial policy must not evict the centre's own from the cache.
    let isOwnPolicy = MeasureRules(policy) == inForce && policy == store.policy
    return try await store.pool.read { database in
      // The rules of this snapshot of the file: others may have come into force since the call.
      let rules = try MeasureRules.stored(database) ?? inForce
      try scope.requireProvince(province, database)
      let part = CommunePart(province: province, scope: scope)
      if isOwnPolicy, part.isEverything || cache.holds(policy) {
        let all = try cache.all(by: policy, now: now, database) { selection in
          try Self.read(
            policy: policy, of: selection, now: now, storedBy: rules, remembering: overtaken,
            database)
        }
        return part.isEverything
          ? all : all.filter { part.contains($0.code, province: $0.provinceCode) }
      }
      return try Self.read(
        policy: policy, of: CommuneSelection(province: province, scope: scope), now: now,
        storedBy: rules, remembering: overtaken, database
      ).map(\.value)
    }
  }

  /// Situations of a reconstructed past, under the rules it was reconstructed with.
  static func past(
    policy: Policy, province: String?, within scope: Scope, now: Date,
    storedBy rules: MeasureRules, _ database: Database
  ) throws -> [CommuneSituation] {
    try scope.requireProvince(province, database)
    return try read(
      policy: policy, of: CommuneSelection(province: province, scope: scope), now: now,
      storedBy: rules, remembering: OvertakenMeasures(), database
    ).map(\.value)
  }

  /// - Parameters:
  ///   - rules: those of the stored measures.
  ///   - cache: caches measures that replace expired ones.
  /// - Returns: by code; each with the moment from which time alone changes it.
  private static func read(
    policy: Policy, of selection: CommuneSelection, now: Date, storedBy rules: MeasureRules,
    remembering cache: OvertakenMeasures, _ database: Database
  ) throws -> CommuneCache<Policy, CommuneSituation>.Made {
    let wanted = MeasureRules(policy)
    // Several criteria may use one measure.
    let slots = policy.criteria.map { criterion in
      criterion.measure.flatMap { measure in
        policy.criteria.firstIndex { $0.measure == measure }
      }
    }
    let measures =
      wanted == rules
      ? try SituationMeasures.stored(
        policy, of: selection, rules: rules, now: now, remembering: cache, database)
      : try SituationMeasures.computed(policy, of: selection, rules: wanted, now: now, database)
    let registers = try RegisterRow.fetchCursor(
      database,
      sql: """
        SELECT \(RegisterRow.columns)
        FROM commune c JOIN province p ON p.code = c.province
        LEFT JOIN commune_reporting r ON r.commune = c.code
        WHERE \(selection.sql) ORDER BY c.code
        """, arguments: selection.arguments)
    return try registers.reduce(into: []) { situations, register in
      let computed = measures.computed[register.code]
      let situation = CommuneSituation(
        register, computed: computed, measures: measures.measures(of: register.code),
        attested: measures.attested[register.code] ?? [], slots: slots,
        policy: policy, now: now)
      let measuresHold = computed?.holdUntil ?? register.holdUntil ?? .distantFuture
      situations.append(
        (situation.code, situation, min(measuresHold, situation.turns(policy, after: now))))
    }
  }
}

extension ReportingLimits {
  /// The next moment at which time alone changes the reporting state of a last report.
  func turn(lastReportAt: Date?, after now: Date) -> Date {
    guard let lastReportAt else { return .distantFuture }
    return [freshDays, silentDays].reduce(.distantFuture) { next, days in
      let turn = lastReportAt.addingTimeInterval(days * 86_400)
      // Slightly early, since rounding at the exact moment may go either way.
      return turn >= now ? min(next, turn.addingTimeInterval(-0.001)) : next
    }
  }
}

extension CommuneSituation {
  /// The next moment at which an age in days or the reporting state changes, with unchanged
  /// measures.
  fileprivate func turns(_ policy: Policy, after now: Date) -> Date {
    var next = Date.distantFuture
    for observedAt in observedAt.lazy.compactMap({ $0 }) {
      let days = max(0, now.microseconds - observedAt.microseconds) / 86_400_000_000
      next = min(next, observedAt.addingTimeInterval(Double(days + 1) * 86_400))
    }
    return min(next, policy.reporting.turn(lastReportAt: lastReportAt, after: now))
  }
}
