import Foundation
import GRDB
import InventoryFixtures
import InventoryStore
import Prioritization
import Reporting
import Testing

struct CoverageTests {
  let day = 86_400.0

  func at(_ days: Double) -> Date { TestInventory.start.addingTimeInterval(days * day) }

  func coverage(
    of commune: String = "21250", _ inventory: TestInventory, after days: Double = 0,
    within scope: Scope = .country
  ) async throws -> CommuneCoverage? {
    try await inventory.store.coverage.communes(
      policy: inventory.policy, currentAgent: "0.1.0", within: scope, now: at(days)
    ).first { $0.code == commune }
  }

  /// Data that agents send besides facts, and how long the report was spooled.
  func report(
    _ inventory: TestInventory, _ machine: MachineKey, _ sequence: Int, version: String = "0.1.0",
    dropped: Int? = nil, waited: Double = 60, skew: Int = 0, after days: Double = 0
  ) throws -> ReceivedReport {
    let report = Report(
      agent: AgentFacts(
        version: version, clock: ClockReading(bootId: "b", bootSeconds: 100, wall: "1980"),
        droppedReports: dropped), scanners: .absent)
    return try ReceivedReport(
      id: UUID(), machine: machine.machine, key: machine.number, sequence: sequence,
      body: report.body(), sent: BootTime(bootId: "b", seconds: 100 + waited),
      created: Int(at(days).timeIntervalSince1970) + skew, receivedAt: at(days))
  }

  @Test func communeWithoutMachinesIsNeverEnrolled() async throws {
    let inventory = try TestInventory()
    let commune = try #require(try await coverage(inventory))
    #expect(commune.state == .neverEnrolled && commune.machines == 0)
    #expect(commune.expected == nil && commune.missing == nil)
  }

