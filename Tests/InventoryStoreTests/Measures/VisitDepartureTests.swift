import Foundation
import InventoryStore
import Reporting
import TestSupport
import Testing

/// Tidying the list of computers after a visit never proves a need.
struct VisitDepartureTests {
  private let tests: AttestationTests
  private var inventory: TestInventory { tests.inventory }

  init() async throws { tests = try await AttestationTests(officials: 10) }

  private func retire(_ machines: some Sequence<MachineKey>, on day: Double) async throws {
    for machine in machines {
      try await inventory.store.machines.retire(
        machine.machineId, within: .country, now: tests.now(day))
    }
  }

  private func report(_ machine: MachineKey, _ sequence: Int, on day: Double) async throws {
    _ = try await inventory.store.reports.file(
      inventory.report(
        machine, sequence: sequence, hardware: TestInventory.computer(),
        scanners: TestInventory.scanner, at: tests.now(day)))
  }

  private func reporting(_ count: Int, on day: Double) async throws -> [MachineKey] {
    var machines: [MachineKey] = []
    for _ in 0..<count {
      let machine = try await tests.enrol(after: day)
      try await report(machine, 1, on: day)
      machines.append(machine)
    }
    return machines
  }

  /// Two were thrown away long before the visit counted the other three.
  @Test(arguments: [60.9, 61, 62])
  func whatWasSilentWasNotCounted(_ retired: Double) async throws {
    let silent = try await reporting(2, on: 0)
    _ = try await reporting(3, on: 60)
    if retired < 61 { try await retire(silent, on: retired) }
    try await tests.visit(
      .init(adequateComputers: 3, otherComputers: 0, scanners: 3, digitalSignatures: 3), on: 61)
    if retired >= 61 { try await retire(silent, on: retired) }
    for day in [63.0, 120] {
      #expect(try await tests.value("computers", after: day) == 0.3...0.3, "day \(day)")
      #expect(try await tests.value("scanners", after: day) == 3...3, "day \(day)")
    }
  }

  /// One that was heard the night before may have been stolen by then, one that was enrolled since
  /// may be another, and on the day itself nobody knows what came first.
  @Test(arguments: [(60.5, 61.05), (60.5, 60.95), (54, 62), (60.5, 62), (61.5, 62)])
  func whatMayHaveBeenCountedIsUncertain(_ reported: Double, _ retired: Double) async throws {
    var machines: [MachineKey] = []
    if reported < 61 { machines = try await reporting(2, on: reported) }
    if retired < 61 { try await retire(machines, on: retired) }
    try await tests.visit(.init(adequateComputers: 3, otherComputers: 0, scanners: 3), on: 61)
    if reported > 61 { machines = try await reporting(2, on: reported) }
    if retired >= 61 { try await retire(machines, on: retired) }
    #expect(try await tests.value("computers", after: 90) == 0.1...0.3)
    #expect(try await tests.value("scanners", after: 90) == 1...3)
  }

  @Test func whatReportedAfterwardsIsTakenOff() async throws {
    let machines = try await reporting(2, on: 60)
    try await tests.visit(.init(adequateComputers: 3, otherComputers: 0, scanners: 3), on: 61)
    for machine in machines { try await report(machine, 2, on: 61.5) }
    try await retire(machines, on: 62)
    #expect(try await tests.value("scanners", after: 90) == 1...1)
    #expect(try await tests.value("computers", after: 90)?.upperBound == 0.1)
  }

  /// Computers come, report, go and are retired at random; a visit counts those that are there. No
  /// retirement makes fewer possible than there are.
  @Test(arguments: 0..<40)
  func whatIsThereStaysPossible(_ seed: Int) async throws {
    var random = Seeded(seed)
    let (visited, end) = (10.0, 40.0)
    var events: [(day: Double, act: () async throws -> Void)] = []
    var present = 0
    var counted = 0
    for _ in 0..<6 {
      // Most stay, or go shortly before the visit: those that go later would hide a mistake.
      let leaves =
        Int.random(in: 0..<3, using: &random) == 0
        ? Double.random(in: 6...11, using: &random) : nil
      let enrolled = Double.random(in: 0...12, using: &random)
      if leaves.map({ $0 > visited }) ?? true { counted += 1 }
      if leaves == nil { present += 1 }
      // Some have no agent: only the visit has seen those.
      guard Bool.random(using: &random), enrolled < leaves ?? end else { continue }
      var machine: MachineKey?
      events.append((enrolled, { machine = try await tests.enrol(after: enrolled) }))
      for night in stride(from: enrolled + 0.01, to: min(leaves ?? end, 17), by: 1) {
        let sequence = Int(night - enrolled) + 1
        events.append(
          (night, { if let machine { try await report(machine, sequence, on: night) } }))
      }
      if let leaves {
        let retired = leaves + Double.random(in: 0...9, using: &random)
        events.append((retired, { if let machine { try await retire([machine], on: retired) } }))
      }
    }
    let figures = Visit.Figures(adequateComputers: counted, otherComputers: 0)
    events.append((visited, { try await tests.visit(figures, on: visited) }))
    for event in events.sorted(by: { $0.day < $1.day }) { try await event.act() }
    let possible = try await tests.value("computers", after: end)?.upperBound
    #expect(try #require(possible) >= Double(present) / 10 - 1e-9)
  }

  /// A computer that reports every night but observes nothing any more, as with a full disk.
  @Test func blindComputerDoesNotUndoVisit() async throws {
    let machine = try #require(try await reporting(1, on: 0).first)
    for day in 1...40 {
      if day == 30 {
        try await tests.visit(
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
