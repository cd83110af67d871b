/// Decides, sample by sample, whether to continue, to add connections, or to stop. Pure.
struct LoadPhases: Sendable {
  enum Step: Equatable {
    case goOn
    /// Open this many more connections.
    case add(Int)
    /// The line carries this many bytes a second.
    case done(Double)
  }

  /// A phase whose rate does not settle ends after this many windows, with the rate that it saw.
  private static let longestWindows = 8.0
  /// Round trips that do not count after connections were added: TCP and TLS take three or four
  /// before any payload moves.
  private static let rampRoundTrips = 6.0
  private static let shortestRamp = 0.3

  private let roundTrip: Double
  /// Samples before this time do not count in this phase.
  private(set) var start: Double
  /// The rate of the previous phase, in bytes a second; nil in the first.
  private var before: Double?

  init(roundTrip: Double, began: Double) {
    self.roundTrip = roundTrip
    start = began
    begin(at: began)
  }

  private mutating func begin(at now: Double) {
    start = now + max(Self.shortestRamp, Self.rampRoundTrips * roundTrip)
  }

  mutating func next(_ estimate: RateEstimate, now: Double, connections: Int) -> Step {
    let settled = estimate.settled(since: start)
    guard let rate = settled ?? givenUp(estimate, now: now) else { return .goOn }
    defer { before = rate }
    guard let before else { return add(connections, now) }
    if rate > before * (1 + LineLoad.growth) { return add(connections, now) }
    // Less than before: the line has changed meanwhile, such as after a burst that it allows first.
    if rate < before * (1 - LineLoad.growth) || settled == nil {
      begin(at: now)
      return .goOn
    }
    return .done(rate)
  }

  /// The rate of a phase that has lasted long enough without settling; nil before that.
  private func givenUp(_ estimate: RateEstimate, now: Double) -> Double? {
    guard let rate = estimate.unsettled(since: start),
      now - start > Self.longestWindows * estimate.window(at: rate)
    else { return nil }
    return rate
  }

  private mutating func add(_ connections: Int, _ now: Double) -> Step {
    begin(at: now)
    let more = min(connections, LineLoad.mostConnections - connections)
    return more > 0 ? .add(more) : .goOn
  }

  /// The result if the bytes or the time ran out.
  func best(_ estimate: RateEstimate) -> Double? {
    [estimate.unsettled(since: start), before].compactMap { $0 }.max()
      ?? estimate.unsettled(since: 0)
  }
}
