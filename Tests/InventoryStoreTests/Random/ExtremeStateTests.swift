import Foundation
import GRDB
import InventoryStore
import Prioritization
import Reporting
import Testing

/// Extreme values of reports and the register on a real inventory.
struct ExtremeStateTests {
  let inventory: TestInventory
  private let code = "21250"

  init() throws { inventory = try TestInventory() }

  private func register(_ officials: Int?, dossiers: Int? = nil) async throws {
    let cells = "\(officials.map(String.init) ?? ""),\(dossiers.map(String.init) ?? "")"
    _ = try await inventory.store.register.importTable(
      Data("code,officials,dossiersPerMonth\n\(code),\(cells)\n".utf8), now: TestInventory.start)
  }

  /// Neither ranking nor plan may contain a value that is not a number.
  private func expectSound(_ note: Comment) async throws {
    let measures = try await inventory.store.situations.current(
      policy: inventory.policy, province: "51", within: .country, now: TestInventory.start
    ).map(\.measures)
    let ranking = Ranking(policy: inventory.policy, communes: measures)
    for commune in ranking.communes {
      #expect((0...1000).contains(commune.standing.points), note)
      #expect((0...1000.000001).contains(commune.standing.pointsHigh), note)
    }
    for budget in [0, 1, 500_000_000, 1_000_000_000_000_000] {
      let plan = try Plan(policy: inventory.policy, communes: measures, budget: budget)
      #expect((0...budget).contains(plan.spent), note)
      #expect(plan.value.isFinite && plan.upperBound >= plan.value && plan.value >= 0, note)
    }
  }

  /// Accepts success, or a refusal that says why.
  private func acceptOrRefuse(_ work: () async throws -> Void) async throws {
    do {
      try await work()
    } catch let error as InventoryError {
      #expect(!error.message.isEmpty)
    }
  }

  @Test func zeroOfficialsAndHugeWorkloadsStaySound() async throws {
    let machine = try await inventory.enrol()
    _ = try await inventory.store.reports.file(
      inventory.report(
        machine, sequence: 1, hardware: TestInventory.computer(), scanners: .absent))
    for (officials, dossiers) in [(0, 0), (0, 1_000_000), (1, 1_000_000), (nil, nil)] {
      try await acceptOrRefuse { try await register(officials, dossiers: dossiers) }
      try await expectSound("\(officials ?? -1) officials, \(dossiers ?? -1) dossiers")
    }
  }

  /// 2⁶³ − 1 is the largest number that a report can hold. A section with 2⁶³ is refused and the
  /// rest counts.
  @Test func extremeMemoryAndLineValuesStaySound() async throws {
    try await register(4)
    let machine = try await inventory.enrol()
    var sequence = 0
    for most in [0, 1, 1_000_000_000_000_000_000, Int.max] {
      sequence += 1
      var facts = try #require(TestInventory.computer().facts)
      facts.memory.totalBytes = most
      facts.processor.threads = most
      facts.processor.cores = most
      facts.disks[0].sizeBytes = most
      let report = try inventory.report(
        machine, sequence: sequence, hardware: .observed(facts), scanners: .absent,
        bandwidth: TestInventory.line(most))
      try await acceptOrRefuse { _ = try await inventory.store.reports.file(report) }
      try await expectSound("\(most)")
    }
    let body = try Report(
      agent: AgentFacts(
        version: "0.1.0", clock: ClockReading(bootId: "b", bootSeconds: 100, wall: "1980")),
      hardware: TestInventory.computer(gibibytes: 16)
    ).body()
    let text = String(decoding: body, as: UTF8.self)
      .replacing("\(16 << 30)", with: "9223372036854775808")
    #expect(text.contains("9223372036854775808"))
    try await acceptOrRefuse {
      _ = try await inventory.store.reports.file(
        inventory.raw(text, machine, sequence: sequence + 1))
    }
    try await expectSound("2 to the 63rd")
  }

  @Test func tenThousandComputersStaySound() async throws {
    try await register(40)
    let machine = try await inventory.enrol()
    _ = try await inventory.store.reports.file(
      inventory.report(
        machine, sequence: 1, hardware: TestInventory.computer(), scanners: TestInventory.scanner))
    let database = try DatabaseQueue(path: inventory.path)
    try await database.write { database in
      try database.execute(sql: "PRAGMA defer_foreign_keys = ON")
      for table in ["machine", "machine_hardware", "machine_scanners"] {
        let columns = try database.columns(in: table).map(\.name)
        let number = table == "machine" ? "number" : "machine"
        let values = columns.map { column in
          switch column {
          case number: "n.value + 1000"
          case "id": "'m' || printf('%06d', n.value)"
          default: "t.\(column)"
          }
        }
        try database.execute(
          sql: """
            WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n LIMIT 9999)
            INSERT INTO \(table) (\(columns.joined(separator: ", ")))
            SELECT \(values.joined(separator: ", ")) FROM \(table) t, n WHERE t.\(number) = ?
            """, arguments: [machine.machine])
      }
    }
    // A report renews the measures.
    _ = try await inventory.store.reports.file(
      inventory.report(
        machine, sequence: 2, hardware: TestInventory.computer(), scanners: .absent))
    let situation = try await inventory.situation(of: code)
    #expect(situation.machines == 10_000)
    let computers = try #require(
      inventory.policy.criteria.firstIndex { $0.id == "computers" })
    #expect(situation.values[computers] == 1...1)
    try await expectSound("10,000 computers")
  }
}
