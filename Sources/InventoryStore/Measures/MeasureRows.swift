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
    let day = VietnamDay.text(now)
    var machines = try BoundStatement(ComputerRow.counted, database)
    machines.bind(commune)
    try machines.forEach { columns in
      let row = ComputerRow(&columns, now: now, day: day)
      seesNetworkScanner = seesNetworkScanner || row.seesNetworkScanner
      if let retiredAt = row.retiredAt {
        retired.append(RetiredComputer(state: row.state, retiredAt: retiredAt))
      } else {
        computers.append(row.state)
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
      checks: try CheckMeasures.read(
        commune: commune, beside: computers, rules: rules, now: now, database),
      officials: try Int.fetchOne(officials, arguments: [commune]), turns: attested.turns)
    var measures = known.measures(rules: rules, now: now)
    let visit = try VisitMeasures.read(commune: commune, now: now, database)
    try measures.add(
      visit, officials: known.officials,
      hasLineSince: { moment in
        (known.computers + known.retired.map(\.state)).contains {
          $0.line.map { $0.measuredAt > moment } ?? false
        }
      }, rules: rules,
      since: { known.since($0, $1).measures(rules: rules, now: now) },
      departures: {
        try Departures(
          known.retired, returned: Departures.returned(commune: commune, database),
          accounts: known.accounts, since: $0, rules: rules)
      })
    return measures
  }

  /// The computers of one commune that are not retired.
  static func computers(
    commune: String, now: Date, _ database: Database
  ) throws -> [ComputerState] {
    let day = VietnamDay.text(now)
    var computers: [ComputerState] = []
    var machines = try BoundStatement(ComputerRow.unretired, database)
    machines.bind(commune)
    try machines.forEach { computers.append(ComputerRow(&$0, now: now, day: day).state) }
    return computers
  }

  /// The inputs of measures.
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

    /// The same with only the computers that observed a section of their reports after a moment:
    /// what they saw before was counted at that moment, or was no longer there.
    func since(_ moment: Int64, _ section: KeyPath<UnseenSections, Int64?>) -> Known {
      var later = self
      later.checks = nil
      later.computers = computers.filter { $0.seenAt(section) ?? .min > moment }
      later.retired = []
      if later.computers.isEmpty { later.networkScanners = 0...0 }
      let numbers = Set(later.computers.map(\.number))
      later.accounts = accounts.filter { $0.machine.map(numbers.contains) ?? true }
      return later
    }
  }

  /// Statements of the commune's machines and officers about the services that the rules require.
  private static func accounts(
    commune: String, attested: [AccountStanding], rules: MeasureRules, now: Date,
    _ database: Database
  ) throws -> [AccountStanding] {
    let services = Set(rules.services + rules.signatures)
    guard !services.isEmpty else { return [] }
    var rows = try BoundStatement(
      """
      SELECT \(AccountStanding.columns) FROM machine m JOIN account a ON a.machine = m.number
      WHERE m.commune = ? AND \(RetiredComputer.counts)
      """, database)
    rows.bind(commune)
    var accounts: [AccountStanding] = []
    try rows.forEach { columns in
      if let account = try AccountStanding(&columns, of: services, now: now) {
        accounts.append(account)
      }
    }
    return accounts + attested.filter { services.contains($0.service) }
  }

  /// Number of network scanners. Many machines see the same one, so a model counts as often as one
  /// machine sees it at once. The low end counts those that a machine has recently seen and knows
  /// to be scanners.
  ///
  /// - Parameter afterLast: whether every computer is retired: what they saw may then still be
  ///   there.
  private static func networkScanners(
    commune: String, afterLast: Bool, rules: MeasureRules, now: Date, _ database: Database
  ) throws -> ClosedRange<Int> {
    let statement = try database.cachedStatement(
      sql: """
        SELECT coalesce(sum(most), 0) FROM (
          SELECT max(seen) AS most FROM (
            SELECT coalesce(x.manufacturer, '') AS maker, coalesce(x.model, '') AS kind,
              count(*) AS seen
            FROM machine m JOIN scanner x ON x.machine = m.number
            WHERE m.commune = ? AND (m.state <> 'retired' OR ?) AND x.connection = 'network'
              AND x.ready IS NOT 0 AND (? IS NULL OR m.state = 'active'
                AND \(UnseenSections.observedAt("scannersUnseenSince")) >= ?
                AND m.lastReportAt <= ? AND m.reportTimeDoubtedAt IS NULL AND NOT x.likely)
            GROUP BY x.machine, maker, kind)
          GROUP BY maker, kind)
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
    // First of all, since new measures would hide times in the future from the search for them.
    try DoubtedTimes.mark(commune: commune, now: now, database)
    let measures = try read(commune: commune, rules: rules, now: now, database)
    var delete = try BoundStatement(
      "DELETE FROM commune_measure WHERE commune = ? AND measure = ?", database)
    var write = try BoundStatement(
      """
      INSERT OR REPLACE INTO commune_measure (commune, measure, low, high, observedAt, dated)
      VALUES (?, ?, ?, ?, ?, ?)
      """, database)
    for name in Name.allCases {
      guard let value = measures.values[name] else {
        delete.bind(commune)
        delete.bind(name.rawValue)
        try delete.run()
        continue
      }
      write.bind(commune)
      write.bind(name.rawValue)
      write.bind(value.low)
      write.bind(value.high)
      write.bind(value.observedAt ?? measures.observedAt ?? now.microseconds)
      write.bind(value.observedAt != nil)
      try write.run()
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
    for sql in [movingMeasures, movingReports] {
      var move = try BoundStatement(sql, database)
      move.bind(now)
      move.bind(commune)
      try move.run()
    }
  }

  private static let movingMeasures = """
    UPDATE commune_measure SET observedAt = max(observedAt, ?) WHERE commune = ? AND dated = 0
    """
  private static let movingReports = """
    UPDATE commune_reporting SET lastReportAt = max(coalesce(lastReportAt, 0), ?),
      revision = \(Revision.next)
    WHERE commune = ?
    """

  /// Communes that have or had machines, attestations, browser checks or visits.
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
