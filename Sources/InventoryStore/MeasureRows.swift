import Foundation
import GRDB
import Prioritization

extension Measures {
  /// Makes the measures of one commune from its active machines.
  static func read(
    commune: String, rules: MeasureRules, now: Date, _ database: Database
  ) throws -> Measures {
    let machines = try database.cachedStatement(
      sql: """
        SELECT m.simulated, m.lastReportAt, h.outcome AS hardware, h.memoryTotalBytes,
          h.processorThreads, h.solidState, h.firmwareDate, h.chassis, s.outcome AS scanners,
          (SELECT count(*) FROM scanner x WHERE x.machine = m.number
             AND x.connection <> 'network' AND x.ready IS NOT 0) AS ownScanners
        FROM machine m
        LEFT JOIN machine_hardware h ON h.machine = m.number
        LEFT JOIN machine_scanners s ON s.machine = m.number
        WHERE m.commune = ? AND m.state = 'active'
        """)
    let computers = try Row.fetchAll(machines, arguments: [commune]).map { row in
      ComputerState(
        simulated: row["simulated"], virtual: (row["chassis"] as String?) == "virtual",
        lastReportAt: row["lastReportAt"],
        hardwareObserved: (row["hardware"] as String?) == "observed",
        memoryBytes: row["memoryTotalBytes"], threads: row["processorThreads"],
        solidState: row["solidState"], firmwareDate: row["firmwareDate"],
        scannersObserved: ["observed", "absent"].contains(row["scanners"] as String? ?? ""),
        ownScanners: row["ownScanners"])
    }
    // A network scanner is seen by many machines and stands once.
    let network = try database.cachedStatement(
      sql: """
        SELECT count(DISTINCT coalesce(x.manufacturer, '') || char(10) || coalesce(x.model, ''))
        FROM machine m JOIN scanner x ON x.machine = m.number
        WHERE m.commune = ? AND m.state = 'active' AND x.connection = 'network'
          AND x.ready IS NOT 0
        """)
    let officials = try database.cachedStatement(
      sql: "SELECT officials FROM commune WHERE code = ?")
    return Measures(
      computers, networkScanners: try Int.fetchOne(network, arguments: [commune]) ?? 0,
      officials: try Int.fetchOne(officials, arguments: [commune]), rules: rules, now: now)
  }

  /// Writes the rows of one commune anew.
  @discardableResult
  static func renew(
    commune: String, rules: MeasureRules, now: Date, _ database: Database
  ) throws -> Measures {
    let measures = try read(commune: commune, rules: rules, now: now, database)
    for name in Name.allCases {
      guard let value = measures.values[name] else {
        try database.cachedStatement(
          sql: "DELETE FROM commune_measure WHERE commune = ? AND measure = ?"
        ).execute(arguments: [commune, name.rawValue])
        continue
      }
      try database.cachedStatement(
        sql: "INSERT OR REPLACE INTO commune_measure VALUES (?, ?, ?, ?, ?)"
      ).execute(arguments: [
        commune, name.rawValue, value.low, value.high, measures.lastReportAt,
      ])
    }
    try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO commune_reporting VALUES (?, ?, ?, ?)"
    ).execute(arguments: [
      commune, measures.machines, measures.simulatedMachines, measures.lastReportAt,
    ])
    return measures
  }

  /// Says of one commune's rows that they were seen again, as they are.
  static func moveTimes(commune: String, to now: Date, _ database: Database) throws {
    let arguments: StatementArguments = [now.microseconds, commune]
    try database.cachedStatement(
      sql: "UPDATE commune_measure SET observedAt = max(observedAt, ?) WHERE commune = ?"
    ).execute(arguments: arguments)
    try database.cachedStatement(
      sql: """
        UPDATE commune_reporting SET lastReportAt = max(coalesce(lastReportAt, 0), ?)
        WHERE commune = ?
        """
    ).execute(arguments: arguments)
  }

  /// Writes the rows of every commune that has or had machines.
  static func renewAll(rules: MeasureRules, now: Date, _ database: Database) throws {
    let communes = try String.fetchAll(database, sql: "SELECT DISTINCT commune FROM machine")
    for commune in communes {
      try renew(commune: commune, rules: rules, now: now, database)
    }
  }
}

extension InventoryStore {
  /// Brings the measures to the present rules, where those changed since they were made.
  func renewMeasuresIfRulesChanged(now: Date) throws {
    try pool.write { [rules] database in
      guard try MeasureRules.stored(database) != rules else { return }
      try Measures.renewAll(rules: rules, now: now, database)
      try rules.store(database)
      try Self.bumpRevision(database)
    }
  }
}
