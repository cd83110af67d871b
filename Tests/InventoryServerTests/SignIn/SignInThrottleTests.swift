import Synchronization
import Testing

@testable import InventoryServer

/// Which failures slow down whom; the test sets the clock.
struct SignInThrottleTests {
  private final class Clock: Sendable {
    private let time = Mutex(1000.0)
    var now: Double { time.withLock { $0 } }
    func advance(_ seconds: Double) { time.withLock { $0 += seconds } }
  }

  private let clock = Clock()
  private let throttle: SignInThrottle

  init() {
    let clock = clock
    throttle = SignInThrottle(maximumKeys: 1000, now: { clock.now })
  }

  private func stranger(_ address: String = "10.0.0.1") -> SignInThrottle.Source {
    .stranger(address: address, isKnown: false)
  }

  @Test func correctPasswordIsCheckedSoonDespiteFailures() {
    for _ in 1...10 { #expect(throttle.begin(name: "an", source: stranger()) == .after(0)) }
    #expect(throttle.begin(name: "an", source: stranger()) == .after(0), "the eleventh")
    #expect(throttle.begin(name: "an", source: stranger()) == .after(4), "one after another")
    #expect(throttle.begin(name: "AN", source: stranger()) == .after(8))
    for _ in 1...1000 { _ = throttle.begin(name: "an", source: stranger()) }
    guard case .refused(let seconds) = throttle.begin(name: "an", source: stranger()) else {
      Issue.record("the queue must be bounded")
      return
    }
    #expect(seconds <= 20)
    clock.advance(Double(seconds))
    guard case .after(let delay) = throttle.begin(name: "an", source: stranger()) else {
      Issue.record("a client that waited as told must be served")
      return
    }
    #expect(delay <= 12)
  }

  /// How many guesses an attacker gets in a day, from one address and from a thousand.
  @Test(arguments: [1, 1000])
  func guessesPerDayAreLimited(_ addresses: Int) {
    var checked = 0
    for second in 0..<(86_400 / 2) {
      if case .after = throttle.begin(
        name: "an", source: stranger("10.0.\(second % addresses)"))
      {
        checked += 1
      }
      clock.advance(2)
    }
    #expect(checked < 5000, "\(checked)")
  }

  @Test func recognizedBrowserIsNotSlowedByOthers() {
    let own = SignInThrottle.Source.recognized(id: "1 x")
    for _ in 1...500 { _ = throttle.begin(name: "an", source: stranger()) }
    for _ in 1...50 {
      #expect(throttle.begin(name: "an", source: own) == .after(0))
      throttle.succeed(name: "an", source: own)
    }
    // its own failures slow it down
    for _ in 1...10 { #expect(throttle.begin(name: "an", source: own) == .after(0)) }
    #expect(throttle.begin(name: "an", source: own) == .refused(180))
    clock.advance(180)
    #expect(throttle.begin(name: "an", source: own) == .after(0))
  }

  @Test func sharedAddressIsNotOneUser() {
    let known = SignInThrottle.Source.stranger(address: "10.0.0.1", isKnown: true)
    for number in 1...200 { _ = throttle.begin(name: "\(number)", source: stranger()) }
    #expect(throttle.begin(name: "bo", source: known) == .after(0))
    guard case .after(let delay) = throttle.begin(name: "chi", source: stranger("10.0.0.2")) else {
      Issue.record("another address must not be throttled")
      return
    }
    #expect(delay == 0)
  }

  @Test func rightPasswordsAreNotCounted() {
    for _ in 1...100 {
      #expect(throttle.begin(name: "an", source: stranger()) == .after(0))
      throttle.succeed(name: "an", source: stranger())
    }
  }

  @Test func memoryIsBounded() {
    for number in 0..<10_000 {
      _ = throttle.begin(name: "\(number)", source: stranger("\(number)"))
    }
    #expect(throttle.count <= 1000)
  }
}
