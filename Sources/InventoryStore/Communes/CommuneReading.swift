public import Foundation
import GRDB
import Reporting

extension InventoryStore {
  /// Most machines, scanners, accounts and attestations that are told of one commune.
  public static let maximumCommuneRows = 500

  /// - Parameter measurements: most measurements of the line, the newest.
  /// - Throws: ``InventoryError`` with `communeUnknown`.
  public func commune(
    _ code: String, measurements: Int = 100, within scope: Scope = .country, now: Date
  ) async throws -> CommuneDetails {
    try await pool.read { [rules] database in
      _ = try Self.requireCommune(code, within: scope, database)
      return try CommuneReading(code: code, rules: rules, now: now, database: database)
        .details(measurements: measurements)
    }
  }
}

/// Reads what stands in the tables about one commune.
struct CommuneReading {
  let code: String
  let rules: MeasureRules
  let now: Date
  let database: Database

  func details(measurements: Int) throws -> CommuneDetails {
    let machines = try rows(
      """
      SELECT m.*, h.chassis IS 'virtual' AS virtual, h.outcome IS 'observed' AS observed,
        h.manufacturer, h.model, h.memoryTotalBytes, h.processorThreads, h.solidState,
        h.firmwareDate
      FROM machine m LEFT JOIN machine_hardware h ON h.machine = m.number
      WHERE m.commune = :commune ORDER BY m.state = 'retired', m.number LIMIT :most
      """)
    // The summary is made of all of them, as the ranking is; only the list is cut.
    let accounts = try self.accounts()
    let attested = try Attestation.standings(commune: code, now: now, database).standings
    return CommuneDetails(
      register: try register(), machines: machines.map(machine), scanners: try scanners(),
      accounts: accounts.prefix(InventoryStore.maximumCommuneRows).map(\.shown),
      services: ServiceSummary(
        said: accounts.map(\.standing) + attested, accounts: accounts, heard: try heard(),
        rules: rules, now: now
      ).services,
      attestations: try attestations(), line: try line(most: measurements))
  }

  private func rows(_ sql: String, most: Int = InventoryStore.maximumCommuneRows) throws -> [Row] {
    try Row.fetchAll(
      database.cachedStatement(sql: sql), arguments: ["commune": code, "most": most])
  }

  private func register() throws -> CommuneRecord {
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT c.*, p.name AS provinceName FROM commune c JOIN province p ON p.code = c.province
        WHERE c.code = ?
        """, arguments: [code])
    guard let row else {
      throw InventoryError(.communeUnknown, "Commune \(code) no longer exists.")
    }
    return CommuneRecord(row: row)
  }

  /// Numbers of the machines whose word is proven.
  private func heard() throws -> Set<Int64> {
    let since = now.addingTimeInterval(-rules.silentDays * 86_400).microseconds
    return Set(
      try Int64.fetchAll(
        database.cachedStatement(
          sql: """
            SELECT number FROM machine WHERE commune = ? AND state = 'active'
              AND lastReportAt BETWEEN ? AND ? AND reportTimeDoubtedAt IS NULL
            """), arguments: [code, since, now.latestKnown]))
  }

  private func state(_ row: Row) -> ComputerState {
    ComputerState(
      simulated: row["simulated"], virtual: row["virtual"], enrolledAt: row["enrolledAt"],
      lastReportAt: ComputerState.knownReport(
        row["lastReportAt"], doubtedAt: row["reportTimeDoubtedAt"], now: now),
      hardwareObserved: row["observed"],
      memoryBytes: row["memoryTotalBytes"], threads: row["processorThreads"],
      solidState: row["solidState"], firmwareDate: row["firmwareDate"], scannersObserved: false,
      ownScanners: 0, number: row["number"], held: row["state"] == "quarantined")
  }

  private func machine(_ row: Row) -> CommuneDetails.Machine {
    let condition: CommuneDetails.Machine.Condition =
      switch state(row).verdict(rules, now: now) {
      case .adequate: .adequate
      case .old: .old
      case .unknown: .unknown
      }
    return CommuneDetails.Machine(
      id: row["id"], state: row["state"], simulated: row["simulated"],
      manufacturer: row["manufacturer"], model: row["model"],
      memoryTotalBytes: row["memoryTotalBytes"], processorThreads: row["processorThreads"],
      solidState: row["solidState"], firmwareDate: row["firmwareDate"], condition: condition,
      enrolledAt: Date(microseconds: row["enrolledAt"]),
      lastReportAt: (row["lastReportAt"] as Int64?).map { Date(microseconds: $0) },
      quarantineReason: row["quarantineReason"])
  }

  private func scanners() throws -> [CommuneDetails.Scanner] {
    try rows(
      """
      SELECT m.id, x.manufacturer, x.model, x.connection, x.evidence, x.ready, x.likely
      FROM machine m JOIN scanner x ON x.machine = m.number
      WHERE m.commune = :commune AND m.state <> 'retired' ORDER BY m.number, x.position LIMIT :most
      """
    ).map {
      .init(
        machine: $0[0], manufacturer: $0[1], model: $0[2], connection: $0[3], evidence: $0[4],
        ready: $0[5], isLikely: $0[6])
    }
  }

  private func accounts() throws -> [ServiceSummary.Said] {
    try rows(
      """
      SELECT m.id, a.*, CASE WHEN m.reportTimeDoubtedAt IS NULL THEN a.saidAt END AS trustedSaidAt
      FROM machine m JOIN account a ON a.machine = m.number
      WHERE m.commune = :commune AND m.state <> 'retired' ORDER BY a.service, m.number LIMIT :most
      """, most: .max
    ).map { ServiceSummary.Said($0, now: now) }
  }

  private func attestations() throws -> [Attestation] {
    try rows(
      """
      SELECT a.*, u.name AS attester, w.name AS withdrawer FROM commune_attestation a
      JOIN user u ON u.number = a.attestedBy LEFT JOIN user w ON w.number = a.withdrawnBy
      WHERE a.commune = :commune ORDER BY a.attestedAt DESC, a.service LIMIT :most
      """
    ).map(Attestation.init)
  }

  private func line(most: Int) throws -> [CommuneDetails.LineMeasurement] {
    try rows(
      """
      SELECT m.id, b.measuredAt, b.downloadBitsPerSecond, b.uploadBitsPerSecond, b.latencySeconds,
        b.interface, b.settled
      FROM machine m JOIN bandwidth_measurement b ON b.machine = m.number
      WHERE m.commune = :commune AND m.state <> 'retired'
      ORDER BY b.measuredAt DESC, m.number LIMIT :most
      """, most: most
    ).map {
      .init(
        machine: $0[0], measuredAt: Date(microseconds: $0[1]), downloadBitsPerSecond: $0[2],
        uploadBitsPerSecond: $0[3], latencySeconds: $0[4], interface: $0[5], settled: $0[6])
    }
  }
}
