import Foundation
import Testing

@testable import InventoryServer

struct RateLimiterTests {
  let start = Date(timeIntervalSince1970: 1_795_000_000)

  @Test func burstThenRate() {
    let limiter = RateLimiter<Int>(perHour: 60, burst: 20)
    for _ in 0..<20 {
      #expect(limiter.wait(1, now: start) == nil)
      limiter.count(1, now: start)
    }
    #expect(limiter.wait(1, now: start) == 60)
    #expect(limiter.wait(1, now: start.addingTimeInterval(59)) == 1)
    #expect(limiter.wait(1, now: start.addingTimeInterval(60)) == nil)
    #expect(limiter.wait(2, now: start) == nil)
    // after an hour of silence the whole burst is there again, and no more than that
    let later = start.addingTimeInterval(86_400)
    for _ in 0..<20 { limiter.count(1, now: later) }
    #expect(limiter.wait(1, now: later) == 60)
  }

  @Test func aClockThatWasSetBackShutsNobodyOut() {
    let limiter = RateLimiter<Int>(perHour: 60, burst: 20)
    for _ in 0..<20 { limiter.count(1, now: start) }
    let before = start.addingTimeInterval(-1_000_000)
    #expect(limiter.wait(1, now: before) ?? 0 <= 1200)
    limiter.count(1, now: before)
    #expect(limiter.wait(1, now: before.addingTimeInterval(1300)) == nil)
  }

  @Test func memoryIsBounded() {
    let limiter = RateLimiter<Int>(perHour: 60, burst: 20, maximumCallers: 100)
    for caller in 0..<10_000 { limiter.count(caller, now: start) }
    #expect(limiter.count <= 100)
    limiter.count(-1, now: start.addingTimeInterval(3600))
    for caller in 0..<100 { limiter.count(caller, now: start.addingTimeInterval(3600)) }
    #expect(limiter.count <= 100)
  }

  @Test func zeroIsNoLimit() {
    let limiter = RateLimiter<Int>(perHour: 0, burst: 0)
    for _ in 0..<1000 { limiter.count(1, now: start) }
    #expect(limiter.wait(1, now: start) == nil && limiter.count == 0)
  }
}
