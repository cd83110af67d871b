import Foundation
import GRDB
import Prioritization
import Reporting

extension Measures {
  /// Computes the measures of one commune from its machines.
  static func read(
    commune: String, rules: MeasureRules, now: Date, _ database: Database
  ) throws -> Measures {
    var computers: [ComputerState] = []
    var retired: [RetiredComputer] = []
    var seesNetworkScanner = false
    let rows = try Row.fetchCursor(
      database.cachedStatement(sql: ComputerColumn.query(RetiredComputer.counts)),
      arguments: [commune])
    while let row = try rows.next() {
      let computer = ComputerState(row, now: now)
      if (row[ComputerColumn.networkScanners] as Int) > 0 { seesNetworkScanner = true }
      if let retiredAt: Int64 = row[ComputerColumn.retiredAt] {
        retired.append(RetiredComputer(state: computer, retiredAt: retiredAt))
      } else {
        computers.append(computer)
      }
    }
    let attested = try Attestation.standings(commune: commune, now: now, database)
    let officials = try database.cachedStatement(
      sql: "SELECT officials FROM commune WHERE code = ?")
    let known = Known(
      computers: UnconfirmedMachines.counting(computers), retired: retired,
      networkScanners: seesNetworkScanner
        ? try networkScanners(
          commune: commune, afterLast: computers.isEmpty, rules: rules, now: now, database)
        : 0...0,
      accounts: try accounts(
        commune: commune, attested: attested.standings, rules: rules, now: now, database),
      checks: try CheckMeasures.read(commune: commune, rules: rules, now: now, database),
      officials: try Int.fetchOne(officials, arguments: [commune]), turns: attested.turns)
    var measures = known.measures(rules: rules, now: now)
    let visit = try VisitMeasures.read(commune: commune, now: now, database)
    measures.add(
      visit, officials: known.officials,
      hasLineSince: { moment in
        (known.computers + known.retired.map(\.state)).contains {
          $0.line.map { $0.measuredAt > moment } ?? false
        }
      }, rules: rules,
      since: { known.since($0).measures(rules: rules, now: now) })
    return measures
  }

  /// The computers of one commune that are not retired.
  static func computers(
    commune: String, now: Date, _ database: Database
  ) throws -> [ComputerState] {
    try Row.fetchAll(
      database.cachedStatement(sql: ComputerColumn.query("m.state <> 'retired'")),
      arguments: [commune]
    ).map { ComputerState($0, now: now) }
  }

  /// What measures are computed from.
  private struct Known {
    var computers: [ComputerState]
    var retired: [RetiredComputer]
    var networkScanners: ClosedRange<Int>
    var accounts: [AccountStanding]
    var checks: CheckMeasures?
    var officials: Int?
    var turns: [Date]

    func measures(rules: MeasureRules, now: Date) -> Measures {
      Measures(
        computers, retired: retired, networkScanners: networkScanners, accounts: accounts,
        checks: checks, officials: officials, turns: turns, rules: rules, now: now)
    }

    /// The same with only the computers that reported after a moment.
    func since(_ moment: Int64) -> Known {
      var later = self
      later.checks = nil
      later.computers = computers.filter { $0.lastReportAt ?? .min > moment }
      later.retired = []
      if later.computers.isEmpty { later.networkScanners = 0...0 }
      let numbers = Set(later.computers.map(\.number))
      later.accounts = accounts.filter { $0.machine.map(numbers.contains) ?? true }
      return later
    }
  }

  /// What the commune's machines and officers say of the services that the rules require.
  private static func accounts(
    commune: String, attested: [AccountStanding], rules: MeasureRules, now: Date,
    _ database: Database
  ) throws -> [AccountStanding] {
    let services = Set(rules.services + rules.signatures)
    guard !services.isEmpty else { return [] }
    let statement = try database.cachedStatement(
      sql: """
        SELECT a.machine, a.service, a.status, a.expiresAt, a.evidence IS 'attested' AS isUnconfirmed,
          CASE WHEN m.reportTimeDoubtedAt IS NULL THEN a.saidAt END AS saidAt
        FROM machine m JOIN account a ON a.machine = m.number
        WHERE m.commune = ? AND \(RetiredComputer.counts)
        """)
    var accounts: [AccountStanding] = []
    let rows = try Row.fetchCursor(statement, arguments: [commune])
    while let row = try rows.next() {
      let service: String = row["service"]
      guard services.contains(service) else { continue }
      accounts.append(
        AccountStanding(
          machine: row["machine"], service: service,
          status: try row.state("status", of: "account"),
          expiresAt: row.dateIfKnown("expiresAt"),
          saidAt: AccountStanding.known(row["saidAt"], now),
          // Typed in at the commune: its officer's word, though a machine carries it.
          isUnconfirmed: row["isUnconfirmed"]))
    }
    return accounts + attested.filter { services.contains($0.service) }
  }

