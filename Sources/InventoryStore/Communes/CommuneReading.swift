public import Foundation
import GRDB
import Reporting

extension InventoryStore.Communes {
  /// Maximum numbers of machines, of scanners and of attestations listed for one commune, and of
  /// accounts.
  public static let maximumRows = 500

  /// Everything that the inventory holds about one commune.
  ///
  /// - Parameter measurements: maximum number of bandwidth measurements, the newest.
  /// - Throws: ``InventoryError`` with `communeUnknown`.
  public func details(
    _ code: String, measurements: Int = 100, within scope: Scope, now: Date
  ) async throws -> CommuneDetails {
    try await store.pool.read { [rules = store.rules] database in
      _ = try scope.requireCommune(code, database)
      return try CommuneReader(code: code, rules: rules, now: now, database: database)
        .details(measurements: measurements)
    }
  }
}

/// Reads the tables about one commune.
private struct CommuneReader {
  let code: String
  let rules: MeasureRules
  let now: Date
  let database: Database

  func details(measurements: Int) throws -> CommuneDetails {
    let machines = try rows(
      """
      SELECT m.*, h.chassis IS 'virtual' AS virtual, \(ComputerRow.isObserved("h")) AS observed,
        h.manufacturer, h.model, h.memoryTotalBytes, h.processorCores, h.processorThreads, h.solidState,
        h.firmwareDate
      FROM machine m LEFT JOIN machine_hardware h ON h.machine = m.number
      WHERE m.commune = :commune ORDER BY m.state = 'retired', m.number LIMIT :most
      """)
    // The summary uses all accounts, as the ranking does; only the list is cut.
    let accounts = try self.accounts()
    let attested = try Attestation.standings(commune: code, now: now, database).standings
    let systems = try ComputerRow.systems(commune: code, now: now, database)
    return CommuneDetails(
      register: try register(), figureSources: try FigureSource.all(of: code, database),
      machines: try machines.map { try machine($0, systems) }, scanners: try scanners(),
      accounts: accounts.prefix(InventoryStore.Communes.maximumRows).map(\.shown),
      services: ServiceSummary(
        said: accounts.map(\.standing) + attested, accounts: accounts, heard: try heard(),
        rules: rules, now: now
      ).services,
      attestations: try attestations(), visits: try visits(), line: try line(most: measurements))
  }

  private func rows(_ sql: String, most: Int = InventoryStore.Communes.maximumRows) throws -> [Row]
  {
    try Row.fetchAll(
      database.cachedStatement(sql: sql), arguments: ["commune": code, "most": most])
  }

  private func register() throws -> CommuneRecord {
    let record = try CommuneRecord.fetchOne(
      database,
      sql: """
        SELECT c.*, p.name AS provinceName FROM commune c JOIN province p ON p.code = c.province
        WHERE c.code = ?
        """, arguments: [code])
    guard let record else {
      throw InventoryError(.communeUnknown, "Commune \(code) no longer exists.")
    }
    return record
  }

  /// Row numbers of machines whose accounts were observed recently enough to prove something.
  private func heard() throws -> Set<Int64> {
    let since = now.addingTimeInterval(-rules.silentDays * 86_400).microseconds
    return Set(
      try Int64.fetchAll(
        database.cachedStatement(
          sql: """
            SELECT m.number FROM machine m WHERE m.commune = ? AND m.state = 'active'
              AND \(UnseenSections.observedAt("accountsUnseenSince")) >= ?
              AND m.lastReportAt <= ? AND m.reportTimeDoubtedAt IS NULL
            """), arguments: [code, since, now.latestKnown]))
  }

  private func computer(
    _ row: Row, _ state: MachineState, _ system: ComputerSystem?
  ) -> ComputerState {
    ComputerState(
      simulated: row["simulated"], virtual: row["virtual"], enrolledAt: row["enrolledAt"],
      lastReportAt: ComputerState.knownReport(
        row["lastReportAt"], doubtedAt: row["reportTimeDoubtedAt"], now: now),
      hardwareObserved: row["observed"],
      memoryBytes: row["memoryTotalBytes"], cores: row["processorCores"],
      threads: row["processorThreads"], solidState: row["solidState"],
      firmwareDate: row["firmwareDate"], scannersObserved: false, ownScanners: 0,
      number: row["number"], quarantined: state == .quarantined, system: system,
      unseen: UnseenSections(row: row))
  }

  private func machine(
    _ row: Row, _ systems: [Int64: ComputerSystem]
  ) throws -> CommuneDetails.Machine {
    let state: MachineState = try row.state("state", of: "machine")
    let computer = computer(row, state, systems[row["number"]])
    let condition: CommuneDetails.Machine.Condition =
      switch computer.verdict(rules, now: now) {
      case .adequate: .adequate
      case .old: .old
      case .unknown: .unknown
      }
    return CommuneDetails.Machine(
      id: row["id"], state: state, simulated: row["simulated"],
      manufacturer: row["manufacturer"], model: row["model"],
      memoryTotalBytes: row["memoryTotalBytes"], processorThreads: row["processorThreads"],
      solidState: row["solidState"], firmwareDate: row["firmwareDate"], condition: condition,
      shortcomings: computer.shortcomings(rules, now: now), enrolledAt: row.date("enrolledAt"),
      lastReportAt: row.dateIfKnown("lastReportAt"),
      quarantineReason: row["quarantineReason"])
  }

  private func scanners() throws -> [CommuneDetails.Scanner] {
    try rows(
      """
      SELECT m.id AS machine, x.manufacturer, x.model, x.connection, x.evidence, x.ready, x.likely
      FROM machine m JOIN scanner x ON x.machine = m.number
      WHERE m.commune = :commune AND m.state <> 'retired' ORDER BY m.number, x.position LIMIT :most
      """
    ).map(CommuneDetails.Scanner.init(row:))
  }

  private func accounts() throws -> [ServiceSummary.Said] {
    try rows(
      """
      SELECT m.id, a.*, CASE WHEN m.reportTimeDoubtedAt IS NULL THEN a.saidAt END AS trustedSaidAt
      FROM machine m JOIN account a ON a.machine = m.number
      WHERE m.commune = :commune AND m.state <> 'retired' ORDER BY a.service, m.number LIMIT :most
      """, most: .max
    ).map { try ServiceSummary.Said($0, now: now) }
  }

  private func attestations() throws -> [Attestation] {
    try rows(
      """
      SELECT a.*, u.name AS attester, w.name AS withdrawer FROM commune_attestation a
      JOIN user u ON u.number = a.attestedBy LEFT JOIN user w ON w.number = a.withdrawnBy
      WHERE a.commune = :commune ORDER BY a.attestedAt DESC, a.service LIMIT :most
      """
    ).map(Attestation.init(row:))
  }

  private func visits() throws -> [Visit] {
    try rows(
      """
      SELECT * FROM commune_visit WHERE commune = :commune
      ORDER BY visitedAt DESC, number DESC LIMIT :most
      """
    ).map(Visit.init(row:))
  }

  private func line(most: Int) throws -> [CommuneDetails.LineMeasurement] {
    try rows(
      """
      SELECT m.id AS machine, b.measuredAt, b.downloadBitsPerSecond, b.uploadBitsPerSecond, b.latencySeconds,
        b.interface, b.settled
      FROM machine m JOIN bandwidth_measurement b ON b.machine = m.number
      WHERE m.commune = :commune AND m.state <> 'retired'
      ORDER BY b.measuredAt DESC, m.number LIMIT :most
      """, most: most
    ).map(CommuneDetails.LineMeasurement.init(row:))
  }
}
