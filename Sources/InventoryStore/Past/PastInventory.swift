import CInventory
public import Foundation
import GRDB
public import Prioritization

/// The inventory at a past moment, reconstructed in memory from what was reported and decided: the
/// history of sections, the times of reports, the measurements and the audit log. Retention keeps
/// what every moment since ``PastKept`` needs.
///
/// The register has no history: officials and circumstances are today's.
struct PastInventory {
  private let queue: DatabaseQueue
  private let moment: Date

  /// - Parameters:
  ///   - path: the inventory's file.
  ///   - part: of the country; nothing else is reconstructed.
  init(of path: String, at moment: Date, part: Scope) throws {
    self.moment = moment
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.prepareDatabase { database in
      guard let connection = database.sqliteConnection,
        inventory_leave_wal_on_close(connection) == SQLITE_OK
      else {
        throw InventoryError(
          .databaseUnusable, "SQLite did not accept the checkpoint setting of the write-ahead log.")
      }
    }
    queue = try DatabaseQueue(configuration: configuration)
    try Schema.migrate(queue)
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "ATTACH DATABASE ? AS present", arguments: [path])
      // An immediate transaction would lock the present file against writes, too.
      try database.inTransaction(.deferred) {
        try PastKept.require(moment, database, schema: "present")
        try Self.copyRegister(part, database)
        try Self.copyMachines(at: moment.microseconds, part, database)
        try Self.copyAttestations(at: moment.microseconds, database)
        try Self.copyChecks(at: moment.microseconds, database)
        try Self.copyVisits(at: moment.microseconds, database)
        for (place, probe) in PastSections.all.enumerated() {
          let share = 0.8 / Double(PastSections.all.count)
          WorkProgress.report?(0.05 + share * Double(place))
          try probe.copy(at: moment.microseconds, database)
        }
        WorkProgress.report?(0.85)
        try Self.copyMeasurements(at: moment.microseconds, database)
        return .commit
      }
      try database.execute(sql: "DETACH DATABASE present")
    }
  }

  /// Situations at the moment, in the form of
  /// ``InventoryStore/Situations/current(policy:province:within:now:)``.
  func situations(
    policy: Policy, province: String?, within scope: Scope
  ) throws -> [CommuneSituation] {
    let rules = MeasureRules(policy)
    return try queue.write { database in
      try Measures.renewAll(rules: rules, now: moment, database)
      return try InventoryStore.Situations.past(
        policy: policy, province: province, within: scope, now: moment, storedBy: rules, database)
    }
  }

  private static func copyRegister(_ part: Scope, _ database: Database) throws {
    let wanted = part.condition("c")
    try database.execute(
      sql: """
        INSERT INTO main.province SELECT * FROM present.province;
        DELETE FROM main.commune;
        """)
    try database.execute(
      sql: "INSERT INTO main.commune SELECT c.* FROM present.commune c WHERE \(wanted.sql)",
      arguments: StatementArguments(wanted.arguments))
  }

  /// Copies the machines enrolled by then, with their last report and state at the moment.
  private static func copyMachines(
    at moment: Int64, _ part: Scope, _ database: Database
  ) throws {
    let wanted = part.condition("c")
    try database.execute(
      sql: """
        INSERT INTO main.machine SELECT m.* FROM present.commune c
        JOIN present.machine m ON m.commune = c.code
        WHERE m.enrolledAt <= ? AND \(wanted.sql)
        """, arguments: [moment] + StatementArguments(wanted.arguments))
    try database.execute(
      sql: """
        INSERT INTO main.machine_evidence SELECT e.* FROM main.machine m
        JOIN present.machine_evidence e ON e.machine = m.number
        """)
    try database.execute(
      sql: """
        UPDATE main.machine SET
          lastReportAt = \(Receipts.lastReportAt(machine: "number", by: ":moment", in: "present")),
          reportTimeDoubtedAt = NULL
        WHERE lastReportAt > :moment OR EXISTS (SELECT 1 FROM present.report r
          WHERE r.machine = number AND r.receivedAt > :moment AND lastReportAt IS NOT NULL)
        """, arguments: ["moment": moment])
    // A re-enrolled machine about which nothing had been decided was quarantined.
    try database.execute(
      sql: """
        UPDATE main.machine SET state = CASE
          WHEN retiredAt <= :moment THEN 'retired'
          WHEN coalesce(
            (SELECT a.action FROM present.audit a
             WHERE a.subject = id AND a.time <= :moment
               AND a.action IN ('machine.quarantined', 'machine.approved')
             ORDER BY a.number DESC LIMIT 1),
            (SELECT p.action FROM present.machine_state_past p
             WHERE p.machine = id AND p.at <= :moment),
            CASE WHEN reenrolledFrom IS NULL THEN 'machine.approved' END, 'machine.quarantined')
            = 'machine.quarantined' THEN 'quarantined'
          ELSE 'active' END
        """, arguments: ["moment": moment])
  }

  /// Copies attestations made by then, without later withdrawals.
  private static func copyAttestations(at moment: Int64, _ database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO main.commune_attestation (commune, service, status, expiresAt, note,
          attestedBy, attestedAt, withdrawnBy, withdrawnAt, confirmed)
        SELECT a.commune, a.service, a.status, a.expiresAt, a.note, a.attestedBy, a.attestedAt,
          CASE WHEN a.withdrawnAt <= :moment THEN a.withdrawnBy END,
          CASE WHEN a.withdrawnAt <= :moment THEN a.withdrawnAt END, a.confirmed
        FROM main.commune c JOIN present.commune_attestation a ON a.commune = c.code
        WHERE a.attestedAt <= :moment
        """, arguments: ["moment": moment])
  }

  /// Copies results of browser checks made by then.
  private static func copyChecks(at moment: Int64, _ database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO main.check_result
        SELECT r.* FROM main.commune c JOIN present.check_result r ON r.commune = c.code
        WHERE r.foundAt <= :moment
        """, arguments: ["moment": moment])
  }

  /// Copies visits recorded by then, without later withdrawals.
  private static func copyVisits(at moment: Int64, _ database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO main.commune_visit (number, commune, visitedAt, adequateComputers,
          otherComputers, scanners, digitalSignatures, lineBitsPerSecond, note, recordedBy,
          recordedAt, withdrawnBy, withdrawnAt)
        SELECT v.number, v.commune, v.visitedAt, v.adequateComputers, v.otherComputers, v.scanners,
          v.digitalSignatures, v.lineBitsPerSecond, v.note, v.recordedBy, v.recordedAt,
          CASE WHEN v.withdrawnAt <= :moment THEN v.withdrawnBy END,
          CASE WHEN v.withdrawnAt <= :moment THEN v.withdrawnAt END
        FROM main.commune c JOIN present.commune_visit v ON v.commune = c.code
        WHERE v.recordedAt <= :moment
        """, arguments: ["moment": moment])
  }

  private static func copyMeasurements(at moment: Int64, _ database: Database) throws {
    // Replayed sections have written measurements under other dates.
    try database.execute(sql: "DELETE FROM main.bandwidth_measurement")
    try database.execute(
      sql: """
        INSERT INTO main.bandwidth_measurement SELECT b.* FROM present.bandwidth_measurement b
        JOIN main.machine m ON m.number = b.machine WHERE b.measuredAt <= ?
        """, arguments: [moment])
    let machines = try Int64.fetchAll(
      database, sql: "SELECT DISTINCT machine FROM main.bandwidth_measurement")
    for machine in machines {
      try BandwidthState.renewLine(machine, until: Date(microseconds: moment), database)
    }
  }
}

extension InventoryStore.Situations {
  /// Every commune of the register, or of a province, with what was known about it at `moment`.
  ///
  /// - Throws: ``InventoryError`` with `provinceUnknown`.
  public func past(
    policy: Policy, province: String? = nil, within scope: Scope, asOf moment: Date
  ) async throws -> [CommuneSituation] {
    try await store.pool.read { try scope.requireProvince(province, $0) }
    return try pastBlocking(policy: policy, province: province, within: scope, asOf: moment)
  }

  /// Does the same as ``past(policy:province:within:asOf:)``, but blocks the calling thread, for
  /// seconds if it reads the whole country.
  public func pastBlocking(
    policy: Policy, province: String? = nil, within scope: Scope, asOf moment: Date
  ) throws -> [CommuneSituation] {
    let part = province.map(Scope.province) ?? .country
    do {
      return try PastInventory(of: store.path, at: moment, part: part)
        .situations(policy: policy, province: province, within: scope)
    } catch let error as InventoryError where error.code == .pastNotKept {
      return try recordedInstead(policy, province, scope, at: moment, refusing: error)
    }
  }

  /// The situations at a moment whose reports are no longer kept, from the history of measures: at
  /// ``shown(for:)``.
  ///
  /// - Parameter error: thrown if the history's rules are not the policy's, or if it begins later
  ///   than the reports that are kept.
  /// - Throws: ``InventoryError`` with `pastNotKept` if it does not reach back that far.
  private func recordedInstead(
    _ policy: Policy, _ province: String?, _ scope: Scope, at moment: Date,
    refusing error: InventoryError
  ) throws -> [CommuneSituation] {
    guard MeasureRules(policy) == store.rules else { throw error }
    if let recorded = try recordedBlocking(
      policy: policy, province: province, within: scope, at: moment)
    {
      return recorded.map(\.situation)
    }
    let (first, kept) = try store.pool.read {
      (try MeasureHistory.since($0), try PastKept.since($0))
    }
    guard let first, let kept, first < kept else { throw error }
    throw PastKept.refusal(first: first)
  }

  /// One commune at several moments. Takes a few milliseconds per moment and blocks the calling
  /// thread.
  ///
  /// - Throws: ``InventoryError`` with `communeUnknown`.
  public func past(
    of commune: String, policy: Policy, at moments: [Date], within scope: Scope
  ) throws -> [CommuneSituation] {
    try store.pool.read { _ = try scope.requireCommune(commune, $0) }
    return try moments.flatMap { moment in
      do {
        return try PastInventory(of: store.path, at: moment, part: .commune(commune))
          .situations(policy: policy, province: nil, within: .commune(commune))
      } catch let error as InventoryError where error.code == .pastNotKept {
        return try recordedInstead(policy, nil, .commune(commune), at: moment, refusing: error)
      }
    }
  }
}
