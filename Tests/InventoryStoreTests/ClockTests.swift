import Foundation
import GRDB
import Prioritization
import Reporting
import Testing

@testable import InventoryStore

/// The centre's clock jumps and is corrected.
struct ClockTests {
  static let hour = 3600.0
  static let day = 86_400.0
  let start = TestInventory.start

  struct Standing: Equatable {
    var bounds: [[Double]?]
    var reporting: String
    var fresh: Int
  }

  func standing(_ inventory: TestInventory, _ store: InventoryStore, at now: Date) async throws
    -> Standing
  {
    let all = try await store.situations.current(
      policy: inventory.policy, within: .country, now: now)
    let situation = try #require(all.first { $0.code == "21250" })
    let coverage = try await store.coverage.communes(
      policy: inventory.policy, currentAgent: "0.1.0", within: .country, now: now)
    let counts = try #require(coverage.first { $0.code == "21250" })
    #expect(counts.fresh + counts.ageing + counts.silent + counts.waiting == counts.machines)
    return Standing(
      bounds: situation.values.map { $0.map { [$0.lowerBound, $0.upperBound] } },
      reporting: situation.reporting.rawValue, fresh: counts.fresh)
  }

  func file(
    _ inventory: TestInventory, _ store: InventoryStore, _ machine: MachineKey, _ sequence: Int,
    at now: Date
  ) async throws {
    _ = try await store.reports.file(
      inventory.report(
        machine, sequence: sequence, hardware: TestInventory.computer(),
        scanners: TestInventory.scanner,
        bandwidth: .observed(
          BandwidthFacts(downloadBitsPerSecond: 20_000_000, uploadBitsPerSecond: 8_000_000)),
        at: now))
  }

  /// A new process on the same file.
  func restarted(_ inventory: TestInventory, at now: Date) throws -> InventoryStore {
    try InventoryStore(path: inventory.path, role: .beside, policy: inventory.policy, now: now)
  }

  @Test(arguments: [hour, 400 * day])
  func reportsFromLeapAreNotFreshAfterCorrection(_ leap: Double) async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let machine = try await inventory.enrol()
    let before = start.addingTimeInterval(-2 * Self.day)
    try await file(inventory, store, machine, 1, at: before)
    let good = try await standing(inventory, store, at: start)
    #expect(good.fresh == 1 && good.reporting == "fresh")

