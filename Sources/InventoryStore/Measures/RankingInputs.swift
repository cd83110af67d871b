public import Foundation
import GRDB
public import Prioritization

/// A commune with all that a ranking needs of it; never changed once made. A class, because the
/// memory of thousands is copied when one of them has changed.
public final class CommuneSituation: Sendable {
  public let code: String
  public let name: String
  public let kind: String
  public let provinceCode: String
  public let provinceName: String
  /// By the register; nil is "unknown", never "no".
  public let remote, border, island: Bool?
  /// Degrees north and east (WGS 84).
  public let latitude, longitude: Double?
  public let machines: Int
  /// Whether any figure comes from a simulated machine or was invented for a demonstration.
  public let simulated: Bool
  public let lastReportAt: Date?
  public let reporting: ReportingState
  public let measures: CommuneMeasures
  /// Low and high value by criterion, in the policy's order; nil where unknown.
  public let values: [ClosedRange<Double>?]
  /// The same as documents take them: made once, for every ranking copies them.
  public let bounds: [(low: Double, high: Double)?]
  /// When the values were observed, by criterion.
  public let observedAt: [Date?]

  fileprivate init(
    _ row: Row, made: Measures?, measures known: ArraySlice<MeasureTable.Entry>, slots: [Int?],
    policy: Policy, now: Date
  ) {
    let machines = made?.machines ?? row[10] as Int? ?? 0
    let simulatedMachines = made?.simulatedMachines ?? row[11] as Int? ?? 0
    let lastReportAt = (made == nil ? row[12] as Int64? : made?.lastReportAt).map {
      Date(microseconds: $0)
    }
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
      // Whole days: what came last night is not yet uncertain.
      let age = Double(max(0, now.microseconds - entry.observedAt) / 86_400_000_000)
      observations.append(.known(low: entry.low, high: entry.high, ageDays: age))
      values.append(entry.low...entry.high)
      observedAt.append(Date(microseconds: entry.observedAt))
    }
    code = row[0]
    name = row[1]
    kind = row[2]
    provinceCode = row[3]
    provinceName = row[4]
    remote = row[5]
    border = row[6]
    island = row[7]
    latitude = row[14]
    longitude = row[15]
    self.machines = machines
    simulated = (row[9] as Bool) || simulatedMachines > 0
    self.lastReportAt = lastReportAt
    self.reporting = reporting
    measures = CommuneMeasures(
      code: row[0], observations: observations,
      context: policy.context.map { Self.context($0.id, row) },
      needs: policy.criteria.map { Self.need($0, machines: machines, policy, row) })
    self.values = values
    bounds = values.map { $0.map { (low: $0.lowerBound, high: $0.upperBound) } }
    self.observedAt = observedAt
  }
}

extension InventoryStore {
  /// Every commune of the register, or of a province, with what is known of it at `now`.
  ///
  /// - Parameter scope: outside of it there is nothing.
  /// - Throws: ``InventoryError`` with `provinceUnknown`.
  public func situations(
    policy: Policy, province: String? = nil, within scope: Scope = .country, now: Date
  ) async throws -> [CommuneSituation] {
    try await pool.read { [rules, overtaken, situationMemory, ownPolicy = self.policy] database in
      // Another policy is somebody's trial: it would drive ours out of memory.
      if province == nil, scope == .country, MeasureRules(policy) == rules, policy == ownPolicy {
        return try situationMemory.all(by: policy, now: now, database) { selection in
          try Self.situations(
            policy: policy, of: selection, now: now, madeBy: rules, remembering: overtaken,
            database)
        }
      }
      try Self.requireProvince(province, within: scope, database)
      return try Self.situations(
        policy: policy, of: CommuneSelection(province: province, scope: scope), now: now,
        madeBy: rules, remembering: overtaken, database
      ).map(\.value)
    }
  }

  /// Of a past that was made anew, under the rules it was made with.
  static func situations(
    policy: Policy, province: String?, within scope: Scope, now: Date,
    madeBy rules: MeasureRules, _ database: Database
  ) throws -> [CommuneSituation] {
    try Self.requireProvince(province, within: scope, database)
    return try situations(
      policy: policy, of: CommuneSelection(province: province, scope: scope), now: now,
      madeBy: rules, remembering: OvertakenMeasures(), database
    ).map(\.value)
  }

