import Foundation
import InventoryStore
import Prioritization
import Testing

/// Reading only the part of a province gives the same answers as reading the whole country.
struct CommuneSelectionTests {
  private let later = TestInventory.start.addingTimeInterval(400 * 86_400)

  private func facts(_ situations: [CommuneSituation]) -> [String] {
    situations.map { "\($0.code) \($0.values) \($0.reporting) \($0.machines) \($0.observedAt)" }
  }

  @Test func narrowerScopesMatchCountryReading() async throws {
    let inventory = try TestInventory()
    for commune in ["21250", "21205", "00004"] {
      let machine = try await inventory.enrol(commune: commune)
      _ = try await inventory.store.reports.file(
        inventory.report(
          machine, sequence: 1, hardware: TestInventory.computer(),
          scanners: TestInventory.scanner))
    }
    var otherRules = inventory.policy
    otherRules.adequacy.minimumMemoryBytes = 1 << 40
    for (policy, now) in [
      (inventory.policy, TestInventory.start), (inventory.policy, later),
      (otherRules, TestInventory.start),
    ] {
      let country = try await inventory.store.situations.current(
        policy: policy, within: .country, now: now)
      #expect(country.count == 3_321)
      #expect(country.count { $0.machines > 0 } == 3)
      for province in ["51", "01"] {
        let part = facts(country.filter { $0.provinceCode == province })
        #expect(
          facts(
            try await inventory.store.situations.current(
              policy: policy, province: province, within: .country, now: now))
            == part)
        #expect(
          facts(
            try await inventory.store.situations.current(
              policy: policy, within: .province(province), now: now)) == part)
      }
      #expect(
        facts(
          try await inventory.store.situations.current(
            policy: policy, within: .commune("21205"), now: now))
          == facts(country.filter { $0.code == "21205" }))
    }
  }

  @Test func registerSuppliesCoordinatesAndIslands() async throws {
    let inventory = try TestInventory()
    let all = try await inventory.store.situations.current(
      policy: inventory.policy, within: .country, now: .now)
    #expect(all.allSatisfy { $0.latitude != nil && $0.longitude != nil })
    #expect(all.count { $0.island == true } == 13)
    #expect(all.allSatisfy { $0.remote == nil && $0.border == nil })
  }

  /// Measures changed by time alone are remembered until something else changes them.
  @Test func rememberedSilenceIsDroppedOnChange() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    let coverage = try #require(
      inventory.policy.criteria.firstIndex { $0.measure == "reportingCoverage" })
    func value(_ now: Date) async throws -> ClosedRange<Double>? {
      try await inventory.situation(of: "21250", at: now).values[coverage]
    }
    _ = try await inventory.store.reports.file(
      inventory.report(machine, sequence: 1, hardware: TestInventory.computer()))
    #expect(try await value(TestInventory.start) == 1...1)
    for _ in 0..<2 { #expect(try await value(later) == 0...0) }
    // The reader's clock goes back.
    #expect(try await value(TestInventory.start) == 1...1)
    _ = try await inventory.store.reports.file(
      inventory.report(machine, sequence: 2, hardware: TestInventory.computer(), at: later))
    #expect(try await value(later) == 1...1)
    // Silent again; then something that is not a report changes it.
    let muchLater = later.addingTimeInterval(400 * 86_400)
    #expect(try await value(muchLater) == 0...0)
    _ = try await inventory.enrol(at: muchLater)
    let other = try await inventory.enrol(at: muchLater)
    _ = try await inventory.store.reports.file(
      inventory.report(other, sequence: 1, hardware: TestInventory.computer(), at: muchLater))
    #expect(try await value(muchLater) == 1.0 / 3...1.0 / 3)
  }

  /// Remembered values always equal those that a reader without memory computes.
  @Test func rememberedSituationsMatchDatabase() async throws {
    let inventory = try TestInventory()
    func same(_ days: Double, _ what: Comment) async throws {
      let now = TestInventory.start.addingTimeInterval(days * 86_400)
      let beside = try InventoryStore(
        path: inventory.path, role: .beside, policy: inventory.policy, now: now)
      let remembered = try await inventory.store.situations.current(
        policy: inventory.policy, within: .country, now: now)
      let read = try await beside.situations.current(
        policy: inventory.policy, within: .country, now: now)
      #expect(remembered.count == 3_321)
      #expect(facts(remembered) == facts(read), what)
      #expect(
        remembered.map(\.measures.observations) == read.map(\.measures.observations), what)
      #expect(remembered.map(\.name) == read.map(\.name), what)
    }
    try await same(0, "nothing yet")
    let machine = try await inventory.enrol()
    try await same(0, "enrolled")
    let hardware = TestInventory.computer()
    func report(_ sequence: Int, _ days: Double) async throws {
      _ = try await inventory.store.reports.file(
        inventory.report(
          machine, sequence: sequence, hardware: hardware, scanners: TestInventory.scanner,
          at: TestInventory.start.addingTimeInterval(days * 86_400)))
    }
    try await report(1, 0)
    try await same(0, "reported")
    for days in [0.9, 1, 1.1, 2.9, 3, 3.1, 13.9, 14, 14.1, 60, 400, 0.5] {
      try await same(days, "\(days) days of silence")
    }
    try await report(2, 400)
    try await same(400, "reported again")
    try await report(3, 401)
    try await same(401, "the same once more")
    _ = try await inventory.store.register.importTable(
      Data("code,name,officials\n21250,Xã Khác,9\n00004,Phường Khác,\n".utf8), now: .now)
    try await same(401, "another register")
    try await inventory.store.machines.retire(
      machine.machineId, within: .country, now: TestInventory.start.addingTimeInterval(401 * 86_400)
    )
    try await same(401, "retired")
  }
}
