import InventoryStore
import Prioritization
import Reporting
import Testing

struct ThreadMeasureTests {
  /// There are at least as many threads as cores, even if their number is unknown.
  @Test(
    arguments: [
      (14, nil, 0...0), (4, nil, 0...0), (2, nil, 0...1), (nil, nil, 0...1), (2, 2, 1...1),
      (2, 4, 0...0), (14, 2, 1...1),
    ] as [(Int?, Int?, ClosedRange<Double>)])
  func coresAreTheLeastOfThreads(
    _ cores: Int?, _ threads: Int?, _ old: ClosedRange<Double>
  ) async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    var facts = try #require(TestInventory.computer().facts)
    (facts.processor.cores, facts.processor.threads) = (cores, threads)
    _ = try await inventory.store.reports.file(
      inventory.report(machine, sequence: 1, hardware: .observed(facts), scanners: .absent))
    let index = try #require(inventory.policy.criteria.firstIndex { $0.id == "oldComputers" })
    #expect(try await inventory.situation(of: "21250").values[index] == old)
    let details = try await inventory.store.communes.details(
      "21250", within: .country, now: TestInventory.start)
    let condition: CommuneDetails.Machine.Condition =
      old == 0...0 ? .adequate : old == 1...1 ? .old : .unknown
    #expect(details.machines.map(\.condition) == [condition])
  }
}
