import Cryptography
import Delivery
import Foundation
import InventoryServer
import InventoryStore
import Prioritization
import Reporting

/// A past for a demonstration: the same machines, whose reports of a year are filed straight into
/// an inventory, and a programme, half of whose purchases appear in reports.
///
/// A centre dates what it receives, so nobody can send it last year's reports; a demonstration
/// writes them before the centre starts.
struct PastCampaign {
  let store: InventoryStore
  let policy: Policy
  let fleet: Fleet
  /// When each machine reports; see ``dates(months:atLeast:now:)``.
  let dates: [Date]

  private var rounds: Int { dates.count }

  /// Rounds from one stage of the fleet or of the programme to the next.
  private var pace: Int { max(1, rounds / 8) }

  /// A moment before anything is filed.
  static func start(months: Int, now: Date) -> Date {
    now.addingTimeInterval(-Double(months) * 30.4 * 86_400 - 2 * 86_400)
  }

  /// The 10th, the 20th and the last of each month: no computer counts as silent in between, and
  /// the ends of months, which trends show, are fresh. Evenly spread if more rounds than those are
  /// wanted.
  ///
  /// - Returns: earliest first; the day before yesterday is the last one.
  static func dates(months: Int, atLeast rounds: Int, now: Date) -> [Date] {
    let last = now.addingTimeInterval(-2 * 86_400)
    let span = Double(months) * 30.4 * 86_400
    var dates: [Date] = []
    var time = last.addingTimeInterval(-span)
    while time < last {
      let (day, next) = (VietnamDay.text(time), VietnamDay.text(time.addingTimeInterval(86_400)))
      if day.hasSuffix("-10") || day.hasSuffix("-20") || next.hasSuffix("-01"),
        let evening = VietnamDay.end(day)?.addingTimeInterval(-4 * 3600),
        evening < last.addingTimeInterval(-86_400)
      {
        dates.append(evening)
      }
      time.addTimeInterval(86_400)
    }
    dates.append(last)
    guard dates.count < rounds else { return dates }
    return (0..<rounds).map {
      last.addingTimeInterval(-Double(rounds - 1 - $0) * span / Double(rounds))
    }
  }

  private func date(_ round: Int) -> Date { dates[round] }

  /// - Parameters:
  ///   - register: figures of the communes, CSV; filed as simulated.
  ///   - province: the programme's.
  /// - Returns: the number of reports filed, and what communes were given, by code.
  func run(
    register: Data?, province: String
  ) async throws -> (reports: Int, deliveries: [String: DeliveredEquipment]) {
    if let register {
      _ = try await store.register.importTable(register, simulated: true, now: date(0))
    }
    let communes = Set(fleet.machines.map(\.commune.description)).sorted()
    let tokens = Dictionary(
      try await store.tokens.create(
        communes: communes, uses: 10_000, days: 365, within: .country, now: date(0)
      ).map { ($0.commune, $0.token) }, uniquingKeysWith: { first, _ in first })
    var machines = fleet.machines.map { PastMachine($0, joins: Self.joins($0) * pace) }
    var filed = 0
    var deliveries: [String: DeliveredEquipment] = [:]
    var programme: PastProgramme?
    for round in 0..<rounds {
      WorkProgress.report?(Double(round) / Double(rounds))
      // As the centre does every minute, so that the history has each silence at its own time.
      try await store.upkeep.renewOvertaken(now: date(round).addingTimeInterval(-1))
      machines += programme?.arrivals(in: round) ?? []
      if let given = programme?.deliveries(in: round), !given.isEmpty {
        deliveries = given
        for place in machines.indices { machines[place].machine.receive(given) }
      }
      var reports: [ReceivedReport] = []
      for place in machines.indices.sorted(by: { machines[$0].commune < machines[$1].commune })
      where machines[place].reports(in: round, of: rounds) {
        reports.append(
          try await machines[place].report(
            in: round, at: date(round), token: tokens[machines[place].commune] ?? "", store))
      }
      let held = try await file(reports)
      for place in machines.indices { machines[place].keep(held) }
      filed += reports.count
      if round == rounds / 2 {
        programme = try await PastProgramme.adopt(
          store, policy, province: province, round: round, pace: pace,
          at: date(round).addingTimeInterval(3600))
      }
      try await programme?.play(round, at: date(round).addingTimeInterval(7200), store)
    }
    return (filed, deliveries)
  }

  /// Files many reports at a time, so that they share the disk and their communes' measures.
  ///
  /// - Returns: by machine, the digests that the inventory holds.
  private func file(_ reports: [ReceivedReport]) async throws -> [Int64: [String: String]] {
    try await withThrowingTaskGroup(of: (Int64, [String: String]).self) { group in
      var held: [Int64: [String: String]] = [:]
      for (place, report) in reports.enumerated() {
        if place >= InventoryStore.largestGroup, let (machine, sections) = try await group.next() {
          held[machine] = sections
        }
        group.addTask { [store] in
          (report.machine, try await store.reports.file(report).sections)
        }
      }
      for try await (machine, sections) in group { held[machine] = sections }
      return held
    }
  }

  /// The stage at which a machine's office joins: offices join one after the other.
  private static func joins(_ machine: SimulatedMachine) -> Int {
    var random = SeededGenerator("joins", "\(machine.seed)", machine.commune.description)
    return Int.random(in: 0...2, using: &random)
  }
}

/// A machine of the past.
struct PastMachine {
  var machine: SimulatedMachine
  /// The round in which it enrols.
  let joins: Int
  private var key: MachineKey?
  /// The digests of the sections that the inventory holds; unchanged sections are sent as digests.
  private var held: [String: String] = [:]
  private var sequence = 0

  var commune: String { machine.commune.description }

  init(_ machine: SimulatedMachine, joins: Int) {
    self.machine = machine
    self.joins = joins
  }

  /// Whether it reports in a round; a few computers break down halfway.
  func reports(in round: Int, of rounds: Int) -> Bool {
    guard machine.reports, round >= joins else { return false }
    var random = SeededGenerator("lasts", "\(machine.seed)", commune, "\(machine.index)")
    return !random.chance(0.04) || round < rounds / 2
  }

  mutating func report(
    in round: Int, at date: Date, token: String, _ store: InventoryStore
  ) async throws -> ReceivedReport {
    let key = try await enrolled(token: token, at: date, store)
    sequence += 1
    let boot = BootTime(bootId: UUID().uuidString.lowercased(), seconds: 600)
    let report = try machine.report(of: round, agentVersion: Release.version, boot: boot)
    return try ReceivedReport(
      id: UUID(), machine: key.machine, key: key.number, sequence: sequence,
      body: DeltaReport(of: report.body, held: held).body,
      sent: boot, created: Int(date.timeIntervalSince1970), receivedAt: date)
  }

  mutating func keep(_ held: [Int64: [String: String]]) {
    guard let key, let sections = held[key.machine] else { return }
    self.held = sections
  }

  private mutating func enrolled(
    token: String, at date: Date, _ store: InventoryStore
  ) async throws -> MachineKey {
    if let key { return key }
    var request = try machine.enrolment(agentVersion: Release.version)
    request.token = token
    let reply = try await store.enrolments.enrol(
      request, publicKey: try machine.key().publicKey.rawRepresentation, now: date)
    guard let key = try await store.keys.key(reply.keyId) else {
      throw SimulatorError(.other, "The inventory does not know the key \(reply.keyId).")
    }
    self.key = key
    return key
  }
}
