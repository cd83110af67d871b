import Foundation
import InventoryStore
import Reporting
import Testing

struct MachineFactsTests {
  func at(_ days: Double) -> Date { TestInventory.start.addingTimeInterval(days * 86_400) }

  @Test func unreportedFactsAreNil() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    let facts = try await inventory.store.history.facts(of: machine.machineId, within: .country)
    #expect(facts.hardware == nil && facts.scanners == nil)
    #expect(facts.bandwidth == nil && facts.accounts == nil)
  }

  /// After a failed probe the earlier facts are shown, with their age.
  @Test func failedProbesKeepLastFacts() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    let outcomes: [Outcome<HardwareFacts>] = [
      TestInventory.computer(gibibytes: 4), TestInventory.computer(gibibytes: 8),
      .failed(reason: "EIO"), .failed(reason: "EPERM"),
    ]
    for (night, outcome) in outcomes.enumerated() {
      _ = try await inventory.store.reports.file(
        inventory.report(
          machine, sequence: night + 1, hardware: outcome, scanners: .absent,
          at: at(Double(night))))
    }
    let facts = try await inventory.store.history.facts(of: machine.machineId, within: .country)
    let hardware = try #require(facts.hardware)
    #expect(hardware.present.outcome.reason == "EPERM" && hardware.present.firstSeen == at(3))
    #expect(hardware.lastObserved?.lastSeen == at(1))
    #expect(hardware.facts?.memory.totalBytes == 8 << 30)
    let scanners = try #require(facts.scanners)
    #expect(scanners.present.outcome == .absent && scanners.facts == nil)
    #expect(scanners.present.firstSeen == at(0) && scanners.present.lastSeen == at(3))
    let versions = try await inventory.store.history.sectionVersions(
      of: machine.machineId, last: 3, within: .country)
    #expect(versions.map(\.probe) == ["hardware", "hardware", "hardware", "scanners"])
    #expect(versions.first?.current == true && versions.first?.firstSeen == at(3))
  }

  @Test func factsAreBoundedAndCleaned() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    let name = String(repeating: "\u{202E}A\u{0007}", count: 500)
    let accounts = (0..<200).map {
      AccountFacts.Account(
        service: "s\($0)", status: .active, evidence: .attested, checkedAt: "now", detail: name)
    }
    let scanners = (0..<200).map { _ in
      ScannerFacts.Scanner(
        manufacturer: name, model: name, connection: .usb, evidence: .usb, ready: nil)
    }
    _ = try await inventory.store.reports.file(
      inventory.report(
        machine, sequence: 1, scanners: .observed(.init(scanners: scanners)),
        accounts: .observed(.init(accounts: accounts))))
    let facts = try await inventory.store.history.facts(of: machine.machineId, within: .country)
    #expect(facts.accounts?.facts?.accounts.count == 64)
    #expect(facts.accounts?.facts?.accounts.first?.detail == String(repeating: "A", count: 200))
    #expect(facts.scanners?.facts?.scanners.count == 64)
    #expect(facts.scanners?.facts?.scanners.first?.model == String(repeating: "A", count: 128))
  }

  @Test func machinesOutsideScopeAreNotFound() async throws {
    let inventory = try TestInventory()
    let id = try await inventory.enrol().machineId
    let elsewhere = Scope.province("01")
    let store = inventory.store
    for read in [
      { _ = try await store.history.facts(of: id, within: elsewhere) },
      { _ = try await store.history.reporting(of: id, within: elsewhere) },
      { _ = try await store.history.sectionVersions(of: id, last: 1, within: elsewhere) },
      { _ = try await store.history.lineMeasurements(of: id, last: 1, within: elsewhere) },
      { _ = try await store.machines.details(id, within: elsewhere, now: TestInventory.start) },
    ] as [@Sendable () async throws -> Void] {
      let error = await #expect(throws: InventoryError.self) { try await read() }
      #expect(error?.code == .machineUnknown)
    }
  }
}
