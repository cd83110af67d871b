import Foundation
import InventoryStore
import Prioritization
import Testing

struct SilentMachineTests {
  private static let day = 86_400.0

  /// Enrols a machine whose last report came `daysAgo` days before `now`.
  private func machine(
    _ inventory: TestInventory, _ commune: String, daysAgo: Double, now: Date
  ) async throws -> String {
    let then = now.addingTimeInterval(-daysAgo * Self.day)
    let machine = try await inventory.enrol(commune: commune, at: then)
    _ = try await inventory.store.reports.file(
      inventory.report(machine, sequence: 1, hardware: TestInventory.computer(), at: then))
    return machine.machineId
  }

  @Test func latestSilentMachinesComeFirst() async throws {
    let inventory = try TestInventory()
    let now = TestInventory.start
    let limit = inventory.policy.reporting.silentDays
    // In chronological order, as a centre receives them.
    let never = try await inventory.enrol(at: now.addingTimeInterval(-90 * Self.day)).machineId
    let old = try await machine(inventory, "21250", daysAgo: limit + 40, now: now)
    let elsewhere = try await machine(inventory, "00004", daysAgo: limit + 5, now: now)
    let new = try await machine(inventory, "21250", daysAgo: limit + 3, now: now)
    let held = try await machine(inventory, "21250", daysAgo: limit + 2, now: now)
    _ = try await machine(inventory, "21250", daysAgo: limit - 1, now: now)
    try await inventory.store.machines.quarantine(held, because: "x", within: .country, now: now)
    // Enrolled a moment ago: nobody needs to call.
    _ = try await inventory.enrol(at: now.addingTimeInterval(-60))

    let coverage = inventory.store.coverage
    let all = try await coverage.silentMachines(.init(), within: .country, now: now)
    #expect(all.machines.map(\.id) == [new, elsewhere, old, never] && all.total == 4)
    #expect(all.machines.map(\.hasNeverReported) == [false, false, false, true])
    #expect(all.machines.last?.lastReportAt == nil)
    #expect(all.machines.last?.silentSince == now.addingTimeInterval((limit - 90) * Self.day))
    #expect(
      all.machines.first?.silentSince == now.addingTimeInterval(-3 * Self.day),
      "\(String(describing: all.machines.first))")
    // The same machines as in the counts of coverage, which also count one that has waited for a
    // minute.
    let counted = try await coverage.communes(
      policy: inventory.policy, currentAgent: "0.1.0", within: .country, now: now)
    #expect(counted.reduce(0) { $0 + $1.silent } == 3)
    #expect(counted.reduce(0) { $0 + $1.waiting } == 2)

    let province = try await coverage.silentMachines(
      .init(province: "51"), within: .country, now: now)
    #expect(province.machines.map(\.id) == [new, old, never] && province.total == 3)
    let recent = try await coverage.silentMachines(
      .init(since: now.addingTimeInterval(-7 * Self.day)), within: .country, now: now)
    #expect(recent.machines.map(\.id) == [new, elsewhere])
    let part = try await coverage.silentMachines(
      .init(), within: .country, now: now, limit: 1, offset: 1)
    #expect(part.machines.map(\.id) == [elsewhere] && part.total == 4)
    #expect(
      try await coverage.silentMachines(.init(), within: .commune("00004"), now: now)
        .machines.map(\.id) == [elsewhere])
    await #expect(throws: InventoryError.self) {
      try await coverage.silentMachines(.init(province: "51"), within: .province("01"), now: now)
    }
  }

  @Test func silentMachinesIncludeCommuneContact() async throws {
    let inventory = try TestInventory()
    let now = TestInventory.start
    _ = try await machine(
      inventory, "21250", daysAgo: inventory.policy.reporting.silentDays + 1, now: now)
    let contact = try ContactDetails(name: "Hoa", phone: "0905 123 456", email: "a@b.vn")
    try await inventory.store.communes.setContact(
      contact, of: "21250", within: .country, by: nil, now: now)
    let machines = try await inventory.store.coverage.silentMachines(
      .init(), within: .country, now: now
    ).machines
    #expect(machines.map(\.contact) == [contact])
  }

  /// A last report in the future says nothing about when it fell silent.
  @Test func unknownSilenceTimeSortsLast() async throws {
    let inventory = try TestInventory()
    let now = TestInventory.start
    let limit = inventory.policy.reporting.silentDays
    let silent = try await machine(inventory, "21250", daysAgo: limit + 1, now: now)
    let ahead = try await machine(inventory, "21250", daysAgo: -200, now: now)
    let coverage = inventory.store.coverage
    let all = try await coverage.silentMachines(.init(), within: .country, now: now).machines
    #expect(all.map(\.id) == [silent, ahead] && all.last?.lastReportAt == nil)
    let recent = try await coverage.silentMachines(
      .init(since: now.addingTimeInterval(-7 * Self.day)), within: .country, now: now)
    #expect(recent.machines.map(\.id) == [silent] && recent.total == 1)
  }
}
