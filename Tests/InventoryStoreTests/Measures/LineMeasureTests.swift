import Foundation
import InventoryStore
import Prioritization
import Reporting
import Testing

struct LineMeasureTests {
  let day = 86_400.0
  let inventory: TestInventory

  init() throws { inventory = try TestInventory() }

  func line(
    _ megabits: Int, up: Int? = nil, wired: Int? = 1000, wifi: Int? = nil
  ) -> Outcome<BandwidthFacts> {
    var facts = BandwidthFacts(
      downloadBitsPerSecond: megabits * 1_000_000,
      uploadBitsPerSecond: (up ?? megabits) * 1_000_000, latencySeconds: 0.02,
      jitterSeconds: 0.001, retransmitRatio: 0, bytesUsed: 1_000_000, durationSeconds: 5,
      server: "https://centre.example")
    if let link = wifi ?? wired {
      facts.interface = .init(
        kind: wifi == nil ? .wired : .wifi, linkBitsPerSecond: link * 1_000_000)
    }
    return .observed(facts)
  }

  func file(
    _ machine: MachineKey, _ sequence: Int, _ bandwidth: Outcome<BandwidthFacts>,
    after days: Double = 0
  ) async throws {
    _ = try await inventory.store.reports.file(
      inventory.report(
        machine, sequence: sequence, hardware: TestInventory.computer(), scanners: .absent,
        bandwidth: bandwidth, at: TestInventory.start.addingTimeInterval(days * day)))
  }

  func value(after days: Double = 0) async throws -> (ClosedRange<Double>?, Date?) {
    let index = try #require(inventory.policy.criteria.firstIndex { $0.id == "line" })
    let situation = try await inventory.situation(
      of: "21250", at: TestInventory.start.addingTimeInterval(days * day))
    return (situation.values[index], situation.observedAt[index])
  }

  @Test func lineIsSlowerDirectionOfBestComputer() async throws {
    let (one, other) = (try await inventory.enrol(), try await inventory.enrol())
    #expect(try await value().0 == nil)
    try await file(one, 1, line(40, up: 12))
    #expect(try await value().0 == 12e6...12e6)
    try await file(other, 1, line(30))
    #expect(try await value().0 == 30e6...30e6)
  }

  /// One night with a busy line does not make a bad line.
  @Test func lineIsMedianOfLastFive() async throws {
    let machine = try await inventory.enrol()
    for (night, speed) in [50, 48, 2, 52, 51, 49, 50].enumerated() {
      try await file(machine, night + 1, line(speed), after: Double(night))
    }
    #expect(try await value(after: 7).0 == 50e6...50e6)
  }

  @Test func unmeasuredNightsKeepLineAndDate() async throws {
    let machine = try await inventory.enrol()
    try await file(machine, 1, line(20))
    for (sequence, night) in [
      (2, Outcome.observed(BandwidthFacts(skipped: .notDue))), (3, .failed(reason: "no answer")),
      (4, .observed(BandwidthFacts(skipped: .notDue))),
    ] {
      try await file(machine, sequence, night, after: Double(sequence) * 10)
    }
    let (range, seen) = try await value(after: 41)
    #expect(range == 20e6...20e6)
    // It was measured a minute before it arrived.
    #expect(seen == TestInventory.start.addingTimeInterval(-60))
    // After two months it is unknown.
    try await file(machine, 5, .observed(BandwidthFacts(skipped: .noSlot)), after: 61)
    #expect(try await value(after: 61).0 == nil)
  }

  @Test func slowLocalNetworkLeavesUpperEndOpen() async throws {
    let machine = try await inventory.enrol()
    try await file(machine, 1, line(35, wifi: 72))
    #expect(try await value().0 == 35e6...10e9)
    // A wired computer in the same office shows it.
    try await file(try await inventory.enrol(), 1, line(38))
    #expect(try await value().0 == 38e6...38e6)
  }

  /// Wi-Fi leaves the line's capacity open. A second computer on a bad cable once proved it slow,
  /// which raised the commune's rank.
  @Test func badCableDoesNotLowerUpperEnd() async throws {
    try await file(try await inventory.enrol(), 1, line(35, wifi: 72))
    let (bad, good) = (try await inventory.enrol(), try await inventory.enrol())
    try await file(bad, 1, line(8))
    #expect(try await value().0 == 35e6...10e9)
    // One that measures about the same shows the line itself.
    try await file(good, 1, line(33))
    #expect(try await value().0 == 35e6...35e6)
  }

  @Test func silentCommunesLineIsUnproven() async throws {
    try await file(try await inventory.enrol(), 1, line(200))
    #expect(try await value(after: 13).0 == 200e6...200e6)
    #expect(try await value(after: 15).0 == 0...200e6)
  }

  @Test func impossibleFiguresAreRefused() async throws {
    let machine = try await inventory.enrol()
    var facts = BandwidthFacts(downloadBitsPerSecond: -5, uploadBitsPerSecond: 5)
    await #expect(throws: InventoryError.self) {
      try await file(machine, 1, .observed(facts))
    }
    facts.downloadBitsPerSecond = 5
    try await file(machine, 1, .observed(facts))
  }
}
