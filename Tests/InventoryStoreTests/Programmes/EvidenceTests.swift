import Foundation
import InventoryStore
import Prioritization
import Reporting
import TestSupport
import Testing

/// Evidence of deliveries in reports, kind by kind.
struct EvidenceTests {
  private func at(_ days: Double) -> Date {
    TestInventory.start.addingTimeInterval(days * 86_400)
  }

  private func day(_ offset: Double) -> String { VietnamDay.text(at(offset)) }

  private func hash(_ letter: Character) -> String { String(repeating: letter, count: 64) }

  /// A computer that the standard policy calls adequate.
  private let good = RandomComputer.adequate

  private func report(
    _ inventory: TestInventory, _ machine: MachineKey, _ sequence: Int, at days: Double,
    scanners: [ScannerFacts.Scanner] = [], bandwidth: Outcome<BandwidthFacts>? = nil,
    accounts: [AccountFacts.Account] = []
  ) async throws {
    _ = try await inventory.store.reports.file(
      inventory.report(
        machine, sequence: sequence, hardware: good, scanners: .observed(.init(scanners: scanners)),
        bandwidth: bandwidth, accounts: .observed(.init(accounts: accounts)), at: at(days)))
  }

  @Test func newComputerCountsAsEvidenceOnce() async throws {
    let inventory = try TestInventory()
    let old = try await inventory.enrol(evidence: ["mac": hash("0")], at: at(0))
    try await report(inventory, old, 1, at: 0)
    let first = try await TestProgramme(inventory, items: ["computer": (3, 1)], adopted: at(40))
    let second = try await TestProgramme(
      inventory, items: ["computer": (3, 1)], name: "other", adopted: at(40))
    try await first.deliver("computer", 2, day: day(50), now: at(51))
    try await second.deliver("computer", 2, day: day(52), now: at(53))
    #expect(
      try await first.progress("computer", now: at(53)).confirmed == 0,
      "the old computer is not evidence")
    let new = try await inventory.enrol(evidence: ["mac": hash("1")], at: at(54))
    try await report(inventory, new, 1, at: 54)
    try await first.search(now: at(54))
    try await second.search(now: at(54))
    #expect(try await first.progress("computer", now: at(54)).confirmed == 1)
    #expect(try await second.progress("computer", now: at(54)).confirmed == 0)
    let shown = try await first.item("computer").entries.flatMap(\.evidence)
    #expect(shown.map(\.machine) == [new.machineId])
    for number in 2...4 {
      let machine = try await inventory.enrol(
        evidence: ["mac": hash(Character("\(number)"))], at: at(55))
      try await report(inventory, machine, 1, at: 55)
    }
    try await inventory.store.programmes.searchForEvidence(now: at(56))
    #expect(try await first.progress("computer", now: at(56)).confirmed == 2)
    #expect(try await second.progress("computer", now: at(56)).confirmed == 2)
    // The evidence stays even if the computer breaks later.
    #expect(try await first.progress("computer", now: at(300)).confirmed == 2)
  }

  @Test func inadequateComputerIsNotEvidence() async throws {
    let inventory = try TestInventory()
    let programme = try await TestProgramme(inventory, items: ["computer": (1, 1)])
    try await programme.deliver("computer", 1, day: day(1), now: at(2))
    let machine = try await inventory.enrol(at: at(2))
    _ = try await inventory.store.reports.file(
      inventory.report(
        machine, sequence: 1, hardware: RandomComputer.inadequate, at: at(2)))
    try await programme.search(now: at(2))
    #expect(try await programme.progress("computer", now: at(2)).confirmed == 0)
    try await report(inventory, machine, 2, at: 3)
    try await programme.search(now: at(3))
    #expect(try await programme.progress("computer", now: at(3)).confirmed == 1)
  }

  /// Delivered in one commune and moved to another: evidence for neither.
  @Test func computerMovedBetweenCommunesIsNotEvidence() async throws {
    let inventory = try TestInventory()
    let programme = try await TestProgramme(inventory, items: ["computer": (1, 1)])
    try await programme.deliver("computer", 1, day: day(1), now: at(2))
    try await programme.deliver(
      "computer", 1, day: day(1), commune: TestProgramme.other, now: at(2))
    let evidence = ["mac": hash("a"), "serial": hash("b")]
    let here = try await inventory.enrol(evidence: evidence, at: at(2))
    try await report(inventory, here, 1, at: 2)
    try await programme.search(now: at(2))
    #expect(try await programme.progress("computer", now: at(2)).confirmed == 1)
    let there = try await inventory.enrol(
      commune: TestProgramme.other, evidence: evidence, at: at(5))
    try await report(inventory, there, 1, at: 5)
    try await programme.search(now: at(5))
    #expect(try await programme.progress("computer", now: at(5)).confirmed == 0)
    let other = try await programme.item("computer", of: TestProgramme.other)
    #expect(other.entries.flatMap(\.evidence).isEmpty)
    // The evidence does not come back.
    try await programme.search(now: at(6))
    #expect(try await programme.progress("computer", now: at(6)).confirmed == 0)
  }

  @Test func reinstalledComputerIsNotEvidence() async throws {
    let inventory = try TestInventory()
    let evidence = ["mac": hash("a"), "uuid": hash("b")]
    let before = try await inventory.enrol(evidence: evidence, at: at(0))
    try await report(inventory, before, 1, at: 0)
    let programme = try await TestProgramme(
      inventory, items: ["computer": (1, 1)], adopted: at(90))
    try await programme.deliver("computer", 1, day: day(100), now: at(101))
    let again = try await inventory.enrol(evidence: evidence, at: at(102))
    try await report(inventory, again, 1, at: 102)
    try await programme.search(now: at(102))
    #expect(try await programme.progress("computer", now: at(102)).confirmed == 0)
  }

  /// A computer bought to replace another counts once one of the old ones is gone.
  @Test func replacementRequiresOldComputerRetired() async throws {
    let inventory = try TestInventory()
    var old: [MachineKey] = []
    for letter in ["0", "1"] as [Character] {
      let machine = try await inventory.enrol(evidence: ["mac": hash(letter)], at: at(0))
      try await report(inventory, machine, 1, at: 0)
      old.append(machine)
    }
    let programme = try await TestProgramme(
      inventory, items: ["computer": (2, 1)], adopted: at(50),
      evidence: ["computer": "replacement"])
    try await programme.deliver("computer", 2, day: day(60), now: at(61))
    for letter in ["2", "3"] as [Character] {
      let machine = try await inventory.enrol(evidence: ["mac": hash(letter)], at: at(62))
      try await report(inventory, machine, 1, at: 62)
    }
    for (number, machine) in old.enumerated() {
      try await report(inventory, machine, 2 + number, at: 62)
    }
    try await programme.search(now: at(62))
    #expect(try await programme.progress("computer", now: at(62)).confirmed == 0)
    try await inventory.store.machines.retire(old[0].machineId, within: .country, now: at(63))
    for time in [63.0, 64] {
      try await programme.search(now: at(time))
      #expect(try await programme.progress("computer", now: at(time)).confirmed == 1)
    }
    try await inventory.store.machines.retire(old[1].machineId, within: .country, now: at(65))
    try await programme.search(now: at(65))
    #expect(try await programme.progress("computer", now: at(65)).confirmed == 2)
  }

  /// The adopted policy decides what is adequate and from when something may be evidence, whatever
  /// the centre's policy has become.
  @Test func adoptedPolicyDecidesEvidence() async throws {
    let inventory = try TestInventory()
    var policy = inventory.policy
    policy.adequacy.minimumMemoryBytes = 1 << 50
    let strict = try await TestProgramme(
      inventory, items: ["computer": (1, 1)], name: "nghiêm", policy: policy)
    try await strict.deliver("computer", 1, day: day(1), now: at(2))
    let machine = try await inventory.enrol(at: at(2))
    try await report(inventory, machine, 1, at: 2)
    try await strict.search(now: at(2))
    #expect(try await strict.progress("computer", now: at(2)).confirmed == 0)
    let usual = try await TestProgramme(inventory, items: ["computer": (1, 1)])
    try await usual.deliver("computer", 1, day: day(1), now: at(2))
    try await usual.search(now: at(2))
    #expect(try await usual.progress("computer", now: at(2)).confirmed == 1)
  }

  private func scanner(_ usb: String, ready: Bool? = true) -> ScannerFacts.Scanner {
    ScannerFacts.Scanner(
      manufacturer: "Canon", model: "DR", connection: .usb, usbId: usb, evidence: .sane,
      ready: ready)
  }

  @Test func secondScannerOfSameModelIsEvidence() async throws {
    let inventory = try TestInventory()
    let (one, two) = (
      try await inventory.enrol(at: at(0)), try await inventory.enrol(at: at(0))
    )
    try await report(inventory, one, 1, at: 1, scanners: [scanner("1083:1645")])
    try await report(inventory, two, 1, at: 1)
    let programme = try await TestProgramme(inventory, items: ["scanner": (1, 1)], adopted: at(90))
    try await programme.deliver("scanner", 1, day: day(100), now: at(101))
    // Moved from one computer to the other: still the same one.
    try await report(inventory, two, 2, at: 102, scanners: [scanner("1083:1645")])
    try await report(inventory, one, 2, at: 102.1)
    try await programme.search(now: at(103))
    #expect(try await programme.progress("scanner", now: at(103)).confirmed == 0)
    // Both at once: there are two now, but the one without a driver does not count yet.
    try await report(inventory, one, 3, at: 104, scanners: [scanner("1083:1645", ready: false)])
    try await report(
      inventory, two, 3, at: 104.1, scanners: [scanner("1083:1645")])
    try await programme.search(now: at(105))
    #expect(try await programme.progress("scanner", now: at(105)).confirmed == 0)
    try await report(inventory, one, 4, at: 106, scanners: [scanner("1083:1645")])
    try await report(inventory, two, 4, at: 106.1, scanners: [scanner("1083:1645")])
    try await programme.search(now: at(107))
    #expect(try await programme.progress("scanner", now: at(107)).confirmed == 1)
  }

  @Test func lineCountsOnlyAfterDelivery() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol(at: at(0))
    let programme = try await TestProgramme(inventory, items: ["fibre50": (1, 1)])
    func line(_ megabits: Double, _ sequence: Int, _ days: Double) async throws {
      try await report(
        inventory, machine, sequence, at: days,
        bandwidth: TestInventory.line(Int(megabits * 1e6), .wired))
    }
    try await line(48, 1, 5)
    try await programme.deliver("fibre50", 1, day: day(10), now: at(11))
    #expect(
      try await programme.progress("fibre50", now: at(11)).confirmed == 0,
      "measured before delivery")
    try await line(39, 2, 12)
    try await programme.search(now: at(12))
    #expect(try await programme.progress("fibre50", now: at(12)).confirmed == 0, "below 80 %")
    try await line(41, 3, 13)
    try await programme.search(now: at(13))
    #expect(try await programme.progress("fibre50", now: at(13)).confirmed == 1)
  }

  @Test func accountChecksAndNewCertificatesAreEvidence() async throws {
    let inventory = try TestInventory()
    let service = try #require(inventory.policy.services.required.first)
    let signature = try #require(inventory.policy.services.signatures.first)
    let machine = try await inventory.enrol(at: at(0))
    func account(
      _ name: String, _ status: AccountStatus, _ evidence: AccountFacts.Account.Evidence,
      until: String? = nil
    ) -> AccountFacts.Account {
      .init(
        service: name, status: status, evidence: evidence, expiresAt: until,
        checkedAt: "2026-07-01T00:00:00Z")
    }
    let old = account(signature, .active, .certificate, until: "2027-01-01T00:00:00Z")
    try await report(inventory, machine, 1, at: 0, accounts: [old])
    let programme = try await TestProgramme(
      inventory, items: ["accountSetup": (1, 1), "signatureToken": (1, 1)], adopted: at(90))
    try await programme.deliver("accountSetup", 1, day: day(100), now: at(101))
    try await programme.deliver("signatureToken", 1, day: day(100), now: at(101))
    // Typed in at the computer: not a check.
    try await report(
      inventory, machine, 2, at: 102, accounts: [old, account(service, .active, .attested)])
    try await programme.search(now: at(102))
    #expect(try await programme.progress("accountSetup", now: at(102)).confirmed == 0)
    #expect(try await programme.progress("signatureToken", now: at(102)).confirmed == 0)
    try await report(
      inventory, machine, 3, at: 103,
      accounts: [
        account(signature, .active, .certificate, until: "2029-03-03T00:00:00Z"),
        account(service, .active, .probed),
      ])
    try await programme.search(now: at(103))
    #expect(try await programme.progress("accountSetup", now: at(103)).confirmed == 1)
    #expect(try await programme.progress("signatureToken", now: at(103)).confirmed == 1)
  }
}
