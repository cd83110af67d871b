public import Foundation
import GRDB
public import Prioritization
import SystemLifecycles

extension InventoryStore.Fleet {
  /// What a forecast asks of communes: their measures, computers and rights.
  ///
  /// Blocks the calling thread, for the country for seconds.
  ///
  /// - Parameter situations: the communes, as a ranking reads them by the same policy.
  /// - Returns: in the same order.
  public func communesBlocking(
    _ situations: [CommuneSituation], policy: Policy, province: String? = nil,
    within scope: Scope, now: Date
  ) throws -> [FleetCommune] {
    let rules = MeasureRules(policy)
    let reader = FleetReader(
      selection: CommuneSelection(province: province, scope: scope),
      wanted: Set(situations.map(\.code)), rules: rules, now: now)
    let read = try store.pool.read { try reader.rows($0) }
    let computers = reader.computers(read.machines)
    let rights = FleetRights(rules: rules, now: now, read.standings, computers: computers)
    return situations.map { situation in
      let own = computers[situation.code] ?? []
      let unseen = max(0, (read.computersThere[situation.code] ?? 0) - own.count)
      return FleetCommune(
        measures: situation.measures, officials: situation.officials,
        computers: own.isEmpty && unseen == 0
          ? nil
          : own.map(\.computer) + [FleetComputer](repeating: .unseen, count: unseen),
        signatures: rights.signatures(of: situation.code),
        services: rights.services(of: situation.code),
        lineRents: read.lineRents[situation.code].map { [$0] })
    }
  }
}

