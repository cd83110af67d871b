import Foundation
import InventoryStore
import Prioritization
import Reporting
import SystemLifecycles
import Testing

/// A computer is adequate only if its operating system gets security updates.
struct SystemSupportTests {
  private let inventory: TestInventory

  init() async throws {
    inventory = try TestInventory()
    _ = try await inventory.store.register.importTable(
      Data("code,officials\n21250,4\n".utf8), now: .now)
  }

  private func file(
    _ name: String?, _ version: String?, architecture: String? = "x86_64",
    at now: Date = TestInventory.start
  ) async throws {
    var hardware = try #require(TestInventory.computer().facts)
    hardware.system = .init(name: name, version: version, architecture: architecture)
    let machine = try await inventory.enrol(at: now)
    _ = try await inventory.store.reports.file(
      inventory.report(
        machine, sequence: 1, hardware: .observed(hardware), scanners: .absent, at: now))
  }

  private func value(
    _ id: String, at now: Date = TestInventory.start
  ) async throws -> ClosedRange<Double>? {
    let index = try #require(inventory.policy.criteria.firstIndex { $0.id == id })
    return try await inventory.situation(of: "21250", at: now).values[index]
  }

  /// Support for Ubuntu 20.04 ended in May 2025; whether a computer that is not 64-bit can run a
  /// later version is uncertain.
  @Test func adequacyDependsOnSystemSupport() async throws {
    try await file("Debian GNU/Linux", "12")
    #expect(try await value("computers") == 0.25...0.25)
    #expect(try await value("supportedSystems") == 1...1)
    // It can be upgraded, which costs no computer.
    try await file("Ubuntu", "20.04")
    #expect(try await value("computers") == 0.5...0.5)
    #expect(try await value("supportedSystems") == 0.5...0.5)
    // Whether this one can be upgraded is unknown.
    try await file("Ubuntu", "20.04", architecture: "i686")
    #expect(try await value("computers") == 0.625...0.75)
    // A system that is newer than the table is no reason to doubt the computer.
    try await file("Ubuntu", "28.04")
    #expect(try await value("computers") == 0.875...1)
    #expect(try await value("supportedSystems") == 0.25...0.5)
    let details = try await inventory.store.communes.details(
      "21250", within: .country, now: TestInventory.start)
    #expect(details.machines.map(\.condition) == [.adequate, .adequate, .unknown, .adequate])
    #expect(details.machines.map { $0.shortcomings.map(\.name) } == [[], [], ["system"], []])
  }

  /// The older a system, the less adequate: an old or foreign one that the table lacks may be
  /// supported or not.
  @Test(
    arguments: [
      ("Ubuntu", "12.04.5", 0...0), ("Ubuntu", "14.04", 0...0), ("Debian GNU/Linux", "7", 0...0),
      ("Ubuntu", "25.04", 0...0), ("Linux Mint", "17.3", 0...0), ("CentOS", "6.10", 0...0),
      ("Zorin OS", "15", nil), ("Kubuntu", "18.04", nil),
    ] as [(String, String, ClosedRange<Double>?)])
  func oldLinuxIsNotAdequate(
    _ name: String, _ version: String, _ supported: ClosedRange<Double>?
  ) async throws {
    try await file(name, version, architecture: nil)
    #expect(try await value("oldComputers") == 0...1)
    #expect(try await value("supportedSystems") == supported)
  }

  /// Page and measure judge the same disk: two of 60 GB are not one of 120.
  @Test(
    arguments: [
      ([(60_022_000_000, nil), (60_022_000_000, nil)], 1...1), ([(64_023_000_000, nil)], 0...0),
      ([(62_537_000_000, 59_640_000_000)], 0...1), ([], 0...0),
    ] as [([(Int, Int?)], ClosedRange<Double>)])
  func largestDiskIsJudged(_ sizes: [(Int, Int?)], _ old: ClosedRange<Double>) async throws {
    var hardware = try #require(TestInventory.computer().facts)
    hardware.system = .init(name: "Microsoft Windows 7 Professional", kernel: "6.1.7601")
    hardware.processor.model = "Intel(R) Core(TM) i5-8400 CPU @ 2.80GHz"
    hardware.machine = .init(firmwareDate: "2026-01-01", uefi: true, secureBoot: true, tpm: "2.0")
    hardware.disks = sizes.enumerated().map {
      .init(
        name: "sd\($0)", sizeBytes: $1.0, leastBytes: $1.1, rotational: false, removable: false)
    }
    let machine = try await inventory.enrol()
    _ = try await inventory.store.reports.file(
      inventory.report(machine, sequence: 1, hardware: .observed(hardware), scanners: .absent))
    let outlook = SystemOutlook.of(hardware, on: "2026-11-23")
    #expect((outlook.canGoOn == .no) == (old == 1...1))
    // Without a disk, whether it is solid is unknown.
    #expect(try await value("oldComputers") == (sizes.isEmpty ? 0...1 : old))
  }

  /// A computer that cannot run a supported system counts as old, and donating one raises no need.
  @Test func windows7ComputerCountsAsOld() async throws {
    var hardware = try #require(TestInventory.computer().facts)
    hardware.system = .init(name: "Microsoft Windows 7 Professional", kernel: "6.1.7601")
    hardware.processor.model = "Intel(R) Core(TM) i5-2400 CPU @ 3.10GHz"
    let before = try await points()
    let machine = try await inventory.enrol()
    _ = try await inventory.store.reports.file(
      inventory.report(
        machine, sequence: 1, hardware: .observed(hardware), scanners: .absent))
    #expect(try await value("computers") == 0.125...0.125)
    #expect(try await value("oldComputers") == 1...1)
    #expect(before == 0)
    // The commune's page gives the same reasons as the machine's page.
    let details = try await inventory.store.communes.details(
      "21250", within: .country, now: TestInventory.start)
    let outlook = SystemOutlook.of(hardware, on: "2026-11-23")
    #expect(details.machines.map(\.shortcomings) == [[.system(outlook.reasons)]])
    #expect(outlook.canGoOn == .no && outlook.reasons.count > 1)
    let one = try await points()
    let other = try await inventory.enrol()
    _ = try await inventory.store.reports.file(
      inventory.report(other, sequence: 1, hardware: .observed(hardware), scanners: .absent))
    #expect(try await points() < one)
  }

  private func points() async throws -> Double {
    Standing(
      policy: inventory.policy, measures: try await inventory.situation(of: "21250").measures
    ).points
  }

  /// The last day of support passes without a new report, and the measures change.
  @Test func supportEndsWithoutNewReport() async throws {
    // Debian 11 has updates until 2026-08-31, in Vietnam.
    let day = try Date("2026-08-31T10:00:00+07:00", strategy: .iso8601)
    try await file("Debian GNU/Linux", "11", architecture: "i686", at: day)
    #expect(try await value("computers", at: day) == 0.25...0.25)
    let next = try Date("2026-09-01T00:00:01+07:00", strategy: .iso8601)
    #expect(try await value("supportedSystems", at: next) == 0...0)
    #expect(try await value("computers", at: next) == 0.125...0.25)
  }

  /// Policies of the first model ignore system support.
  @Test func olderPoliciesIgnoreSystemSupport() async throws {
    try await file("Ubuntu", "20.04", architecture: "i686")
    var policy = inventory.policy
    policy.adequacy = Adequacy(source: "")
    let index = try #require(policy.criteria.firstIndex { $0.id == "computers" })
    let situations = try await inventory.store.situations.current(
      policy: policy, within: .country, now: TestInventory.start)
    #expect(situations.first { $0.code == "21250" }?.values[index] == 0.25...0.25)
  }
}
