import Foundation
import InventoryStore
import Prioritization
import Reporting
import Testing

/// A report that arrives long after it was made shows how its computer was then.
struct LateReportTests {
  let inventory: TestInventory

  init() throws { inventory = try TestInventory() }

  func now(_ days: Double) -> Date { TestInventory.start.addingTimeInterval(days * 86_400) }

  func lastReport(_ machine: String, at days: Double) async throws -> Date? {
    try await inventory.store.machines.details(machine, within: .country, now: now(days)).summary
      .lastReportAt
  }

  /// - Parameter waited: days in the queue.
  func report(
    _ machine: MachineKey, _ sequence: Int, at days: Double, waited: Double
  ) throws -> ReceivedReport {
    try ReceivedReport(
      id: UUID(), machine: machine.machine, key: machine.number, sequence: sequence,
      body: Report(
        agent: AgentFacts(
          version: "0.1.0", clock: ClockReading(bootId: "b", bootSeconds: 100, wall: "1980")),
        hardware: TestInventory.computer(), scanners: TestInventory.scanner
      ).body(),
      sent: BootTime(bootId: "b", seconds: 100 + waited * 86_400),
      created: Int(now(days).timeIntervalSince1970), receivedAt: now(days))
  }

  @Test func networkDeliveryOfOldReportDoesNotRefresh() async throws {
    let machine = try await inventory.enrol(at: now(-60))
    for (sequence, waited, last) in [
      (1, 40.0, -40.0), (2, 0.5, 0), (3, 30, 0),
    ] {
      _ = try await inventory.store.reports.file(
        report(machine, sequence, at: 0, waited: waited))
      #expect(try await lastReport(machine.machineId, at: 0) == now(last), "\(sequence)")
    }
    _ = try await inventory.store.reports.file(report(machine, 4, at: 20, waited: 18))
    #expect(try await lastReport(machine.machineId, at: 20) == now(2))
    let situation = try await inventory.situation(of: "21250", at: now(20))
    #expect(situation.reporting == .silent && situation.lastReportAt == now(2))
    // A past day knows no report that had not arrived by then.
    let past = try await inventory.store.situations.past(
      policy: inventory.policy, province: "51", within: .country, asOf: now(19)
    ).first { $0.code == "21250" }
    #expect(past?.lastReportAt == now(0))
    let later = try await inventory.store.situations.past(
      policy: inventory.policy, province: "51", within: .country, asOf: now(20.5)
    ).first { $0.code == "21250" }
    #expect(later?.lastReportAt == now(2))
  }
}