  /// Number of distinct network scanners, each seen by many machines. The low end counts those that
  /// a machine that is not silent knows to be a scanner.
  ///
  /// - Parameter afterLast: whether every computer is retired: then what they saw may still be there.
  private static func networkScanners(
    commune: String, afterLast: Bool, rules: MeasureRules, now: Date, _ database: Database
  ) throws -> ClosedRange<Int> {
    let statement = try database.cachedStatement(
      sql: """
        SELECT count(DISTINCT coalesce(x.manufacturer, '') || char(10) || coalesce(x.model, ''))
        FROM machine m JOIN scanner x ON x.machine = m.number
        WHERE m.commune = ? AND (m.state <> 'retired' OR ?) AND x.connection = 'network'
          AND x.ready IS NOT 0 AND (? IS NULL OR m.state = 'active' AND m.lastReportAt >= ?
            AND m.lastReportAt <= ? AND m.reportTimeDoubtedAt IS NULL AND NOT x.likely)
        """)
    let since = now.addingTimeInterval(-rules.silentDays * 86_400).microseconds
    let certain =
      try Int.fetchOne(statement, arguments: [commune, afterLast, since, since, now.latestKnown])
      ?? 0
    let possible = try Int.fetchOne(statement, arguments: [commune, afterLast, nil, nil, nil]) ?? 0
    return certain...max(certain, possible)
  }

  /// Computes the measures of one commune and replaces its rows.
  @discardableResult
  static func renew(
    commune: String, rules: MeasureRules, now: Date, keepsHistory: Bool = true,
    _ database: Database
  ) throws -> Measures {
    // New measures would hide times in the future from the search for them.
    try DoubtedTimes.mark(commune: commune, now: now, database)
    let measures = try read(commune: commune, rules: rules, now: now, database)
    for name in Name.allCases {
      guard let value = measures.values[name] else {
        try database.cachedStatement(
          sql: "DELETE FROM commune_measure WHERE commune = ? AND measure = ?"
        ).execute(arguments: [commune, name.rawValue])
        continue
      }
      try database.cachedStatement(
        sql: """
          INSERT OR REPLACE INTO commune_measure (commune, measure, low, high, observedAt, dated)
          VALUES (?, ?, ?, ?, ?, ?)
          """
      ).execute(arguments: [
        commune, name.rawValue, value.low, value.high,
        value.observedAt ?? measures.observedAt ?? now.microseconds, value.observedAt != nil,
      ])
    }
    try database.cachedStatement(sql: "DELETE FROM commune_attested_measure WHERE commune = ?")
      .execute(arguments: [commune])
    for (name, value) in measures.attested {
      try database.cachedStatement(
        sql: """
          INSERT INTO commune_attested_measure (commune, measure, low, high) VALUES (?, ?, ?, ?)
          """
      ).execute(arguments: [commune, name.rawValue, value.low, value.high])
    }
    guard keepsHistory else {
      try CoverageCounts.write(measures, commune: commune, rules: rules, now: now, database)
      return measures
    }
    try MeasureHistory.record(measures, commune: commune, now: now, database)
    let report = try Int64.fetchOne(
      database.cachedStatement(sql: "SELECT lastReportAt FROM commune_reporting WHERE commune = ?"),
      arguments: [commune])
    try CoverageCounts.write(measures, commune: commune, rules: rules, now: now, database)
    try MeasureHistory.recordReporting(commune: commune, report: report, now: now, database)
    return measures
  }

  /// Updates the times of one commune's rows whose values are unchanged.
  static func moveTimes(commune: String, to now: Date, _ database: Database) throws {
    let arguments: StatementArguments = [Instant(now), commune]
    try database.cachedStatement(
      sql: """
        UPDATE commune_measure SET observedAt = max(observedAt, ?) WHERE commune = ? AND dated = 0
        """
    ).execute(arguments: arguments)
    try database.cachedStatement(
      sql: """
        UPDATE commune_reporting SET lastReportAt = max(coalesce(lastReportAt, 0), ?),
          revision = \(Revision.next)
        WHERE commune = ?
        """
    ).execute(arguments: arguments)
  }

  /// Communes that have or had machines, attestations, checks in a browser or visits.
  static func communes(_ database: Database) throws -> [String] {
    try String.fetchAll(
      database,
      sql: """
        SELECT commune FROM machine UNION SELECT commune FROM commune_attestation
        UNION SELECT commune FROM check_result
        UNION SELECT commune FROM commune_visit
        """)
  }

  /// Renews every commune about which something is known, in an inventory that keeps no history.
  static func renewAll(rules: MeasureRules, now: Date, _ database: Database) throws {
    for commune in try communes(database) {
      try renew(commune: commune, rules: rules, now: now, keepsHistory: false, database)
    }
  }
}

