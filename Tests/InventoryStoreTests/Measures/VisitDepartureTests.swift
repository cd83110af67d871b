import Foundation
import InventoryStore
import Reporting
import Testing

/// Tidying the list of computers after a visit never proves a need.
struct VisitDepartureTests {
  private let tests: AttestationTests
  private var inventory: TestInventory { tests.inventory }

  init() async throws {
    tests = try await AttestationTests()
    _ = try await tests.inventory.store.register.importTable(
      Data("code,officials\n21250,10\n".utf8), now: .now)
  }

  private func visit(_ figures: Visit.Figures, on day: Double) async throws {
    try await inventory.store.communes.recordVisit(
      of: "21250", at: tests.now(day), figures, within: .province("51"), by: tests.officer,
      now: tests.now(day))
  }

  private func retire(_ machines: some Sequence<MachineKey>, on day: Double) async throws {
    for machine in machines {
      try await inventory.store.machines.retire(
        machine.machineId, within: .country, now: tests.now(day))
    }
  }

  private func reporting(_ count: Int, on day: Double) async throws -> [MachineKey] {
    var machines: [MachineKey] = []
    for _ in 0..<count {
      let machine = try await tests.enrol(after: day)
      _ = try await inventory.store.reports.file(
        inventory.report(
          machine, sequence: 1, hardware: TestInventory.computer(),
          scanners: TestInventory.scanner, at: tests.now(day)))
      machines.append(machine)
    }
    return machines
  }

  /// Two were thrown away long before the visit counted the other three.
  @Test(arguments: [61.0, 62, 60.9]) func whatWasSilentWasNotCounted(_ retired: Double) async throws
  {
    let silent = try await reporting(2, on: 0)
    _ = try await reporting(3, on: 60)
    if retired < 61 { try await retire(silent, on: retired) }
    try await visit(
      .init(adequateComputers: 3, otherComputers: 0, scanners: 3, digitalSignatures: 3), on: 61)
    if retired >= 61 { try await retire(silent, on: retired) }
    for day in [63.0, 120] {
      #expect(try await tests.value("computers", after: day) == 0.3...0.3, "day \(day)")
      #expect(try await tests.value("scanners", after: day) == 3...3, "day \(day)")
    }
  }

  /// On the day itself nobody knows what came first; a computer that was heard a week before may
  /// have been counted or not.
  @Test(arguments: [(60.5, 61.05), (60.5, 60.95), (54, 62)])
  func whatMayHaveBeenCountedIsUncertain(_ reported: Double, _ retired: Double) async throws {
    let machines = try await reporting(2, on: reported)
    if retired < 61 { try await retire(machines, on: retired) }
    try await visit(.init(adequateComputers: 3, otherComputers: 0, scanners: 3), on: 61)
    if retired >= 61 { try await retire(machines, on: retired) }
    let found = try await tests.value("computers", after: 90)
    #expect(found == 0.1...0.3)
    let scanners = try await tests.value("scanners", after: 90)
    #expect(scanners == 1...3)
  }

  @Test func whatWasSeenLatelyIsTakenOff() async throws {
    let machines = try await reporting(2, on: 60.5)
    try await visit(.init(adequateComputers: 3, otherComputers: 0, scanners: 3), on: 61)
    try await retire(machines, on: 62)
    let found = try await tests.value("computers", after: 90)
    #expect(found == 0.1...0.1)
    let scanners = try await tests.value("scanners", after: 90)
    #expect(scanners == 1...1)
  }

  /// A computer that reports every night but observes nothing any more, as with a full disk.
  @Test func blindComputerDoesNotUndoVisit() async throws {
    let machine = try #require(try await reporting(1, on: 0).first)
    for day in 1...40 {
      if day == 30 {
        try await visit(
          .init(adequateComputers: 0, otherComputers: 0, scanners: 0, digitalSignatures: 0), on: 30)
      }
      _ = try await inventory.store.reports.file(
        inventory.report(
          machine, sequence: day + 1, hardware: .failed(reason: "full"),
          scanners: .failed(reason: "full"), accounts: .failed(reason: "full"),
          at: tests.now(Double(day) + 0.5)))
    }
    #expect(try await tests.value("scanners", after: 41) == 0...0)
    #expect(try await tests.value("signatures", after: 41) == 0...0)
  }
}
