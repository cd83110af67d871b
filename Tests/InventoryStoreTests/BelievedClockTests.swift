import Foundation
import Synchronization
import Testing

@testable import InventoryStore

/// Which time the centre believes when clocks jump.
struct BelievedClockTests {
  /// A computer whose clock the test sets.
  final class Computer: Sendable {
    private let state = Mutex<(wall: Double, uptime: Double, isSynchronised: Bool)>(
      (1_795_000_000, 100, false))
    let boot: String

    init(boot: String = "a") { self.boot = boot }

    var wall: Date { Date(timeIntervalSince1970: state.withLock(\.wall)) }
    func advance(_ seconds: Double) {
      state.withLock {
        $0.wall += seconds
        $0.uptime += seconds
      }
    }
    func jump(_ seconds: Double) { state.withLock { $0.wall += seconds } }
    func setSynchronised(_ isSynchronised: Bool) {
      state.withLock { $0.isSynchronised = isSynchronised }
    }

    var system: SystemTime {
      SystemTime(
        wall: { self.wall }, uptime: { self.state.withLock(\.uptime) }, boot: boot,
        isSynchronised: { _ in self.state.withLock(\.isSynchronised) })
    }
  }

  private let day = 86_400.0

  @Test func forwardLeapIsRejectedUntilNTPConfirms() {
    let computer = Computer()
    let clock = BelievedClock(computer.system, from: nil)
    let start = clock.now()
    computer.jump(3500)
    #expect(clock.now() == start + 3500 && clock.doubt == nil)
    computer.jump(400 * day)
    #expect(clock.now() == start + 3500 && clock.doubt == 400 * day)
    computer.advance(60)
    #expect(clock.now() == start + 3560)
    computer.setSynchronised(true)
    computer.advance(2)
    #expect(clock.now() == computer.wall && clock.doubt == nil)
  }

  @Test func revertedForwardLeapHasNoEffect() {
    let computer = Computer()
    let clock = BelievedClock(computer.system, from: nil)
    let start = clock.now()
    computer.jump(10 * day)
    computer.advance(30)
    #expect(clock.now() == start + 30)
    computer.jump(-10 * day)
    computer.advance(5)
    #expect(clock.now() == start + 35 && clock.doubt == nil)
  }

  @Test(arguments: [1.0, 59, 61, 3000, 1e6, 1.7e9])
  func timeNeverGoesBackWithoutNTP(_ seconds: Double) {
    let computer = Computer()
    let clock = BelievedClock(computer.system, from: nil)
    var last = clock.now()
    computer.jump(-seconds)
    for _ in 0..<200 {
      computer.advance(1)
      let now = clock.now()
      #expect(now >= last)
      last = now
    }
    #expect((clock.doubt != nil) == (seconds > 60))
    // Once NTP synchronises the clock, it is believed: the earlier time was wrong.
    computer.setSynchronised(true)
    computer.advance(2)
    if seconds > 60 { #expect(clock.now() == computer.wall && clock.doubt == nil) }
  }

  @Test func confirmationAppliesOnce() {
    let computer = Computer()
    let clock = BelievedClock(computer.system, from: nil)
    computer.jump(30 * day)
    _ = clock.now()
    let confirmed = clock.confirmation(1)
    computer.advance(7)
    clock.follow(confirmed)
    #expect(clock.now() == computer.wall && clock.doubt == nil)
    // Following it again does not bring back the old time.
    computer.advance(1000)
    let now = clock.now()
    clock.follow(confirmed)
    #expect(clock.now() == now)
    #expect(clock.stored.confirmation == 1)
  }

  /// The centre restarts after a stop.
  @Test func startContinuesFromStoredTime() {
    let computer = Computer()
    let stored = BelievedClock(computer.system, from: nil).stored
    // Stopped for a weekend while the computer ran: nothing to doubt.
    computer.advance(3 * day)
    let again = BelievedClock(computer.system, from: stored)
    #expect(again.now() == computer.wall && again.doubt == nil)
    // The clock was set meanwhile.
    computer.jump(5 * day)
    let later = BelievedClock(computer.system, from: stored)
    #expect(later.now() == computer.wall - 5 * day && later.doubt == 5 * day)

    // The computer was off for an unknown time.
    let other = Computer(boot: "b")
    other.jump(1800)
    #expect(BelievedClock(other.system, from: stored).doubt == nil)
    other.jump(2 * day)
    let doubting = BelievedClock(other.system, from: stored)
    #expect(doubting.now() == Date(microseconds: stored.time) && doubting.doubt != nil)
    // A dead clock battery.
    other.jump(-1e9)
    #expect(BelievedClock(other.system, from: stored).now() == Date(microseconds: stored.time))
    // An uptime below the stored one: the computer has restarted since.
    let fresh = BelievedClock(
      Computer().system,
      from: StoredTime(time: stored.time, boot: "a", uptime: 1e6, confirmation: 0))
    #expect(fresh.now() == Date(microseconds: stored.time))
  }

  @Test func timeIsStoredAndConfirmationsAreAudited() async throws {
    let inventory = try TestInventory()
    let upkeep = inventory.store.upkeep
    let computer = Computer()
    let clock = try upkeep.clock(computer.system)
    try await upkeep.keep(clock.stored)
    #expect(try await upkeep.confirm(clock) == nil, "nothing to confirm")
    computer.jump(20 * day)
    let other = try upkeep.clock(computer.system)
    #expect(other.doubt == 20 * day)
    #expect(try await upkeep.confirm(other, by: Actor("user u")) == 20 * day)
    #expect(other.doubt == nil)
    let confirmed = try #require(try await upkeep.confirmedTime())
    clock.follow(confirmed)
    #expect(clock.doubt == nil && clock.now() == computer.wall)
    // A start before the file stored the time again.
    #expect(try upkeep.clock(computer.system).doubt == nil)
    #expect(try Verification.check(inventory.path).faults == [])
    let entries = try await inventory.store.audit.entries(
      AuditFilter(subject: "clock", actor: nil, action: "clock.confirmed"), before: nil, limit: 9)
    #expect(entries.count == 1 && entries[0].actor == "user u")
  }
}