    // the clock runs ahead; the machine reports, then falls silent
    let ahead = start.addingTimeInterval(leap)
    try await file(inventory, store, machine, 2, at: ahead)
    #expect(try await standing(inventory, store, at: ahead).fresh == 1)
    for now in [start.addingTimeInterval(120), start.addingTimeInterval(leap / 2)] {
      #expect(try await standing(inventory, store, at: now).fresh == 0)
      try await store.upkeep.keepTime(now: now, leap: -leap)
      #expect(try await standing(inventory, store, at: now).fresh == 0)
      let fresh = try await standing(inventory, restarted(inventory, at: now), at: now)
      #expect(fresh.fresh == 0 && fresh.reporting == "silent")
    }
    // the moment of the leap passes while the centre runs: the machine has long been silent
    var now = start.addingTimeInterval(leap - 30)
    for _ in 0..<3 {
      try await store.upkeep.keepTime(now: now, leap: 0)
      now += 60
    }
    if leap > Self.day {
      #expect(
        try await standing(inventory, store, at: now).fresh == 0, "it never reported at that time")
    }
    // its next report restores everything
    try await file(inventory, store, machine, 3, at: now)
    let again = try await standing(inventory, store, at: now)
    #expect(again.fresh == 1 && again.reporting == "fresh")
    // the line measured 400 days before is too old by then
    if leap < Self.day { #expect(again.bounds == good.bounds) }
  }

  /// Another machine's report renews the commune before the times written by the wrong clock are
  /// looked for: they must still be doubted.
  @Test func neighboursReportDoesNotHideLeap() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let machine = try await inventory.enrol()
    let neighbour = try await inventory.enrol()
    let leap = 400 * Self.day
    try await file(inventory, store, machine, 1, at: start.addingTimeInterval(leap))
    let back = start.addingTimeInterval(120)
    try await file(inventory, store, neighbour, 1, at: back)
    try await store.upkeep.keepTime(now: back, leap: -leap)
    var now = start.addingTimeInterval(leap - 30)
    for _ in 0..<3 {
      try await store.upkeep.keepTime(now: now, leap: 0)
      now += 60
    }
    let later = try await standing(inventory, store, at: now)
    #expect(later.fresh == 0 && later.reporting == "silent")
  }

  @Test func silenceRecordedDuringLeapIsUndone() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let machine = try await inventory.enrol()
    try await file(inventory, store, machine, 1, at: start)
    let good = try await standing(inventory, store, at: start)
    let ahead = start.addingTimeInterval(400 * Self.day)
    #expect(try await store.upkeep.keepTime(now: ahead, leap: 400 * Self.day) == 1)
    #expect(try await standing(inventory, store, at: ahead).reporting == "silent")

    let back = start.addingTimeInterval(300)
    #expect(try await standing(inventory, store, at: back) == good)
    #expect(try await standing(inventory, restarted(inventory, at: back), at: back) == good)
    #expect(try await store.upkeep.keepTime(now: back, leap: nil) == 1, "found and recomputed")
    #expect(try await store.upkeep.keepTime(now: back, leap: 0) == 0)
    #expect(try await standing(inventory, store, at: back) == good)
    let rows = try await store.pool.read {
      try Int64.fetchAll($0, sql: "SELECT madeAt FROM commune_reporting WHERE commune = '21250'")
    }
    #expect(rows == [back.microseconds])
  }

  /// 1970: the battery is dead. 2025: the clock could be right.
  @Test(arguments: [Date(timeIntervalSince1970: 100), Date(timeIntervalSince1970: 1_748_000_000)])
  func clockInThePastHasNoLastingEffect(_ past: Date) async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let machines = [try await inventory.enrol(), try await inventory.enrol()]
    for machine in machines { try await file(inventory, store, machine, 1, at: start) }
    let good = try await standing(inventory, store, at: start)

    try await store.upkeep.keepTime(now: past, leap: nil)
    let unknown = try await standing(inventory, store, at: past)
    #expect(unknown.fresh == 0 && unknown.reporting == "silent")
    #expect(unknown.bounds.allSatisfy { $0 == nil || $0 == [0, 0] }, "\(unknown.bounds)")
    try await file(inventory, store, machines[0], 2, at: past)
    try await store.upkeep.keepTime(now: past.addingTimeInterval(60), leap: 0)

    // corrected while the centre runs, or while it is stopped
    let now = start.addingTimeInterval(600)
    for leap in [now.timeIntervalSince(past), nil] {
      try await store.upkeep.keepTime(now: now, leap: leap)
      let after = try await standing(inventory, store, at: now)
      // one reported under the wrong clock: its date in 2025 is plausible, so it stays
      #expect(after.fresh == (past.isPlausible ? 1 : 2))
    }
    try await file(inventory, store, machines[0], 3, at: now)
    #expect(try await standing(inventory, store, at: now) == good)
  }

  @Test func laterReportReplacesFactsFromLeap() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let machine = try await inventory.enrol()
    let ahead = start.addingTimeInterval(400 * Self.day)
    try await file(inventory, store, machine, 1, at: ahead)
    let slower: Outcome<BandwidthFacts> = .observed(
      BandwidthFacts(downloadBitsPerSecond: 5_000_000, uploadBitsPerSecond: 4_000_000))
    _ = try await store.reports.file(
      inventory.report(
        machine, sequence: 2, hardware: TestInventory.computer(),
        scanners: TestInventory.scanner, bandwidth: slower, at: start))
    let details = try await store.machines.details(machine.machineId, within: .country, now: start)
    #expect(details.sections.filter(\.current).allSatisfy { $0.lastSeen == start })
    let line = try await store.pool.read {
      try Int.fetchOne($0, sql: "SELECT lineBitsPerSecond FROM machine_bandwidth")
    }
    #expect(line == 4_000_000)
    // queries about the past see the corrected times too
    let past = try await store.situations.past(
      policy: inventory.policy, within: .country, asOf: start.addingTimeInterval(Self.hour))
    #expect(past.first { $0.code == "21250" }?.reporting == .fresh)
  }

  @Test func secretsIssuedDuringLeapAreInvalidAfterwards() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let ahead = start.addingTimeInterval(400 * Self.day)
    let token = try #require(
      try await store.tokens.create(communes: ["21250"], uses: 1, within: .country, now: ahead)
        .first)
    let key = TestInventory.key()
    let request = EnrolmentRequest(
      token: token.token, publicKey: key, installId: "i", agentVersion: "0.1.0")
    let refused = await #expect(throws: InventoryError.self) {
      try await store.enrolments.enrol(
        request, publicKey: key, now: start.addingTimeInterval(20 * Self.day))
    }
    #expect(refused?.code == .tokenExpired)
    let counts = try await store.tokens.counts(within: .country, now: start)
    #expect(counts.all == 1 && counts.valid == 0 && counts.unused == 0)
    _ = try await store.enrolments.enrol(request, publicKey: key, now: ahead)

    let link = try #require(try await store.people.inviteFirstAdministrator(now: ahead))
    let unknown = await #expect(throws: InventoryError.self) {
      try await store.people.invitee(link, now: start)
    }
    #expect(unknown?.code == .invitationUnknown)
    let user = try await store.people.accept(link, name: "an", password: hash, now: ahead)
    let program = try await store.apiTokens.create(for: user, label: "x", now: ahead).secret
    #expect(try await store.apiTokens.user(of: program, now: start) == nil)
    #expect(try await store.apiTokens.user(of: program, now: ahead) != nil)
    let limits = SessionLimits()
    let session = try #require(
      try await store.sessions.signIn(user, password: hash, from: "a", now: ahead, limits: limits))
    #expect(try await store.sessions.user(of: session, now: start, limits: limits) == nil)
    #expect(
      try await store.sessions.open(of: user, asking: session, now: start, limits: limits) == [])
  }

  private let hash = "scrypt$10$8$1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNo"

  @Test func auditLogKeepsOrderAndRecordsClockChange() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    _ = try await inventory.enrol(at: start.addingTimeInterval(400 * Self.day))
    try await store.upkeep.keepTime(now: start, leap: nil)
    try await store.upkeep.keepTime(now: start, leap: 0)
    _ = try await inventory.enrol(at: start)
    let records = try await store.audit.entries(limit: 1000)
    #expect(records.map(\.number) == records.map(\.number).sorted(by: >))
    let set = records.filter { $0.action == "clock.set" }
    #expect(set.count == 1 && set.first?.isSetBack == true)
    #expect(set.first?.details.map(\.value) == [String(-400 * 86_400)])
    #expect(records.count { $0.isSetBack } == 1)
    #expect(try await store.audit.checkChain().faults == [])
  }
}