  /// - Parameters:
  ///   - rules: those that made the measures of the file.
  ///   - memory: of the file's measures that time has overtaken.
  /// - Returns: by code; each with the moment from which on time alone makes another of it.
  private static func situations(
    policy: Policy, of selection: CommuneSelection, now: Date, madeBy rules: MeasureRules,
    remembering memory: OvertakenMeasures, _ database: Database
  ) throws -> CommuneMemory<Policy, CommuneSituation>.Made {
    let wanted = MeasureRules(policy)
    // Several criteria may judge one measure.
    let slots = policy.criteria.map { criterion in
      criterion.measure.flatMap { measure in
        policy.criteria.firstIndex { $0.measure == measure }
      }
    }
    let rows =
      wanted == rules
      ? try MeasureTable.stored(
        policy, of: selection, rules: rules, now: now, remembering: memory, database)
      : try MeasureTable.made(policy, of: selection, rules: wanted, now: now, database)
    return try Row.fetchCursor(
      database,
      sql: """
        SELECT c.code, c.name, c.kind, c.province, p.name, c.remote, c.border, c.island,
          c.dossiersPerMonth, c.simulated, r.machines, r.simulatedMachines, r.lastReportAt,
          c.officials, c.latitude, c.longitude, r.holdUntil
        FROM commune c JOIN province p ON p.code = c.province
        LEFT JOIN commune_reporting r ON r.commune = c.code
        WHERE \(selection.sql) ORDER BY c.code
        """, arguments: selection.arguments
    ).reduce(into: []) { situations, row in
      let situation = CommuneSituation(
        row, made: rows.made[row[0]], measures: rows.measures(of: row[0]), slots: slots,
        policy: policy, now: now)
      let measuresHold =
        rows.made[situation.code]?.holdUntil
        ?? (row[16] as Int64?).map { Date(microseconds: $0) } ?? .distantFuture
      situations.append(
        (situation.code, situation, min(measuresHold, situation.turns(policy, after: now))))
    }
  }
}

extension ReportingLimits {
  /// When time alone makes another state of a last report.
  func turn(lastReportAt: Date?, after now: Date) -> Date {
    guard let lastReportAt else { return .distantFuture }
    return [freshDays, silentDays].reduce(.distantFuture) { next, days in
      let turn = lastReportAt.addingTimeInterval(days * 86_400)
      // A little early: at the very moment it may round either way.
      return turn >= now ? min(next, turn.addingTimeInterval(-0.001)) : next
    }
  }
}

extension CommuneSituation {
  /// When, with the same measures, an age in days or the state of reporting becomes another.
  fileprivate func turns(_ policy: Policy, after now: Date) -> Date {
    var next = Date.distantFuture
    for observedAt in observedAt.lazy.compactMap({ $0 }) {
      let days = max(0, now.microseconds - observedAt.microseconds) / 86_400_000_000
      next = min(next, observedAt.addingTimeInterval(Double(days + 1) * 86_400))
    }
    return min(next, policy.reporting.turn(lastReportAt: lastReportAt, after: now))
  }

  /// How many units of what can be bought lie between floor and standard; nil where that is the
  /// distance between them.
  fileprivate static func need(
    _ criterion: Criterion, machines: Int, _ policy: Policy, _ row: Row
  ) -> Double? {
    guard let measure = criterion.measure.flatMap(Measures.Name.init) else { return nil }
    let distance = abs(criterion.standard - criterion.floor)
    switch measure {
    case .computersPerOfficial: return (row[13] as Int?).map { Double($0) * distance }
    case .oldComputersShare, .reportingCoverage:
      return machines > 0 ? Double(machines) * distance : nil
    case .usableServicesShare: return Double(policy.services.required.count) * distance
    case .scanners, .lineBitsPerSecond, .digitalSignatures: return nil
    }
  }

  /// The raw value of a context, or nil where the register does not know.
  fileprivate static func context(_ id: String, _ row: Row) -> Double? {
    func flag(_ index: Int) -> Double? { (row[index] as Bool?).map { $0 ? 1 : 0 } }
    switch id {
    case "remote": return flag(5)
    case "border": return flag(6)
    case "island": return flag(7)
    case "borderOrIsland":
      let flags = [flag(6), flag(7)]
      return flags.contains(1) ? 1 : flags.contains(nil) ? nil : 0
    case "workload": return (row[8] as Int?).map(Double.init)
    default: return nil
    }
  }
}
