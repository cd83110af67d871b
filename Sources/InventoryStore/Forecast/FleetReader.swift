import Foundation
import GRDB
import Prioritization
import Reporting
import SystemLifecycles

/// Reads the tables of many communes at once. A country has some 160,000 machines, so columns are
/// read by position, not by name.
struct FleetReader {
  struct Machine {
    var commune: String
    var state: ComputerState
    var system: FleetSystem?
  }

  struct Read {
    var machines: [Machine] = []
    /// By commune.
    var standings: [String: [AccountStanding]] = [:]
    /// Communes that would be known to have no computer if none is found: the last was retired, or
    /// a visit counted them.
    var counted: Set<String> = []
    /// The last day of the line's contract by commune, for those whose contract is known.
    var lineRents: [String: LastDay] = [:]
  }

  let selection: CommuneSelection
  /// Codes of the communes to read, of which the selection may hold more; nil for all of it.
  let wanted: Set<String>?
  let rules: MeasureRules
  let now: Date

  func rows(_ database: Database) throws -> Read {
    var read = Read()
    read.machines = try machines(database)
    read.standings = try standings(database)
    read.counted = try counted(database)
    read.lineRents = try LineRents.read(of: selection, database)
    return read
  }

  private func isWanted(_ commune: String) -> Bool { wanted?.contains(commune) ?? true }

  private func counted(_ database: Database) throws -> Set<String> {
    let valid = now.addingTimeInterval(-Visit.validDays * 86_400)
    return try String.fetchSet(
      database,
      sql: """
        SELECT m.commune FROM machine m JOIN commune c ON c.code = m.commune
        WHERE m.state = 'retired' AND \(RetiredComputer.counts) AND \(selection.sql)
        UNION
        SELECT v.commune FROM commune_visit v JOIN commune c ON c.code = v.commune
        WHERE v.withdrawnAt IS NULL AND v.adequateComputers IS NOT NULL
          AND v.visitedAt <= ? AND v.visitedAt > ? AND \(selection.sql)
        """,
      arguments: selection.arguments + [now.microseconds, valid.microseconds]
        + selection.arguments)
  }

  func machines(_ database: Database) throws -> [Machine] {
    var rows = try BoundStatement(
      """
      SELECT m.commune, m.state, m.simulated, h.chassis IS 'virtual', m.enrolledAt,
        m.lastReportAt, m.reportTimeDoubtedAt, \(ComputerRow.isObserved("h")), h.memoryTotalBytes,
        h.processorCores, h.processorThreads, h.solidState, h.firmwareDate, m.number,
        CASE WHEN \(UnconfirmedMachines.condition) THEN m.reenrolledFrom END,
        \(UnseenSections.sql), \(ComputerSystem.columns(of: "h"))
      FROM machine m JOIN commune c ON c.code = m.commune
      LEFT JOIN machine_hardware h ON h.machine = m.number
      WHERE m.state <> 'retired' AND \(selection.sql)
      """, database)
    rows.bind(selection.values)
    var systems = SystemKinds<FleetSystem>()
    let day = VietnamDay.text(now)
    var machines: [Machine] = []
    try rows.forEach { columns in
      let commune: String = columns.next()
      guard isWanted(commune) else { return }
      let state: MachineState = try columns.state("state", of: "machine")
      let (simulated, virtual): (Bool, Bool) = (columns.next(), columns.next())
      let enrolledAt: Int64 = columns.next()
      let (reported, doubtedAt): (Int64?, Int64?) = (columns.next(), columns.next())
      let computer = ComputerState(
        simulated: simulated, virtual: virtual, enrolledAt: enrolledAt,
        lastReportAt: ComputerState.knownReport(reported, doubtedAt: doubtedAt, now: now),
        hardwareObserved: columns.next(), memoryBytes: columns.next(), cores: columns.next(),
        threads: columns.next(), solidState: columns.next(), firmwareDate: columns.next(),
        scannersObserved: false, ownScanners: 0, number: columns.next(),
        quarantined: state == .quarantined, unconfirmedFrom: columns.next(),
        unseen: UnseenSections(&columns))
      machines.append(
        Machine(
          commune: commune, state: computer,
          system: systems.value(&columns) { Self.system($0, on: day) }))
    }
    return machines
  }

  /// - Parameter day: in Vietnam, `YYYY-MM-DD`.
  private static func system(_ facts: HardwareFacts, on day: String) -> FleetSystem? {
    guard let support = SupportEnds.of(facts, on: day) else { return nil }
    let ends = support.ends.compactMap { end in
      CalendarDay(end.lastDay).map { FleetSystem.End(lastDay: $0, isPaid: end.isPaid) }
    }
    guard !ends.isEmpty else { return nil }
    let canUpgrade: Bool? =
      switch support.canUpgrade {
      case .yes: true
      case .no: false
      case .unknown: nil
      }
    return FleetSystem(name: support.system, ends: ends, canUpgrade: canUpgrade)
  }

  /// Statements of machines and officers about the services that the rules require.
  private func standings(_ database: Database) throws -> [String: [AccountStanding]] {
    let services = Set(rules.services + rules.signatures)
    guard !services.isEmpty else { return [:] }
    var standings: [String: [AccountStanding]] = [:]
    var rows = try BoundStatement(
      """
      SELECT m.commune, \(AccountStanding.columns)
      FROM machine m JOIN commune c ON c.code = m.commune JOIN account a ON a.machine = m.number
      WHERE m.state <> 'retired' AND \(selection.sql)
      """, database)
    rows.bind(selection.values)
    try rows.forEach { columns in
      let commune: String = columns.next()
      if let standing = try AccountStanding(&columns, of: services, now: now) {
        standings[commune, default: []].append(standing)
      }
    }
    try addAttested(of: services, to: &standings, database)
    return standings
  }

  private func addAttested(
    of services: Set<String>, to standings: inout [String: [AccountStanding]],
    _ database: Database
  ) throws {
    let attested = try String.fetchAll(
      database,
      sql: """
        SELECT DISTINCT a.commune FROM commune_attestation a JOIN commune c ON c.code = a.commune
        WHERE \(selection.sql)
        """, arguments: selection.arguments)
    for commune in attested where isWanted(commune) {
      // Only the latest of each service.
      var latest: [String: AccountStanding] = [:]
      for one in try Attestation.standings(commune: commune, now: now, database).standings
      where services.contains(one.service) {
        latest[one.service] = one
      }
      standings[commune, default: []] += latest.values.sorted { $0.service < $1.service }
    }
  }
}
