import Foundation
import InventoryStore
import Prioritization
import Reporting
import Testing

struct MeasuresTests {
  let day = 86_400.0

  func file(
    _ inventory: TestInventory, _ hardware: Outcome<HardwareFacts>,
    _ scanners: Outcome<ScannerFacts>, after days: Double = 0
  ) async throws {
    let now = TestInventory.start.addingTimeInterval(days * day)
    let machine = try await inventory.enrol(at: now)
    _ = try await inventory.store.reports.file(
      inventory.report(machine, sequence: 1, hardware: hardware, scanners: scanners, at: now))
  }

  func value(
    _ id: String, _ inventory: TestInventory, after days: Double = 0
  ) async throws -> ClosedRange<Double>? {
    let index = try #require(inventory.policy.criteria.firstIndex { $0.id == id })
    return try await inventory.situation(
      of: "21250", at: TestInventory.start.addingTimeInterval(days * day)
    ).values[index]
  }

  @Test func countsAndSharesAreMeasured() async throws {
    let inventory = try TestInventory()
    _ = try await inventory.store.register.importTable(
      Data("code,officials\n21250,8\n".utf8), now: .now)
    try await file(inventory, TestInventory.computer(), TestInventory.scanner)
    try await file(inventory, TestInventory.computer(gibibytes: 4), .absent)
    try await file(inventory, TestInventory.computer(rotational: true), .absent)
    try await file(inventory, TestInventory.computer(firmwareDate: nil), .failed(reason: "EIO"))
    // One adequate, two old, one that may be either, for eight officials.
    #expect(try await value("computers", inventory) == 2.5 / 8...3.0 / 8)
    // two are certainly old; the one without a date may be
    #expect(try await value("oldComputers", inventory) == 0.5...0.75)
    // the one whose probe failed may have a scanner
    #expect(try await value("scanners", inventory) == 1...2)
    #expect(try await value("coverage", inventory) == 1...1)
  }

  /// If SANE crashed or an address did not answer, there may be one more scanner.
  @Test func failedScannerSearchRaisesUpperEnd() async throws {
    let inventory = try TestInventory()
    var facts = try #require(TestInventory.scanner.facts)
    facts.unseen = [.init(way: .sane, reason: "it crashed")]
    try await file(inventory, TestInventory.computer(), .observed(facts))
    #expect(try await value("scanners", inventory) == 1...2)
  }

  /// A device that is a scanner only by its name counts only in the high end.
  @Test func likelyScannerRaisesOnlyUpperEnd() async throws {
    let inventory = try TestInventory()
    func scanner(
      _ connection: ScannerFacts.Scanner.Connection, likely: Bool?, ready: Bool? = nil
    ) -> ScannerFacts.Scanner {
      .init(
        manufacturer: "Ricoh", model: "SP 213SF", connection: connection, evidence: .usb,
        likely: likely, ready: ready)
    }
    try await file(
      inventory, TestInventory.computer(),
      .observed(ScannerFacts(scanners: [scanner(.usb, likely: true), scanner(.usb, likely: nil)])))
    #expect(try await value("scanners", inventory) == 1...2)
    try await file(
      inventory, TestInventory.computer(),
      .observed(ScannerFacts(scanners: [scanner(.usb, likely: true, ready: false)])))
    #expect(try await value("scanners", inventory) == 1...2)
    try await file(
      inventory, TestInventory.computer(),
      .observed(ScannerFacts(scanners: [scanner(.network, likely: true)])))
    #expect(try await value("scanners", inventory) == 1...3)
    let details = try await inventory.store.communes.details(
      "21250", within: .country, now: TestInventory.start)
    #expect(details.scanners.map(\.isLikely) == [true, false, true, true])
  }

