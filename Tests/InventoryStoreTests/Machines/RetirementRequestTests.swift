import Foundation
import GRDB
import TestSupport
import Testing

@testable import InventoryStore

/// A commune's own officer requests a retirement; the province decides.
struct RetirementRequestTests {
  let inventory: TestInventory
  private var machines: InventoryStore.Machines { inventory.store.machines }
  private var now: Date { TestInventory.start }
  private let commune = Scope.commune("21250")
  private let officer = Actor("user xa")

  init() throws { inventory = try TestInventory() }

  private func state(_ id: String) async throws -> MachineState {
    try await machines.details(id, within: .country, now: now).summary.state
  }

  /// Merges as the commune's officer.
  private func merge(
    _ former: MachineKey, into later: MachineKey, at now: Date
  ) async throws -> RetirementOutcome {
    try await machines.merge(
      former.machineId, into: later.machineId, within: commune, by: officer, now: now)
  }

  private func report(_ machine: MachineKey, at now: Date) async throws {
    _ = try await inventory.store.reports.file(
      inventory.report(machine, sequence: 1, hardware: nil, at: now))
  }

  private func hash(_ letter: Character) -> String { String(repeating: letter, count: 64) }

  @Test func computerStaysActiveUntilProvinceAgrees() async throws {
    let machine = try await inventory.enrol().machineId
    #expect(
      try await machines.retire(machine, within: commune, by: officer, now: now) == .requested)
    #expect(try await state(machine) == .active)
    let request = try #require(
      try await machines.retirementRequests(within: .province("51")).first)
    #expect(request.machine == machine && request.requestedBy == "user xa")
    #expect(request.mergeInto == nil)
    #expect(try await machines.retirementRequests(within: .province("01")).isEmpty)
    #expect(try await machines.retire(machine, within: .province("51"), now: now) == .retired)
    #expect(try await state(machine) == .retired)
    #expect(try await machines.retirementRequests(within: .country).isEmpty)
    let acts = try await machines.details(machine, within: .country, now: now).acts
    #expect(acts.prefix(2).map(\.action) == ["machine.retired", "machine.retirementRequested"])
  }

  /// The start page asks for them each time, in a country with 160,000 computers.
  @Test func readingRequestsDoesNotPassEveryComputer() async throws {
    let plan = try await inventory.store.pool.read { database in
      try String.fetchAll(
        database, sql: "EXPLAIN QUERY PLAN " + RetirementRequests.undecided(where: "1"),
        arguments: [nil as String?, nil as String?, 100], adapter: SuffixRowAdapter(fromIndex: 3))
    }
    #expect(plan.contains { $0.hasPrefix("SCAN r") }, "\(plan)")
    #expect(!plan.contains { $0.hasPrefix("SCAN m") }, "\(plan)")
  }

  @Test func requestIsDeclinedOnce() async throws {
    let machine = try await inventory.enrol().machineId
    try await machines.retire(machine, within: commune, by: officer, now: now)
    // Requesting it twice makes one request.
    try await machines.retire(machine, within: commune, by: officer, now: now)
    #expect(try await machines.retirementRequests(of: machine, within: commune).count == 1)
    let elsewhere = await #expect(throws: InventoryError.self) {
      try await machines.declineRetirement(machine, within: .province("01"), now: now)
    }
    #expect(elsewhere?.code == .machineUnknown)
    try await machines.declineRetirement(machine, within: .country, now: now)
    let again = await #expect(throws: InventoryError.self) {
      try await machines.declineRetirement(machine, within: .country, now: now)
    }
    #expect(again?.code == .stateConflict)
    #expect(try await state(machine) == .active)
  }

  @Test func mergeWithoutEvidenceBecomesRequest() async throws {
    let former = try await inventory.enrol().machineId
    let later = try await inventory.enrol().machineId
    #expect(
      try await machines.merge(former, into: later, within: commune, by: officer, now: now)
        == .requested)
    #expect(
      try await machines.retirementRequests(within: .country).map(\.mergeInto) == [later])
    // The computer to merge into is retired: nothing is left to approve.
    try await machines.retire(later, within: .country, now: now)
    #expect(try await machines.retirementRequests(within: .country).isEmpty)
    #expect(try await state(former) == .active)
  }

  @Test func mergeWithMatchingEvidenceNeedsNoApproval() async throws {
    let evidence = ["serial": hash("a"), "uuid": hash("b")]
    let old = try await inventory.enrol(evidence: evidence)
    try await report(old, at: now)
    let after = now.addingTimeInterval(86_400)
    let new = try await inventory.enrol(evidence: evidence, at: after)
    // The new one has not reported: there is no sign yet that it runs.
    #expect(try await merge(old, into: new, at: after) == .requested)
    try await report(new, at: after)
    #expect(try await merge(old, into: new, at: after) == .retired)
    #expect(try await machines.retirementRequests(within: .country).isEmpty)
  }

  @Test func mergeOfReportingTwinsBecomesRequest() async throws {
    let evidence = ["serial": hash("a"), "uuid": hash("b")]
    let one = try await inventory.enrol(evidence: evidence)
    let other = try await inventory.enrol(evidence: evidence)
    let after = now.addingTimeInterval(86_400)
    for twin in [one, other] {
      try await report(twin, at: after)
    }
    #expect(try await merge(one, into: other, at: after) == .requested)
    #expect(try await state(one.machineId) == .active)
  }
}