extension InventoryStore.Situations {
  /// Renews all measures if the rules have changed since they were computed.
  func renewIfRulesChanged(now: Date) throws {
    try store.commits.writeWhileOpening { [rules = store.rules] group in
      guard try MeasureRules.stored(group.database) != rules else { return }
      try group.touchAll(at: now)
      try rules.store(group.database)
      try MeasureHistory.begin(at: now, group.database)
    }
  }
}

/// The columns of the query for a commune's machines, by position: it runs for every changed
/// report, and looking a name up in each row costs measurable time.
private enum ComputerColumn: Int, CaseIterable {
  case simulated, isVirtual, lastReportAt, hardwareObserved
  case memoryTotalBytes, processorThreads, solidState, firmwareDate
  case scannersObserved, ownScanners, networkScanners, likelyScanners
  case isHeld, number, enrolledAt, reportTimeDoubtedAt, unconfirmedFrom
  case lineBitsPerSecond, measuredAt, mayCarryMore, retiredAt

  private var sql: String {
    switch self {
    case .simulated: "m.simulated"
    case .isVirtual: "h.chassis IS 'virtual'"
    case .lastReportAt: "m.lastReportAt"
    case .hardwareObserved: "h.outcome IS 'observed'"
    case .memoryTotalBytes: "h.memoryTotalBytes"
    case .processorThreads: "h.processorThreads"
    case .solidState: "h.solidState"
    case .firmwareDate: "h.firmwareDate"
    case .scannersObserved: "(s.outcome IN ('observed', 'absent') AND NOT s.incomplete) IS TRUE"
    case .ownScanners: "coalesce(s.ownScanners, 0)"
    case .networkScanners: "coalesce(s.networkScanners, 0)"
    case .likelyScanners: "coalesce(s.likelyScanners, 0)"
    case .isHeld:
      "m.state = 'quarantined' OR (m.state = 'retired' AND m.quarantinedAt <= m.retiredAt) IS TRUE"
    case .number: "m.number"
    case .enrolledAt: "m.enrolledAt"
    case .reportTimeDoubtedAt: "m.reportTimeDoubtedAt"
    case .unconfirmedFrom: "CASE WHEN \(UnconfirmedMachines.condition) THEN m.reenrolledFrom END"
    case .lineBitsPerSecond: "b.lineBitsPerSecond"
    case .measuredAt: "b.measuredAt"
    case .mayCarryMore: "coalesce(b.mayCarryMore, 0)"
    case .retiredAt: "CASE WHEN m.state = 'retired' THEN m.retiredAt END"
    }
  }

  /// Its columns stand before those of the system.
  ///
  /// - Parameter condition: SQL on the table `machine` as `m`.
  static func query(_ condition: String) -> String {
    """
    SELECT \(allCases.map(\.sql).joined(separator: ", ")), \(ComputerSystem.columns(of: "h"))
    FROM machine m
    LEFT JOIN machine_hardware h ON h.machine = m.number
    LEFT JOIN machine_scanners s ON s.machine = m.number
    LEFT JOIN machine_bandwidth b ON b.machine = m.number
    WHERE m.commune = ? AND \(condition)
    """
  }
}

extension Row {
  fileprivate subscript<Value: DatabaseValueConvertible & StatementColumnConvertible>(
    _ column: ComputerColumn
  ) -> Value { self[column.rawValue] }
}

extension ComputerState {
  fileprivate init(_ row: Row, now: Date) {
    let reported: Int64? = row[.lastReportAt]
    let doubtedAt: Int64? = row[.reportTimeDoubtedAt]
    let known = Self.knownReport(reported, doubtedAt: doubtedAt, now: now)
    let line: Int? = row[.lineBitsPerSecond]
    self.init(
      simulated: row[.simulated], virtual: row[.isVirtual], enrolledAt: row[.enrolledAt],
      lastReportAt: known, hardwareObserved: row[.hardwareObserved],
      memoryBytes: row[.memoryTotalBytes], threads: row[.processorThreads],
      solidState: row[.solidState], firmwareDate: row[.firmwareDate],
      scannersObserved: row[.scannersObserved], ownScanners: row[.ownScanners],
      likelyScanners: row[.likelyScanners], number: row[.number],
      line: line.map {
        Line(bitsPerSecond: $0, measuredAt: row[.measuredAt], mayCarryMore: row[.mayCarryMore])
      }, held: row[.isHeld],
      futureReportAt: known == nil && doubtedAt == nil ? reported : nil,
      system: ComputerSystem(now: now) { column, place in
        row[ComputerColumn.allCases.count + place]
      }, unconfirmedFrom: row[.unconfirmedFrom])
  }
}