/// Reads the tables of many communes at once.
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
    /// Computers that are there as far as is known, by commune.
    var computersThere: [String: Int] = [:]
    /// By commune, of those whose rent is known.
    var lineRents: [String: LastDay] = [:]
  }

  let selection: CommuneSelection
  /// Codes; the selection may hold more.
  let wanted: Set<String>
  let rules: MeasureRules
  let now: Date

  func rows(_ database: Database) throws -> Read {
    var read = Read()
    let machines = try Row.fetchCursor(
      database,
      sql: """
        SELECT m.commune, m.number, m.state, m.simulated, m.enrolledAt, m.lastReportAt,
          m.reportTimeDoubtedAt, h.chassis IS 'virtual' AS virtual,
          h.outcome IS 'observed' AS observed, h.processorThreads AS threads, h.solidState,
          h.firmwareDate,
          CASE WHEN \(UnconfirmedMachines.condition) THEN m.reenrolledFrom END AS unconfirmedFrom,
          \(ComputerSystem.columns(of: "h"))
        FROM machine m JOIN commune c ON c.code = m.commune
        LEFT JOIN machine_hardware h ON h.machine = m.number
        WHERE m.state <> 'retired' AND \(selection.sql)
        """, arguments: selection.arguments)
    var ends: [SystemKey: FleetSystem?] = [:]
    while let row = try machines.next() {
      guard wanted.contains(row["commune"]) else { continue }
      read.machines.append(try machine(row, &ends))
    }
    read.standings = try standings(database)
    let there = try Row.fetchCursor(
      database,
      sql: """
        SELECT r.commune, coalesce(r.computersThere, r.machines) AS computers
        FROM commune_reporting r JOIN commune c ON c.code = r.commune WHERE \(selection.sql)
        """, arguments: selection.arguments)
    read.lineRents = try LineRents.read(of: selection, database)
    while let row = try there.next() { read.computersThere[row["commune"]] = row["computers"] }
    return read
  }

  private func machine(_ row: Row, _ known: inout [SystemKey: FleetSystem?]) throws -> Machine {
    let state: MachineState = try row.state("state", of: "machine")
    let computer = ComputerState(
      simulated: row["simulated"], virtual: row["virtual"], enrolledAt: row["enrolledAt"],
      lastReportAt: ComputerState.knownReport(
        row["lastReportAt"], doubtedAt: row["reportTimeDoubtedAt"], now: now),
      hardwareObserved: row["observed"], memoryBytes: row["memoryTotalBytes"],
      threads: row["threads"], solidState: row["solidState"],
      firmwareDate: row["firmwareDate"], scannersObserved: false, ownScanners: 0,
      number: row["number"], held: state == .quarantined,
      unconfirmedFrom: row["unconfirmedFrom"])
    // Thousands of computers are of a few kinds.
    let key = SystemKey(row)
    let system = known[key] ?? Self.system(row)
    known[key] = .some(system)
    return Machine(commune: row["commune"], state: computer, system: system)
  }

  private static func system(_ row: Row) -> FleetSystem? {
    guard let facts = ComputerSystem.facts({ row[$0] }),
      let support = SupportEnds.of(facts)
    else { return nil }
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

  /// What machines and officers say of the services that the rules ask for.
  private func standings(_ database: Database) throws -> [String: [AccountStanding]] {
    let services = Set(rules.services + rules.signatures)
    guard !services.isEmpty else { return [:] }
    var standings: [String: [AccountStanding]] = [:]
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT m.commune, a.machine, a.service, a.status, a.expiresAt,
          a.evidence IS 'attested' AS isUnconfirmed,
          CASE WHEN m.reportTimeDoubtedAt IS NULL THEN a.saidAt END AS saidAt
        FROM machine m JOIN commune c ON c.code = m.commune JOIN account a ON a.machine = m.number
        WHERE m.state <> 'retired' AND \(selection.sql)
        """, arguments: selection.arguments)
    while let row = try rows.next() {
      let service: String = row["service"]
      guard services.contains(service) else { continue }
      standings[row["commune"], default: []].append(
        AccountStanding(
          machine: row["machine"], service: service,
          status: try row.state("status", of: "account"), expiresAt: row.dateIfKnown("expiresAt"),
          saidAt: AccountStanding.known(row["saidAt"], now), isUnconfirmed: row["isUnconfirmed"]))
    }
    let attested = try String.fetchAll(
      database,
      sql: """
        SELECT DISTINCT a.commune FROM commune_attestation a JOIN commune c ON c.code = a.commune
        WHERE \(selection.sql)
        """, arguments: selection.arguments)
    for commune in attested where wanted.contains(commune) {
      // Of each service the latest.
      var latest: [String: AccountStanding] = [:]
      for one in try Attestation.standings(commune: commune, now: now, database).standings
      where services.contains(one.service) {
        latest[one.service] = one
      }
      standings[commune, default: []] += latest.values.sorted { $0.service < $1.service }
    }
    return standings
  }

  /// Those that count, by commune.
  func computers(_ machines: [Machine]) -> [String: [(number: Int64, computer: FleetComputer)]] {
    Dictionary(grouping: machines, by: \.commune).mapValues { own in
      let systems = Dictionary(
        own.map { ($0.state.number, $0.system) }, uniquingKeysWith: { first, _ in first })
      return UnconfirmedMachines.counting(own.map(\.state)).map { state in
        (
          state.number,
          FleetComputer(
            isHeard: state.wasHeard(within: rules.silentDays, of: now),
            isSufficient: state.isSufficient(rules),
            ageEnds: state.tooOldFrom(rules, now: now).map {
              LastDay.before($0, now: now)
            } ?? .unknown, system: systems[state.number] ?? nil)
        )
      }
    }
  }
}

/// What decides about a computer's system, as it stands in a row.
private struct SystemKey: Hashable {
  let values: [DatabaseValue]

  /// - Parameter row: ends with the columns of the system.
  init(_ row: Row) {
    values = Array(row.databaseValues.suffix(ComputerSystem.columnCount))
  }
}

extension CalendarDay {
  /// A moment's day in Vietnam.
  public init(_ moment: Date) {
    let seconds = max(-1e12, min(1e12, moment.timeIntervalSince1970)) + 7 * 3600
    self.init(daysSince1970: Int((seconds / 86_400).rounded(.down)))
  }
}

extension LastDay {
  /// The last day on which something still holds that ends at a moment; a day before today if it
  /// has ended by now.
  static func before(_ end: Date, now: Date) -> LastDay {
    guard end <= now else { return .day(CalendarDay(end)) }
    return .day(CalendarDay(min(end, now.addingTimeInterval(-86_400))))
  }
}