  /// The first report ends this state for good: a computer that then stops reporting has fallen
  /// silent.
  @Test func communeWithoutReportsHasNotFallenSilent() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    for days in [0.0, 30] {
      let commune = try #require(try await coverage(inventory, after: days))
      #expect(commune.state == .neverReported && commune.reporting == .silent)
      #expect(commune.waiting == 1 && commune.lastReportAt == nil)
    }
    _ = try await inventory.store.reports.file(report(inventory, machine, 1))
    #expect(try await coverage(inventory, after: 30)?.state == .silent)
  }

  @Test func oneFreshMachineOfTenIsPartial() async throws {
    let inventory = try TestInventory()
    var machines: [MachineKey] = []
    for _ in 0..<10 {
      let machine = try await inventory.enrol()
      _ = try await inventory.store.reports.file(report(inventory, machine, 1))
      machines.append(machine)
    }
    #expect(try await coverage(inventory)?.state == .complete)
    _ = try await inventory.store.reports.file(report(inventory, machines[0], 2, after: 20))
    let commune = try #require(try await coverage(inventory, after: 20))
    #expect(commune.reporting == .fresh, "as in the ranking")
    #expect(commune.state == .partial)
    #expect(commune.fresh == 1 && commune.ageing == 0 && commune.silent == 9)
    let troubled = try await inventory.store.coverage.troubledMachines(
      of: ["21250"], within: .country, now: at(20))
    #expect(troubled.count == 9 && troubled.allSatisfy { $0.trouble == .silent })
    #expect(troubled.allSatisfy { $0.since == TestInventory.start })
  }

  /// Without reports nothing is written, so stored values are overtaken by time.
  @Test(arguments: [
    (2.9, CommuneCoverage.State.complete, [1, 0, 0]), (3.1, .ageing, [0, 1, 0]),
    (13.9, .ageing, [0, 1, 0]), (14.1, .silent, [0, 0, 1]), (400, .silent, [0, 0, 1]),
  ])
  func stateAgesWithTimeAlone(
    _ days: Double, _ state: CommuneCoverage.State, _ counts: [Int]
  ) async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    _ = try await inventory.store.reports.file(report(inventory, machine, 1))
    let read = try #require(try await coverage(inventory, after: days))
    let found = [read.fresh, read.ageing, read.silent]
    #expect(read.state == state && found == counts)
    // and the same once it has been written again
    _ = try await inventory.store.register.importTable(
      Data("code,officials\n21250,\n".utf8), now: at(days))
    #expect(try await coverage(inventory, after: days) == read)
  }

  /// The centre's periodic renewal writes once what readers would compute anyway.
  @Test func overtakenStateIsRenewedOnce() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    _ = try await inventory.store.reports.file(report(inventory, machine, 1))
    #expect(try await inventory.store.upkeep.renewOvertaken(now: at(1)) == 0)
    let read = try #require(try await coverage(inventory, after: 20))
    let revision = try await inventory.store.upkeep.revision()
    #expect(try await inventory.store.upkeep.renewOvertaken(now: at(20)) == 1)
    #expect(try await inventory.store.upkeep.revision() == revision + 1)
    #expect(try await coverage(inventory, after: 20) == read && read.state == .silent)
    #expect(try await inventory.store.upkeep.renewOvertaken(now: at(20)) == 0)
    #expect(try await inventory.store.upkeep.revision() == revision + 1)
  }

  @Test func quarantineApprovalAndRetirementChangeCoverage() async throws {
    let inventory = try TestInventory()
    for _ in 0..<2 {
      let machine = try await inventory.enrol()
      _ = try await inventory.store.reports.file(report(inventory, machine, 1))
    }
    let id = try #require(try await inventory.store.machines.list(within: .country).first).id
    try await inventory.store.machines.quarantine(
      id, because: "a test", within: .country, now: at(0))
    var commune = try #require(try await coverage(inventory))
    #expect(commune.quarantined == 1 && commune.fresh == 1 && commune.state == .partial)
    let troubled = try await inventory.store.coverage.troubledMachines(
      of: ["21250"], within: .country, now: at(1))
    #expect(troubled.map(\.id) == [id] && troubled.first?.trouble == .quarantined)
    #expect(troubled.first?.since == at(0))
    try await inventory.store.machines.approve(id, within: .country, now: at(0))
    #expect(try await coverage(inventory)?.state == .complete)
    try await inventory.store.machines.retire(id, within: .country, now: at(0))
    commune = try #require(try await coverage(inventory))
    #expect(commune.machines == 1 && commune.state == .complete)
  }

  /// Each of these comes with a report whose sections are unchanged.
  @Test func agentProblemsCountImmediately() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    _ = try await inventory.store.reports.file(report(inventory, machine, 1))
    func counts() async throws -> [Int] {
      let commune = try #require(try await coverage(inventory, after: 0.1))
      return [commune.wrongClocks, commune.oldAgents, commune.late, commune.dropping]
    }
    #expect(try await counts() == [0, 0, 0, 0])
    _ = try await inventory.store.reports.file(
      report(inventory, machine, 2, version: "0.0.9", skew: -301))
    #expect(try await counts() == [1, 1, 0, 0])
    _ = try await inventory.store.reports.file(report(inventory, machine, 3, dropped: 2))
    #expect(try await counts() == [0, 0, 0, 1])
    _ = try await inventory.store.reports.file(report(inventory, machine, 4, waited: 19 * 3600))
    #expect(try await counts() == [0, 0, 1, 1])
    let reporting = try await inventory.store.history.reporting(
      of: machine.machineId, within: .country)
    #expect(reporting.droppedReports == 2)
    #expect(reporting.reports.map(\.isLate) == [true, false, false, false])
  }

  @Test func lateDeliveryCountsForAWeek() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    _ = try await inventory.store.reports.file(report(inventory, machine, 1, waited: 40 * 3600))
    for (sequence, days, late) in [(2, 6.9, 1), (3, 7.1, 0)] {
      _ = try await inventory.store.reports.file(report(inventory, machine, sequence, after: days))
      #expect(try await coverage(inventory, after: days)?.late == late, "\(days)")
    }
  }

  @Test func expectedComputersFollowOfficials() async throws {
    let inventory = try TestInventory()
    _ = try await inventory.store.register.importTable(
      Data("code,officials\n21250,8\n21136,0\n".utf8), now: at(0))
    _ = try await inventory.enrol()
    let commune = try #require(try await coverage(inventory))
    #expect(commune.expected == 8 && commune.missing == 7)
    #expect(try await coverage(of: "21136", inventory)?.missing == 0)
    var policy = inventory.policy
    policy.criteria.removeAll { $0.measure == "adequateComputersPerOfficial" }
    let without = try await inventory.store.coverage.communes(
      policy: policy, currentAgent: "0.1.0", province: "51", within: .country, now: at(0))
    #expect(without.count == 96 && without.allSatisfy { $0.expected == nil })
  }

  @Test func nothingOutsideScopeIsReturned() async throws {
    let inventory = try TestInventory()
    _ = try await inventory.enrol()
    #expect(try await coverage(inventory, within: .province("51"))?.machines == 1)
    #expect(try await coverage(inventory, within: .commune("21250"))?.machines == 1)
    #expect(try await coverage(inventory, within: .province("01")) == nil)
    let troubled = { (scope: Scope) in
      try await inventory.store.coverage.troubledMachines(of: ["21250"], within: scope, now: at(30))
    }
    #expect(try await troubled(.country).count == 1)
    #expect(try await troubled(.commune("21136")).isEmpty)
    await #expect(throws: InventoryError.self) {
      _ = try await inventory.store.coverage.communes(
        policy: inventory.policy, currentAgent: "0.1.0", province: "51",
        within: .province("01"), now: at(0))
    }
  }

  @Test func mostUrgentCommuneComesFirst() async throws {
    let inventory = try TestInventory()
    for (commune, days) in [("21136", 0.0), ("21250", 5), ("21109", 16)] {
      let machine = try await inventory.enrol(commune: commune, at: at(days))
      _ = try await inventory.store.reports.file(report(inventory, machine, 1, after: days))
    }
    _ = try await inventory.enrol(commune: "21250", at: at(16))
    let machine = try await inventory.enrol(commune: "21250", at: at(16))
    _ = try await inventory.store.reports.file(report(inventory, machine, 1, after: 16))
    let order = try await inventory.store.coverage.communes(
      policy: inventory.policy, currentAgent: "0.1.0", province: "51", within: .country,
      now: at(16.5)
    ).sorted { $0.isMoreUrgent(than: $1) }
    #expect(order.first?.code == "21136" && order.first?.state == .silent)
    #expect(order.suffix(2).map(\.code) == ["21250", "21109"])
    #expect(order.suffix(2).map(\.state) == [.partial, .complete])
  }

  /// A file of an earlier version has no counts until the serving process opens it.
  @Test func earlierFilesAreRecountedOnOpening() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    _ = try await inventory.store.reports.file(report(inventory, machine, 1))
    let whole = try #require(try await coverage(inventory))
    try await DatabaseQueue(path: inventory.path).write { database in
      try database.execute(
        sql: """
          UPDATE commune_reporting SET freshMachines = 0, agentVersions = '{}';
          DELETE FROM setting WHERE name = 'measureRules';
          """)
    }
    let beside = try InventoryStore(
      path: inventory.path, role: .beside, policy: inventory.policy, now: at(0))
    #expect(
      try await beside.coverage.communes(
        policy: inventory.policy, currentAgent: "0.1.0", within: .country, now: at(0)
      )
      .first { $0.code == "21250" } != whole)
    let copy = inventory.folder.appending(path: "copy.sqlite").path
    _ = try await inventory.store.upkeep.backUp(to: copy)
    let again = try InventoryStore(
      path: copy, role: .serving, policy: inventory.policy, now: at(0))
    #expect(
      try await again.coverage.communes(
        policy: inventory.policy, currentAgent: "0.1.0", within: .country, now: at(0)
      ).first { $0.code == "21250" } == whole)
  }

  @Test(arguments: [
    ("0.9.0", "0.10.0"), ("0.1", "0.1.1"), ("0.1.0-beta", "0.1.1"), ("nonsense", "0.0.0"),
    ("", "0.0.0"), ("99999999999999999999.0", "0.0.1"),
  ])
  func agentVersionsCompareNumerically(_ older: String, _ newer: String) {
    #expect(AgentVersion(older) < AgentVersion(newer))
    #expect(!(AgentVersion(newer) < AgentVersion(older)))
    #expect(AgentVersion("0.1") == AgentVersion("0.1.0"))
  }
}
