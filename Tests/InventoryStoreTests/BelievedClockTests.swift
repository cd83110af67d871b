import Foundation
import Synchronization
import Testing

@testable import InventoryStore

/// Which time the centre believes when clocks jump.
struct BelievedClockTests {
  /// A computer whose clock the test sets.
  private final class Computer: Sendable {
    private let state = Mutex<(wall: Double, uptime: Double, kept: Bool)>(
      (1_795_000_000, 100, false))
    let boot: String

    init(boot: String = "a") { self.boot = boot }

    var wall: Date { Date(timeIntervalSince1970: state.withLock(\.wall)) }
    func passes(_ seconds: Double) {
      state.withLock {
        $0.wall += seconds
        $0.uptime += seconds
      }
    }
    func leaps(_ seconds: Double) { state.withLock { $0.wall += seconds } }
    func isKept(_ kept: Bool) { state.withLock { $0.kept = kept } }

    var system: SystemTime {
      SystemTime(
        wall: { self.wall }, uptime: { self.state.withLock(\.uptime) }, boot: boot,
        isSynchronised: { _ in self.state.withLock(\.kept) })
    }
  }

  private let day = 86_400.0

  @Test func aLeapAheadIsNotBelievedUntilNTPSaysSo() {
    let computer = Computer()
    let clock = BelievedClock(computer.system, from: nil)
    let start = clock.now()
    computer.leaps(3500)
    #expect(clock.now() == start + 3500 && clock.doubt == nil)
    computer.leaps(400 * day)
    #expect(clock.now() == start + 3500 && clock.doubt == 400 * day)
    computer.passes(60)
    #expect(clock.now() == start + 3560)
    computer.isKept(true)
    computer.passes(2)
    #expect(clock.now() == computer.wall && clock.doubt == nil)
  }

  @Test func aLeapAheadThatIsTakenBackLeavesNothing() {
    let computer = Computer()
    let clock = BelievedClock(computer.system, from: nil)
    let start = clock.now()
    computer.leaps(10 * day)
    computer.passes(30)
    #expect(clock.now() == start + 30)
    computer.leaps(-10 * day)
    computer.passes(5)
    #expect(clock.now() == start + 35 && clock.doubt == nil)
  }

  @Test(arguments: [1.0, 59, 61, 3000, 1e6, 1.7e9])
  func timeNeverGoesBack(_ seconds: Double) {
    let computer = Computer()
    let clock = BelievedClock(computer.system, from: nil)
    var last = clock.now()
    computer.leaps(-seconds)
    for _ in 0..<200 {
      computer.passes(1)
      let now = clock.now()
      #expect(now >= last)
      last = now
    }
    #expect((clock.doubt != nil) == (seconds > 60))
    // Unless NTP keeps the clock: then it was wrong before.
    computer.isKept(true)
    computer.passes(2)
    if seconds > 60 { #expect(clock.now() == computer.wall && clock.doubt == nil) }
  }

  @Test func aConfirmationIsFollowedOnce() {
    let computer = Computer()
    let clock = BelievedClock(computer.system, from: nil)
    computer.leaps(30 * day)
    _ = clock.now()
    let confirmed = clock.confirmation(1)
    computer.passes(7)
    clock.follow(confirmed)
    #expect(clock.now() == computer.wall && clock.doubt == nil)
    // An old one does not bring an old time back.
    computer.passes(1000)
    let now = clock.now()
    clock.follow(confirmed)
    #expect(clock.now() == now)
    #expect(clock.stored.confirmation == 1)
  }

  /// The centre was stopped.
  @Test func aStartGoesOnFromWhatWasKept() {
    let computer = Computer()
    let stored = BelievedClock(computer.system, from: nil).stored
    // For a weekend, while the computer ran: nothing to doubt.
    computer.passes(3 * day)
    let again = BelievedClock(computer.system, from: stored)
    #expect(again.now() == computer.wall && again.doubt == nil)
    // The clock was set meanwhile.
    computer.leaps(5 * day)
    let later = BelievedClock(computer.system, from: stored)
    #expect(later.now() == computer.wall - 5 * day && later.doubt == 5 * day)

    // The computer was off: nobody knows for how long.
    let other = Computer(boot: "b")
    other.leaps(1800)
    #expect(BelievedClock(other.system, from: stored).doubt == nil)
    other.leaps(2 * day)
    let doubting = BelievedClock(other.system, from: stored)
    #expect(doubting.now() == Date(microseconds: stored.time) && doubting.doubt != nil)
    // A dead battery.
    other.leaps(-1e9)
    #expect(BelievedClock(other.system, from: stored).now() == Date(microseconds: stored.time))
    // A newer start than the file's, with a smaller count.
    let fresh = BelievedClock(
      Computer().system,
      from: StoredTime(time: stored.time, boot: "a", uptime: 1e6, confirmation: 0))
    #expect(fresh.now() == Date(microseconds: stored.time))
  }

  @Test func aFileKeepsItAndConfirmationsAreAudited() async throws {
    let inventory = try TestInventory()
    let upkeep = inventory.store.upkeep
    let computer = Computer()
    let clock = try upkeep.clock(computer.system)
    try await upkeep.keep(clock.stored)
    #expect(try await upkeep.confirm(clock) == nil, "nothing to confirm")
    computer.leaps(20 * day)
    let other = try upkeep.clock(computer.system)
    #expect(other.doubt == 20 * day)
    #expect(try await upkeep.confirm(other, by: Actor("user u")) == 20 * day)
    #expect(other.doubt == nil)
    let confirmed = try #require(try await upkeep.confirmedTime())
    clock.follow(confirmed)
    #expect(clock.doubt == nil && clock.now() == computer.wall)
    // A start before the file kept it anew.
    #expect(try upkeep.clock(computer.system).doubt == nil)
    #expect(try Verification.check(inventory.path).faults == [])
    let entries = try await inventory.store.audit.entries(
      AuditFilter(subject: "clock", actor: nil, action: "clock.confirmed"), before: nil, limit: 9)
    #expect(entries.count == 1 && entries[0].actor == "user u")
  }
}
