import Foundation
import GRDB
import InventoryStore
import Prioritization
import Reporting
import Testing

struct AccountMeasureTests {
  typealias Status = AccountFacts.Account.Status

  let inventory: TestInventory

  init() throws { inventory = try TestInventory() }

  func accounts(
    _ statuses: [String: Status], until end: String? = nil
  ) -> Outcome<AccountFacts> {
    .observed(
      AccountFacts(
        accounts: statuses.map {
          .init(
            service: $0.key, status: $0.value, evidence: .probed, expiresAt: end,
            checkedAt: "2026-11-19T00:00:00Z")
        }.sorted { $0.service < $1.service }))
  }

  @discardableResult
  func file(
    _ accounts: Outcome<AccountFacts>, after days: Double = 0
  ) async throws -> MachineKey {
    let now = TestInventory.start.addingTimeInterval(days * 86_400)
    let machine = try await inventory.enrol(at: now)
    _ = try await inventory.store.reports.file(
      inventory.report(
        machine, sequence: 1, hardware: TestInventory.computer(), accounts: accounts, at: now))
    return machine
  }

  func value(_ id: String, after days: Double = 0) async throws -> ClosedRange<Double>? {
    let index = try #require(inventory.policy.criteria.firstIndex { $0.id == id })
    return try await inventory.situation(
      of: "21250", at: TestInventory.start.addingTimeInterval(days * 86_400)
    ).values[index]
  }

  /// Five services are required; an unchecked one may be usable.
  @Test func requiredServicesShareIsMeasured() async throws {
    #expect(try await value("services") == nil)
    try await file(
      accounts([
        "civil-registration": .active, "treasury-payment": .notIssued, "official-mail": .locked,
        "e-authentication": .unreachable, "something-else": .active,
      ]))
    #expect(try await value("services") == 0.2...0.6)
    // It works on another computer of the commune.
    try await file(accounts(["treasury-payment": .active, "official-mail": .unknown]))
    #expect(try await value("services") == 0.4...0.8)
  }

  @Test func expiredRightDoesNotCount() async throws {
    try await file(
      accounts(["treasury-payment": .active], until: "2026-11-23T00:00:00Z"))
    #expect(try await value("services", after: 1) == 0.2...1)
    let later = TestInventory.start.addingTimeInterval(10 * 86_400)
    #expect(later > (try Date("2026-11-23T00:00:00Z", strategy: .iso8601)))
    #expect(try await value("services", after: 10) == 0...0.8)
  }

  @Test func silentMachinesAccountsAreUnproven() async throws {
    try await file(accounts(["treasury-payment": .active, "official-mail": .expired]))
    #expect(try await value("services", after: 15) == 0...1)
  }

  @Test func signaturesAreCounted() async throws {
    #expect(try await value("signatures") == nil)
    try await file(accounts(["digital-signature": .active]))
    try await file(accounts(["digital-signature": .notIssued]))
    #expect(try await value("signatures") == 1...1)
    // Not probed on this computer.
    try await file(.absent)
    #expect(try await value("signatures") == 1...2)
  }

  @Test func failedProbeKeepsEarlierAccounts() async throws {
    let machine = try await file(accounts(["treasury-payment": .active]))
    _ = try await inventory.store.reports.file(
      inventory.report(machine, sequence: 2, accounts: .failed(reason: "EIO")))
    #expect(try await value("services") == 0.2...1)
  }

  @Test func unreadableExpiryProvesNothing() async throws {
    try await file(accounts(["treasury-payment": .active], until: "soon"))
    #expect(try await value("services") == 0...1)
  }

  /// In files of the previous version accounts exist only as sections, and machines send digests.
  @Test func migrationFillsAccountTableFromSections() async throws {
    try await file(accounts(["treasury-payment": .active]))
    try await file(.absent)
    let path = inventory.path + ".old"
    let database = try OldInventory.make(
      of: ["v001_inventory", "v002_machines"], from: inventory.path, path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    _ = try InventoryStore(
      path: path, role: .serving, policy: inventory.policy, now: TestInventory.start)
    let rows = try await database.read {
      try String.fetchAll($0, sql: "SELECT service || ' ' || status FROM account")
    }
    #expect(rows == ["treasury-payment active"])
  }
}
