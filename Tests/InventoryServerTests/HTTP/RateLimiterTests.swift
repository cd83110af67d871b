import Foundation
import Synchronization
import Testing

@testable import InventoryServer

struct RateLimiterTests {
  /// Monotonic seconds advanced by the test.
  final class TestClock: Sendable {
    private let seconds = Mutex(5_000.0)
    @Sendable func now() -> Double { seconds.withLock { $0 } }
    func advance(_ step: Double) { seconds.withLock { $0 += step } }
  }

  let clock = TestClock()

  @Test func burstIsFollowedBySteadyRate() {
    let limiter = RateLimiter<Int>(perHour: 60, burst: 20, now: clock.now)
    for _ in 0..<20 {
      #expect(limiter.wait(1) == nil)
      limiter.count(1)
    }
    #expect(limiter.wait(1) == 60)
    #expect(limiter.wait(2) == nil)
    clock.advance(59)
    #expect(limiter.wait(1) == 1)
    clock.advance(1)
    #expect(limiter.wait(1) == nil)
    // after an idle day the whole burst is available again, and no more than that
    clock.advance(86_400)
    for _ in 0..<20 { limiter.count(1) }
    #expect(limiter.wait(1) == 60)
  }

  /// A wall clock that jumps and is corrected makes no one wait.
  @Test(arguments: [3600.0, 34_560_000.0])
  func clockLeapLocksNoOneOut(_ leap: Double) {
    let wall = Mutex(Date(timeIntervalSince1970: 1_795_000_000))
    let clock = CentreClock { wall.withLock { $0 } }
    let limiter = RateLimiter<Int>(perHour: 60, burst: 20, now: clock.seconds)
    for step: Double in [0, leap, -leap, -leap, leap] {
      wall.withLock { $0 += step }
      for _ in 0..<20 where limiter.wait(1) == nil { limiter.count(1) }
      #expect(limiter.wait(1) ?? 0 <= 60)
    }
  }

  @Test func memoryIsBounded() {
    let limiter = RateLimiter<Int>(
      perHour: 60, burst: 20, maximumCallers: 100, now: clock.now)
    for caller in 0..<10_000 { limiter.count(caller) }
    #expect(limiter.count <= 100)
    clock.advance(3600)
    limiter.count(-1)
    for caller in 0..<100 { limiter.count(caller) }
    #expect(limiter.count <= 100)
  }

  @Test func zeroMeansNoLimit() {
    let limiter = RateLimiter<Int>(perHour: 0, burst: 0, now: clock.now)
    for _ in 0..<1000 { limiter.count(1) }
    #expect(limiter.wait(1) == nil && limiter.count == 0)
  }
}
