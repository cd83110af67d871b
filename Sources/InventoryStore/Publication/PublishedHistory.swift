public import Foundation
import GRDB
public import Prioritization

/// A value of a measure and the period in which it held. Times are microseconds since 1970.
public struct MeasurePeriod: Sendable, Equatable {
  public var commune: String
  /// As a policy's criteria name it.
  public var measure: String
  public var from: Int64
  /// nil while it holds.
  public var until: Int64?
  public var low: Double
  public var high: Double
  /// nil if it is as new as the commune's last report.
  public var observedAt: Int64?
}

/// Numbers of a commune's machines and the period in which they held. Times are microseconds since
/// 1970.
public struct ReportingPeriod: Sendable, Equatable {
  public var commune: String
  public var from: Int64
  /// nil while it holds.
  public var until: Int64?
  public var machines: Int
  public var simulatedMachines: Int
  public var computersThere: Int?
  public var fresh, ageing, silent, waiting, quarantined: Int
}

/// The present numbers of a commune's computers by reporting state.
public struct PublishedCoverage: Sendable, Equatable {
  public var commune: String
  public var machines: Int
  public var fresh, ageing, silent, waiting, quarantined: Int
  public var wrongClocks, late, dropping: Int
}

extension InventorySnapshot {
  /// Calls `use` with each row of the measures' history of a province, by commune, measure and
  /// time.
  public func measureHistory(
    of province: String, _ use: (MeasurePeriod) throws -> Void
  ) throws {
    let names = Measures.Name.allCases.sorted { $0.rawValue < $1.rawValue }
    let cases = names.enumerated().map { place, name in
      "(\(place), \(MeasureHistory.number(name)))"
    }
    let rows = try Row.fetchCursor(
      database,
      sql: """
        WITH wanted (place, number) AS (VALUES \(cases.joined(separator: ", ")))
        SELECT m.commune, w.place, m.fromAt, m.untilAt, m.low, m.high, m.observedAt
        FROM commune c CROSS JOIN wanted w CROSS JOIN commune_measure_past m
          ON m.commune = c.code AND m.measure = w.number
        WHERE c.province = ? ORDER BY c.code, w.place, m.fromAt
        """, arguments: [province])
    // Read by position: there are hundreds of thousands of rows.
    while let row = try rows.next() {
      try use(
        MeasurePeriod(
          commune: row[0], measure: names[row[1] as Int].rawValue, from: row[2], until: row[3],
          low: row[4], high: row[5], observedAt: row[6]))
    }
  }

  /// Does the same as ``measureHistory(of:_:)`` for the history of reporting.
  public func reportingHistory(
    of province: String, _ use: (ReportingPeriod) throws -> Void
  ) throws {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT r.commune, r.fromAt, r.untilAt, r.machines, r.simulatedMachines, r.computersThere,
          r.freshMachines, r.ageingMachines, r.silentMachines, r.waitingMachines, r.heldMachines
        FROM commune c CROSS JOIN commune_reporting_past r ON r.commune = c.code
        WHERE c.province = ? ORDER BY c.code, r.fromAt
        """, arguments: [province])
    while let row = try rows.next() {
      try use(
        ReportingPeriod(
          commune: row[0], from: row[1], until: row[2], machines: row[3],
          simulatedMachines: row[4], computersThere: row[5], fresh: row[6], ageing: row[7],
          silent: row[8], waiting: row[9], quarantined: row[10]))
    }
  }

  /// The present coverage of a province's communes, by code.
  public func coverage(of province: String) throws -> [PublishedCoverage] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT r.* FROM commune_reporting r JOIN commune c ON c.code = r.commune
        WHERE c.province = ? ORDER BY r.commune
        """, arguments: [province]
    ).map { row in
      PublishedCoverage(
        commune: row["commune"], machines: row["machines"], fresh: row["freshMachines"],
        ageing: row["ageingMachines"], silent: row["silentMachines"],
        waiting: row["waitingMachines"], quarantined: row["heldMachines"],
        wrongClocks: row["wrongClocks"], late: row["lateMachines"],
        dropping: row["droppingMachines"])
    }
  }

  /// The communes of a province at the beginning of each month since the history began, according
  /// to the history; the register is today's.
  ///
  /// - Parameter use: gets the first moment of a month in Vietnam.
  public func months(
    of province: String, policy: Policy, now: Date,
    _ use: (Date, [CommuneSituation]) throws -> Void
  ) throws {
    guard let since = try MeasureHistory.since(database) else { return }
    // A province's rows may begin later, or earlier if its past is simulated.
    let first = try Int64.fetchOne(
      database,
      sql: """
        SELECT min(m.fromAt) FROM commune c JOIN commune_measure_past m ON m.commune = c.code
        WHERE c.province = ?
        """, arguments: [province])
    guard let first else { return }
    var moment = RetentionLimits.monthStart(max(since, Date(microseconds: first)))
    while moment <= now {
      if let communes = try InventoryStore.Situations.recorded(
        policy: policy, province, .country, at: moment, database)
      {
        try use(moment, communes.map(\.situation))
      }
      // The next month's first day, whatever this month's length.
      moment = RetentionLimits.monthStart(moment.addingTimeInterval(40 * 86_400))
    }
  }
}
