import Foundation
import GRDB
import Testing

@testable import InventoryStore

/// Times recorded while the clock was not believed, although it was right.
struct ClockCorrectionTests {
  private let day = 86_400.0

  /// The centre's computer was off for 20 days, while its clock continued.
  private func afterTwentyDays(
    _ stored: StoredTime
  ) -> (computer: BelievedClockTests.Computer, clock: BelievedClock) {
    let computer = BelievedClockTests.Computer(boot: "after")
    computer.jump(20 * day)
    return (computer, BelievedClock(computer.system, from: stored))
  }

  @Test(arguments: ["administrator", "NTP", "administrator, after another start"])
  func whatCameDuringDoubtIsOfToday(_ end: String) async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let former = BelievedClockTests.Computer(boot: "before")
    var clock = BelievedClock(former.system, from: nil)
    let before = clock.now()
    let silent = try await inventory.enrol(at: before)
    _ = try await store.reports.file(
      inventory.report(silent, sequence: 1, hardware: TestInventory.computer(), at: before))
    let user = try await store.people.invite(
      "lan", role: .planner, scope: .country, now: before)
    let lan = try await store.people.accept(
      user.secret, name: nil, password: UserTests.hash, now: before)
    former.advance(60)
    try await store.upkeep.keep(clock.stored)

    let computer: BelievedClockTests.Computer
    (computer, clock) = afterTwentyDays(clock.stored)
    let off = computer.wall.timeIntervalSince(clock.now())
    #expect(clock.doubt == off && off == 20 * day - 60)
    computer.advance(3600)
    let heard = try await inventory.enrol(at: clock.now())
    _ = try await store.reports.file(
      inventory.report(heard, sequence: 1, hardware: TestInventory.computer(), at: clock.now()))
    let session = try await store.sessions.signIn(
      lan, password: UserTests.hash, from: "192.0.2.1", now: clock.now(), limits: SessionLimits())
    let secret = try #require(session)
    let program = try await store.apiTokens.create(
      for: lan, label: "p", days: 14, now: clock.now())
    let today = computer.wall
    computer.advance(60)

    if end == "NTP" {
      computer.setSynchronised(true)
      computer.advance(2)
      #expect(clock.now() == computer.wall)
      try await store.upkeep.correct(clock)
    } else {
      if end.contains("start") { clock = BelievedClock(computer.system, from: clock.stored) }
      try await store.upkeep.correct(clock)
      #expect(try await store.upkeep.confirm(clock) == off)
    }
    func lastReport(_ machine: MachineKey) async throws -> Date? {
      try await store.machines.list(within: .country).first { $0.id == machine.machineId }?
        .lastReportAt
    }
    func expectRight() async throws {
      #expect(clock.doubt == nil && clock.correction == nil)
      #expect(try await lastReport(silent) == before)
      #expect(try await lastReport(heard) == today)
      #expect(
        try await store.sessions.user(of: secret, now: clock.now(), limits: SessionLimits()) == lan)
      #expect(try await store.apiTokens.user(of: program.secret, now: clock.now()) != nil)
      let token = try await store.apiTokens.list(of: lan).first
      #expect(token?.expiresAt == today + 14 * day)
      #expect(try Verification.check(inventory.path).faults == [])
    }
    try await expectRight()
    // A second correction changes nothing.
    try await store.upkeep.correct(clock)
    #expect(try await store.upkeep.confirm(clock) == nil)
    try await expectRight()
  }

  /// A clock that goes back, or was wrong for a while, moves nothing.
  @Test(arguments: [-20.0, 20])
  func nothingElseMoves(_ days: Double) async throws {
    let inventory = try TestInventory()
    let computer = BelievedClockTests.Computer()
    let clock = BelievedClock(computer.system, from: nil)
    computer.jump(days * day)
    #expect(clock.doubt == days * day)
    computer.advance(60)
    let machine = try await inventory.enrol(at: clock.now())
    let at = clock.now()
    _ = try await inventory.store.reports.file(
      inventory.report(machine, sequence: 1, hardware: TestInventory.computer(), at: at))
    if days < 0 {
      #expect(try await inventory.store.upkeep.confirm(clock) == days * day)
    } else {
      // Somebody sets it back.
      computer.jump(-days * day)
      computer.advance(1)
      #expect(clock.doubt == nil)
      try await inventory.store.upkeep.correct(clock)
    }
    #expect(clock.correction == nil)
    let listed = try await inventory.store.machines.list(within: .country)
    #expect(listed.map(\.lastReportAt) == [at])
  }
}
