import Testing

@testable import Probing

/// When a rate counts as settled, on simulated lines.
struct RateEstimateTests {
  /// Samples every 20 ms of a transfer at `rate`, in bytes per second over time.
  static func estimate(
    seconds: Double, roundTrip: Double = 0.06, _ rate: (Double) -> Double
  ) -> RateEstimate {
    var estimate = RateEstimate(roundTrip: roundTrip)
    var bytes = 0.0
    for step in 0...Int(seconds / 0.02) {
      let now = Double(step) * 0.02
      estimate.add(.init(seconds: now, bytes: bytes))
      bytes += rate(now) * 0.02
    }
    return estimate
  }

  @Test(arguments: [30_000.0, 250_000, 1_250_000, 6_250_000, 125_000_000])
  func findsAnEvenRate(_ rate: Double) throws {
    let found = try #require(Self.estimate(seconds: 8) { _ in rate }.settled(since: 0))
    #expect(abs(found / rate - 1) < 0.001)
  }

  @Test func aRampIsNotSettled() {
    // It doubles every round trip, as in slow start, or grows by a tenth.
    for growth in [2.0, 1.1] {
      for seconds in stride(from: 1.0, through: 4, by: 0.5) {
        let estimate = Self.estimate(seconds: seconds, roundTrip: 0.15) { now in
          var rate = 10_000.0
          for _ in 0..<Int(now / 0.15) { rate *= growth }
          return rate
        }
        #expect(estimate.settled(since: 0) == nil)
      }
    }
  }

  @Test func anIntermittentLineIsNotSettled() throws {
    let estimate = Self.estimate(seconds: 8) { Int($0 / 0.4) % 2 == 0 ? 1_000_000 : 400_000 }
    #expect(estimate.settled(since: 0) == nil)
    let said = try #require(estimate.unsettled(since: 0))
    #expect(400_000...1_000_000 ~= said)
  }

  /// A sender that stalls every second: the windows agree, although the line is faster.
  @Test func anUnderusedLineIsNotSettled() throws {
    let estimate = Self.estimate(seconds: 8, roundTrip: 0.15) { now in
      let beat = now.truncatingRemainder(dividingBy: 0.46)
      return now < 2 || beat > 0.2 ? 6_250_000 : 4_000_000
    }
    #expect(estimate.settled(since: 3) == nil)
    #expect(abs(try #require(estimate.unsettled(since: 0)) / 6_250_000 - 1) < 0.001)
    #expect(try #require(estimate.unsettled(since: 3)) < 5_800_000)
  }

  @Test func tooFewSamplesGiveNoRate() {
    #expect(RateEstimate(roundTrip: 0.1).settled(since: 0) == nil)
    #expect(RateEstimate(roundTrip: 0.1).unsettled(since: 0) == nil)
    let one = Self.estimate(seconds: 0.01) { _ in 1000 }
    #expect(one.settled(since: 0) == nil && one.unsettled(since: 0) == nil)
    #expect(Self.estimate(seconds: 8) { _ in 1000 }.settled(since: 9) == nil)
    #expect(Self.estimate(seconds: 8) { _ in 0 }.settled(since: 0) == nil)
  }

  @Test func ignoresSamplesWithoutTime() {
    var estimate = RateEstimate(roundTrip: 0.1)
    for bytes in 0..<100 { estimate.add(.init(seconds: 1, bytes: Double(bytes))) }
    #expect(estimate.samples.count == 1)
  }

  /// Simulates a line whose rate depends on time and on the number of connections.
  static func play(
    roundTrip: Double = 0.06, first: Int = 1, _ rate: (Double, Int) -> Double
  ) -> (rate: Double?, connections: Int, seconds: Double) {
    var estimate = RateEstimate(roundTrip: roundTrip)
    var phases = LoadPhases(roundTrip: roundTrip, began: 0)
    var connections = first
    var bytes = 0.0
    var now = 0.0
    while now < LineLoad.longestSeconds {
      estimate.add(.init(seconds: now, bytes: bytes))
      switch phases.next(estimate, now: now, connections: connections) {
      case .goOn: break
      case .add(let count): connections += count
      case .done(let rate): return (rate, connections, now)
      }
      bytes += rate(now, connections) * 0.02
      now += 0.02
    }
    return (phases.best(estimate), connections, now)
  }

  @Test func isSettledOnlyIfASecondConnectionAddsNothing() throws {
    let one = Self.play { _, _ in 1_000_000 }
    #expect(one.connections == 2)
    #expect(abs(try #require(one.rate) - 1_000_000) < 1000)
    #expect(one.seconds < 4)
  }

  @Test func addsConnectionsWhileTheTotalGrows() throws {
    // Each connection carries 100 kB/s, the line 700.
    let many = Self.play(first: 2) { min(Double($1) * 100_000, 700_000) }
    #expect(many.connections == 16)
    #expect(abs(try #require(many.rate) / 700_000 - 1) < 0.01)
    let most = Self.play { 1_000_000 * Double($1) }
    #expect(most.connections == LineLoad.mostConnections)
  }

  @Test func ignoresABurstAtTheStart() throws {
    // Four times as fast for two seconds, as with a token bucket.
    let bucket = Self.play { now, _ in now < 2 ? 4_000_000 : 1_000_000 }
    #expect(abs(try #require(bucket.rate) / 1_000_000 - 1) < 0.05)
  }
}
