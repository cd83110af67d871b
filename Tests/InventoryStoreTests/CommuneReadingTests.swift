import Foundation
import Prioritization
import Reporting
import Testing

@testable import InventoryStore

struct CommuneReadingTests {
  /// With more accounts than a list shows, the summary still says what the ranking counts.
  @Test func servicesAreSummarisedAcrossAllMachines() async throws {
    let inventory = try TestInventory()
    let services = Set(
      inventory.policy.services.required + inventory.policy.services.signatures
        + (1...14).map { "a-service-\($0)" })
    var last: MachineKey?
    for number in 1...26 {
      let machine = try await inventory.enrol()
      let status: AccountFacts.Account.Status = number == 26 ? .active : .notIssued
      _ = try await inventory.store.reports.file(
        inventory.report(
          machine, sequence: 1,
          accounts: .observed(
            AccountFacts(
              accounts: services.sorted().map {
                .init(service: $0, status: status, evidence: .probed, checkedAt: "now")
              }))))
      last = machine
    }
    #expect(services.count * 26 > InventoryStore.Communes.maximumRows)
    let details = try await inventory.store.communes.details(
      "21250", within: .country, now: TestInventory.start)
    #expect(details.accounts.count == InventoryStore.Communes.maximumRows)
    #expect(details.services.count == services.count)
    for service in details.services {
      #expect(service.isUsable && !service.isStale, "\(service.service)")
      #expect(service.machine == last?.machineId && service.evidence == .probed)
    }
    let situation = try await inventory.situation(of: "21250")
    let place = try #require(
      inventory.policy.criteria.firstIndex { $0.measure == "usableServicesShare" })
    #expect(situation.values[place] == 1...1)
  }
}
