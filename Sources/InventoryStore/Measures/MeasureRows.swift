import Foundation
import GRDB
import Prioritization
import Reporting

extension Measures {
  /// Makes the measures of one commune from the machines it has.
  static func read(
    commune: String, rules: MeasureRules, now: Date, _ database: Database
  ) throws -> Measures {
    let machines = try database.cachedStatement(
      sql: """
        SELECT m.simulated, h.chassis IS 'virtual', m.lastReportAt, h.outcome IS 'observed',
          h.memoryTotalBytes, h.processorThreads, h.solidState, h.firmwareDate,
          (s.outcome IN ('observed', 'absent') AND NOT s.incomplete) IS TRUE,
          coalesce(s.ownScanners, 0), coalesce(s.networkScanners, 0), m.state = 'quarantined',
          m.number, b.lineBitsPerSecond, b.measuredAt, coalesce(b.mayCarryMore, 0), m.enrolledAt,
          coalesce(s.likelyScanners, 0), m.reportTimeDoubtedAt,
          CASE WHEN \(UnconfirmedMachines.condition) THEN m.reenrolledFrom END
        FROM machine m
        LEFT JOIN machine_hardware h ON h.machine = m.number
        LEFT JOIN machine_scanners s ON s.machine = m.number
        LEFT JOIN machine_bandwidth b ON b.machine = m.number
        WHERE m.commune = ? AND m.state <> 'retired'
        """)
    // By position and without copies: this runs for every changed report.
    var computers: [ComputerState] = []
    var seesNetworkScanner = false
    let rows = try Row.fetchCursor(machines, arguments: [commune])
    while let row = try rows.next() {
      let reported: Int64? = row[2]
      let known = ComputerState.knownReport(reported, doubtedAt: row[18], now: now)
      computers.append(
        ComputerState(
          simulated: row[0], virtual: row[1], enrolledAt: row[16], lastReportAt: known,
          hardwareObserved: row[3],
          memoryBytes: row[4], threads: row[5], solidState: row[6], firmwareDate: row[7],
          scannersObserved: row[8], ownScanners: row[9],
          likelyScanners: row[17], number: row[12],
          line: (row[13] as Int?).map {
            .init(bitsPerSecond: $0, measuredAt: row[14], mayCarryMore: row[15])
          }, held: row[11],
          futureReportAt: known == nil && row[18] as Int64? == nil ? reported : nil,
          unconfirmedFrom: row[19]))
      if (row[10] as Int) > 0 { seesNetworkScanner = true }
    }
    let attested = try Attestation.standings(commune: commune, now: now, database)
    let officials = try database.cachedStatement(
      sql: "SELECT officials FROM commune WHERE code = ?")
    return Measures(
      UnconfirmedMachines.counting(computers),
      networkScanners: seesNetworkScanner
        ? try networkScanners(commune: commune, rules: rules, now: now, database) : 0...0,
      accounts: try accounts(
        commune: commune, attested: attested.standings, rules: rules, now: now, database),
      officials: try Int.fetchOne(officials, arguments: [commune]), turns: attested.turns,
      rules: rules, now: now)
  }

  /// What the commune's machines and its officers say of the services that the rules ask for.
  private static func accounts(
    commune: String, attested: [AccountStanding], rules: MeasureRules, now: Date,
    _ database: Database
  ) throws -> [AccountStanding] {
    let services = Set(rules.services + rules.signatures)
    guard !services.isEmpty else { return [] }
    let statement = try database.cachedStatement(
      sql: """
        SELECT a.machine, a.service, a.status, a.expiresAt,
          CASE WHEN m.reportTimeDoubtedAt IS NULL THEN a.saidAt END
        FROM machine m JOIN account a ON a.machine = m.number
        WHERE m.commune = ? AND m.state <> 'retired'
        """)
    var accounts: [AccountStanding] = []
    let rows = try Row.fetchCursor(statement, arguments: [commune])
    while let row = try rows.next() {
      guard services.contains(row[1]), let status = AccountFacts.Account.Status(rawValue: row[2])
      else { continue }
      accounts.append(
        AccountStanding(
          machine: row[0], service: row[1], status: status,
          expiresAt: (row[3] as Int64?).map { Date(microseconds: $0) },
          saidAt: AccountStanding.known(row[4], now)))
    }
    return accounts + attested.filter { services.contains($0.service) }
  }

  /// A network scanner is seen by many machines and stands once; for certain only where one of
  /// them was heard of late and knows it to be a scanner.
  private static func networkScanners(
    commune: String, rules: MeasureRules, now: Date, _ database: Database
  ) throws -> ClosedRange<Int> {
    let statement = try database.cachedStatement(
      sql: """
        SELECT count(DISTINCT coalesce(x.manufacturer, '') || char(10) || coalesce(x.model, ''))
        FROM machine m JOIN scanner x ON x.machine = m.number
        WHERE m.commune = ? AND m.state <> 'retired' AND x.connection = 'network'
          AND x.ready IS NOT 0 AND (? IS NULL OR m.state = 'active' AND m.lastReportAt >= ?
            AND m.lastReportAt <= ? AND m.reportTimeDoubtedAt IS NULL AND NOT x.likely)
        """)
    let since = now.addingTimeInterval(-rules.silentDays * 86_400).microseconds
    let certain =
      try Int.fetchOne(statement, arguments: [commune, since, since, now.latestKnown]) ?? 0
    let possible = try Int.fetchOne(statement, arguments: [commune, nil, nil, nil]) ?? 0
    return certain...max(certain, possible)
  }

  /// Writes the rows of one commune anew.
  @discardableResult
  static func renew(
    commune: String, rules: MeasureRules, now: Date, _ database: Database
  ) throws -> Measures {
    // Fresh measures hide a future time from the search for what a wrong clock wrote.
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
        sql: "INSERT OR REPLACE INTO commune_measure VALUES (?, ?, ?, ?, ?, ?)"
      ).execute(arguments: [
        commune, name.rawValue, value.low, value.high,
        value.observedAt ?? measures.observedAt ?? now.microseconds, value.observedAt != nil,
      ])
    }
    try CoverageCounts.write(measures, commune: commune, rules: rules, now: now, database)
    return measures
  }

  /// Says of one commune's rows that they were seen again, as they are.
  static func moveTimes(commune: String, to now: Date, _ database: Database) throws {
    let arguments: StatementArguments = [now.microseconds, commune]
    try database.cachedStatement(
      sql: """
        UPDATE commune_measure SET observedAt = max(observedAt, ?) WHERE commune = ? AND dated = 0
        """
    ).execute(arguments: arguments)
    try database.cachedStatement(
      sql: """
        UPDATE commune_reporting SET lastReportAt = max(coalesce(lastReportAt, 0), ?),
          revision = \(InventoryStore.nextRevision)
        WHERE commune = ?
        """
    ).execute(arguments: arguments)
  }

  /// Communes that have or had machines, or of which an officer attested something.
  static func communes(_ database: Database) throws -> [String] {
    try String.fetchAll(
      database,
      sql: "SELECT commune FROM machine UNION SELECT commune FROM commune_attestation")
  }

  /// Writes the rows of every commune of which something is known.
  static func renewAll(rules: MeasureRules, now: Date, _ database: Database) throws {
    for commune in try communes(database) {
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