  /// A date in the future or before PCs existed does not make a computer new.
  @Test(arguments: [
    ("2098-01-01", 0.0...1.0), ("1980-01-01", 0.0...1.0), ("1970-01-01", 0.0...1.0),
    ("2024-05-01", 0.0...0.0), ("1999-12-31", 1.0...1.0),
  ])
  func ageIgnoresImplausibleFirmwareDates(_ day: String, _ old: ClosedRange<Double>) async throws {
    let inventory = try TestInventory()
    try await file(inventory, TestInventory.computer(firmwareDate: day), .absent)
    #expect(try await value("oldComputers", inventory) == old)
  }

  @Test func futureFirmwareDateCountsOnceReached() async throws {
    let inventory = try TestInventory()
    func text(after seconds: Double) -> String {
      String(TestInventory.start.addingTimeInterval(seconds).formatted(.iso8601).prefix(10))
    }
    // The date is already tomorrow's somewhere.
    #expect(FirmwareDay.date(text(after: 0), at: TestInventory.start) != nil)
    #expect(FirmwareDay.date(text(after: day), at: TestInventory.start) != nil)
    #expect(FirmwareDay.date(text(after: 3 * day), at: TestInventory.start) == nil)
    #expect(FirmwareDay.date("soon", at: TestInventory.start) == nil)
    #expect(FirmwareDay.date("1981-08-11", at: TestInventory.start) == nil)
    #expect(
      FirmwareDay.date("1981-08-12", at: TestInventory.start)
        == Date(timeIntervalSince1970: 366_422_400))
    #expect(FirmwareDay.date(nil, at: TestInventory.start) == nil)
    // When the day has come, it counts without a new report.
    try await file(inventory, TestInventory.computer(firmwareDate: text(after: 4 * day)), .absent)
    #expect(try await value("oldComputers", inventory) == 0...1)
    #expect(try await value("oldComputers", inventory, after: 5) == 0...0)
  }

  @Test func unmeasuredValuesStayUnknown() async throws {
    let inventory = try TestInventory()
    let never = try await inventory.situation(of: "21250")
    #expect(never.reporting == .neverEnrolled)
    #expect(never.values.allSatisfy { $0 == nil })
    try await file(inventory, TestInventory.computer(), .absent)
    #expect(try await value("computers", inventory) == nil)
    #expect(try await value("scanners", inventory) == 0...0)
  }

  @Test func communeWithoutReportsIsSilent() async throws {
    let inventory = try TestInventory()
    _ = try await inventory.enrol()
    let situation = try await inventory.situation(of: "21250")
    #expect(situation.reporting == .silent && situation.machines == 1)
    #expect(try await value("coverage", inventory) == 0...0)
    #expect(try await value("scanners", inventory) == nil)
  }

  @Test func silentCommuneNeverLooksHealthy() async throws {
    let inventory = try TestInventory()
    _ = try await inventory.store.register.importTable(
      Data("code,officials\n21250,1\n".utf8), now: .now)
    try await file(inventory, TestInventory.computer(), TestInventory.scanner)
    for (days, state) in [(1.0, ReportingState.fresh), (5, .ageing), (30, .silent)] {
      let now = TestInventory.start.addingTimeInterval(days * day)
      #expect(try await inventory.situation(of: "21250", at: now).reporting == state)
    }
    #expect(try await value("coverage", inventory, after: 1) == 1...1)
    #expect(try await value("coverage", inventory, after: 5) == 0...0)

    let fresh = try await standing(inventory, after: 0)
    let silent = try await standing(inventory, after: 365)
    #expect(silent.confidence < fresh.confidence)
    #expect(silent.pointsHigh > fresh.pointsHigh)
    // Nor does it prove a need: nothing more is proven than before.
    #expect(silent.pointsLow <= fresh.pointsLow)

    // time alone removes the low ends, whether or not anything is renewed
    #expect(try await value("computers", inventory, after: 15) == 0...1)
    #expect(try await value("scanners", inventory, after: 15) == 0...1)
    let before = try await inventory.situation(
      of: "21250", at: TestInventory.start.addingTimeInterval(15 * day))
    _ = try await inventory.store.register.importTable(
      Data("code,officials\n21250,1\n".utf8), now: TestInventory.start.addingTimeInterval(15 * day))
    let after = try await inventory.situation(
      of: "21250", at: TestInventory.start.addingTimeInterval(15 * day))
    #expect(before.measures == after.measures)
    let ranking = Ranking(policy: inventory.policy, communes: [before.measures])
    #expect(ranking.communes.first?.queue == .verifyFirst)
  }

  func standing(_ inventory: TestInventory, after days: Double) async throws -> Standing {
    let now = TestInventory.start.addingTimeInterval(days * day)
    return Standing(
      policy: inventory.policy,
      measures: try await inventory.situation(of: "21250", at: now).measures)
  }

  /// Donated computers never raise a need, retired ones never lower it.
  @Test func needIsMonotonicInComputers() async throws {
    let inventory = try TestInventory()
    _ = try await inventory.store.register.importTable(
      Data("code,officials\n21250,3\n".utf8), now: .now)
    var before = 1000.0
    var machines: [ClosedRange<Double>?] = []
    for gibibytes in [4, 4, 16, 4, 16, 16] {
      try await file(inventory, TestInventory.computer(gibibytes: gibibytes), .absent)
      let points = try await standing(inventory, after: 0).contributions[0]
      #expect(points <= before)
      before = points
      machines.append(try await value("computers", inventory))
    }
    let sixths = machines.map { $0.map { ($0.lowerBound * 6).rounded() } }
    #expect(sixths == [1, 2, 4, 4, 5, 6])
    #expect(before == 0)
    // Retires them one by one.
    let best = try await inventory.store.machines.list(within: .country)
    for machine in best {
      try await inventory.store.machines.retire(
        machine.id, within: .country, now: TestInventory.start)
      guard try await inventory.situation(of: "21250").machines > 0 else { break }
      let points = try await standing(inventory, after: 0).contributions[0]
      #expect(points >= before)
      before = points
    }
  }

  @Test func silentMachineCountsOnlyInUpperEnd() async throws {
    let inventory = try TestInventory()
    _ = try await inventory.store.register.importTable(
      Data("code,officials\n21250,2\n".utf8), now: .now)
    try await file(inventory, TestInventory.computer(), TestInventory.scanner)
    try await file(inventory, TestInventory.computer(), .absent, after: 20)
    #expect(try await value("computers", inventory, after: 20) == 0.5...1)
    #expect(try await value("scanners", inventory, after: 20) == 0...1)
    #expect(try await value("coverage", inventory, after: 20) == 0.5...0.5)
  }

  @Test func quarantinedMachineCountsOnlyInUpperEnd() async throws {
    let inventory = try TestInventory()
    _ = try await inventory.store.register.importTable(
      Data("code,officials\n21250,2\n".utf8), now: .now)
    try await file(inventory, TestInventory.computer(), TestInventory.scanner)
    let machine = try #require(try await inventory.store.machines.list(within: .country).first)
    try await inventory.store.machines.quarantine(
      machine.id, because: "a test", within: .country, now: TestInventory.start)
    let situation = try await inventory.situation(of: "21250")
    #expect(situation.machines == 1 && situation.reporting != .neverEnrolled)
    #expect(try await value("computers", inventory) == 0...0.5)
    #expect(try await value("scanners", inventory) == 0...1)
    #expect(try await value("coverage", inventory) == 0...0)
  }

  @Test func networkScannersOfSilentMachinesAreUnproven() async throws {
    let inventory = try TestInventory()
    let network = Outcome.observed(
      ScannerFacts(scanners: [
        .init(
          manufacturer: "HP", model: "MFP", connection: .network, evidence: .escl, ready: true)
      ]))
    try await file(inventory, TestInventory.computer(), network)
    try await file(inventory, TestInventory.computer(), network)
    #expect(try await value("scanners", inventory) == 1...1)
    try await file(inventory, TestInventory.computer(), .absent, after: 60)
    #expect(try await value("scanners", inventory, after: 60) == 0...1)
    #expect(try await value("oldComputers", inventory, after: 60) == 0...2.0 / 3)
  }

  /// An office buys two of one model; one of its computers sees only one of them.
  @Test func equalNetworkScannersAreCountedByWhoSeesMost() async throws {
    let inventory = try TestInventory()
    func network(_ models: String...) -> Outcome<ScannerFacts> {
      .observed(
        ScannerFacts(
          scanners: models.map {
            .init(manufacturer: "HP", model: $0, connection: .network, evidence: .escl, ready: true)
          }))
    }
    try await file(inventory, TestInventory.computer(), network("MFP"))
    #expect(try await value("scanners", inventory) == 1...1)
    try await file(inventory, TestInventory.computer(), network("MFP", "MFP"))
    try await file(inventory, TestInventory.computer(), network("MFP", "Flow"))
    #expect(try await value("scanners", inventory) == 3...3)
  }

  /// One computer for eight officials closes an eighth of what they lack.
  @Test func needsCountUnitsThatCloseGap() async throws {
    let inventory = try TestInventory()
    _ = try await inventory.store.register.importTable(
      Data("code,officials\n21250,8\n".utf8), now: .now)
    try await file(inventory, TestInventory.computer(), TestInventory.scanner)
    try await file(inventory, TestInventory.computer(), .absent)
    let needs = try await inventory.situation(of: "21250").measures.needs
    let named = zip(inventory.policy.criteria.map(\.id), needs).map { "\($0) \($1 ?? -1)" }
    #expect(
      named == [
        "computers 8.0", "oldComputers 2.0", "supportedSystems 2.0", "scanners -1.0",
        "coverage 2.0", "line -1.0", "services 5.0", "signatures -1.0",
      ])
    // The other communes' numbers of officials are unknown.
    #expect(try await inventory.situation(of: "21136").measures.needs.first == .some(nil))
  }

  @Test func contextComesFromRegister() async throws {
    let inventory = try TestInventory()
    _ = try await inventory.store.register.importTable(
      Data("code,remote,border,dossiersPerMonth\n21250,1,,700\n21136,0,0,\n".utf8), now: .now)
    #expect(try await inventory.situation(of: "21250").measures.context == [1, nil, 700])
    #expect(try await inventory.situation(of: "21136").measures.context == [0, nil, nil])
    let lySon = try await inventory.store.register.communes(within: .country).first {
      $0.kind == "đặc khu"
    }
    let zone = try await inventory.situation(of: try #require(lySon).code)
    #expect(zone.measures.context == [nil, 1, nil])
  }

  @Test func twoCriteriaMayShareOneMeasure() async throws {
    let inventory = try TestInventory()
    try await file(inventory, TestInventory.computer(), TestInventory.scanner)
    var policy = inventory.policy
    var twice = try #require(policy.criteria.first { $0.id == "scanners" })
    twice.id = "moreScanners"
    policy.criteria.append(twice)
    let situation = try await inventory.store.situations.current(
      policy: policy, within: .country, now: TestInventory.start
    )
    .first { $0.code == "21250" }
    #expect(situation?.values.last == 1...1)
    #expect(situation?.values.compactMap { $0 }.count == 5)
  }

  @Test func otherPolicysStandardsAreRemeasured() async throws {
    let inventory = try TestInventory()
    try await file(inventory, TestInventory.computer(gibibytes: 8), .absent)
    var strict = inventory.policy
    strict.adequacy.minimumMemoryBytes = 32 << 30
    let index = try #require(strict.criteria.firstIndex { $0.id == "oldComputers" })
    let lax = try await inventory.situation(of: "21250").values[index]
    let under = try await inventory.store.situations.current(
      policy: strict, within: .country, now: TestInventory.start
    )
    .first { $0.code == "21250" }
    #expect(lax == 0...0)
    #expect(under?.values[index] == 1...1)
    // the query did not change the stored values
    #expect(try await inventory.situation(of: "21250").values[index] == 0...0)
  }
}
