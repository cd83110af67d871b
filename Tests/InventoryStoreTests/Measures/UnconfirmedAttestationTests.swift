import Foundation
import InventoryStore
import Prioritization
import Reporting
import Testing

/// Attestations by a commune's own officer are shown separately and prove nothing until the
/// province confirms them.
struct UnconfirmedAttestationTests {
  private let tests: AttestationTests
  private let own: User

  init() async throws {
    tests = try await AttestationTests()
    own = try await tests.inventory.store.people.invite(
      "an", role: .officer, scope: .commune("21250"), now: TestInventory.start
    ).user
  }

  private func attest(
    _ service: String, _ status: AccountStatus, by user: User, after days: Double
  ) async throws {
    try await tests.inventory.store.communes.attest(
      commune: "21250", service: service, status: status, until: nil, note: nil,
      within: user.scope, by: user, now: tests.now(days))
  }

  private func points(_ days: Double) async throws -> Double {
    try await Standing(
      policy: tests.inventory.policy, measures: tests.situation(days).measures
    ).points
  }

  private func attested(_ days: Double) async throws -> Observation? {
    let index = try #require(
      tests.inventory.policy.criteria.firstIndex { $0.id == "services" })
    return try await tests.situation(days).measures.attested[index]
  }

  /// An officer once attested "not issued" for a service that a probe had logged in to, and the
  /// commune rose from 79.4 to 101.0 points.
  @Test func ownAttestationNeverRaisesPoints() async throws {
    let machine = try await tests.enrol(after: 0)
    try await tests.report(
      machine, 1, ["official-mail": .active, "treasury-payment": .active], after: 0)
    let before = try await points(1)
    #expect(try await tests.value(after: 1) == 0.4...1)
    try await attest("official-mail", .notIssued, by: own, after: 1)
    #expect(try await points(1) <= before)
    #expect(try await tests.value(after: 1) == 0.2...1, "less certain")
    #expect(try await attested(1) == .known(low: 0.2, high: 0.8, ageDays: 0))
    // The province confirms.
    try await attest("official-mail", .notIssued, by: tests.officer, after: 2)
    #expect(try await tests.value(after: 2) == 0.2...0.8)
    #expect(try await points(2) > before)
    #expect(try await attested(2) == nil)
    // The commune cannot undo that by itself.
    try await attest("official-mail", .active, by: own, after: 3)
    #expect(try await tests.value(after: 3) == 0.2...1)
    #expect(try await attested(3) != nil)
  }

  /// If no machine reports it, an attestation counts only once somebody else confirms it.
  @Test func ownAttestationAloneIsUnknown() async throws {
    try await attest("official-mail", .notIssued, by: own, after: 1)
    #expect(try await tests.value(after: 1) == nil)
    #expect(try await attested(1) == .known(low: 0, high: 0.8, ageDays: 0))
    #expect(try await points(1) == 0)
    try await tests.inventory.store.communes.withdrawAttestation(
      commune: "21250", service: "official-mail", within: own.scope, by: own, now: tests.now(2))
    #expect(try await attested(2) == nil)
  }

  /// A machine was denied access, and the province attested that the service works. If the commune
  /// could withdraw that, the machine's report would count again and the commune would have raised
  /// its own points.
  @Test func ownOfficerCannotWithdrawProvincialAttestation() async throws {
    let machine = try await tests.enrol(after: 0)
    try await tests.report(machine, 1, ["official-mail": .notIssued], after: 0)
    try await attest("official-mail", .active, by: tests.officer, after: 1)
    let before = try await points(2)
    func withdraw(_ user: User) async throws {
      try await tests.inventory.store.communes.withdrawAttestation(
        commune: "21250", service: "official-mail", within: user.scope, by: user,
        now: tests.now(2))
    }
    let error = await #expect(throws: InventoryError.self) { try await withdraw(own) }
    #expect(error?.code == .stateConflict)
    #expect(try await points(2) == before)
    try await withdraw(tests.officer)
    #expect(try await points(2) > before)
  }

  /// The same claim, entered at a machine.
  @Test func statusTypedAtMachineProvesNothing() async throws {
    let machine = try await tests.enrol(after: 0)
    try await tests.report(
      machine, 1, ["official-mail": .notIssued], evidence: .attested, after: 0)
    #expect(try await tests.value(after: 1) == nil)
  }
}
