/// Decides, sample by sample, whether to go on, to add connections, or to stop. Pure.
struct LoadPhases: Sendable {
  enum Step: Equatable {
    case goOn
    /// Open so many more connections.
    case add(Int)
    /// The line carries so many bytes a second.
    case done(Double)
  }

  /// A phase whose rate does not settle ends after so many windows, with what it saw.
  private static let longestWindows = 8.0
  /// Round trips after connections were added that do not count: TCP and TLS take three or four
  /// before a byte of content moves.
  private static let rampRoundTrips = 6.0
  private static let shortestRamp = 0.3

  private let roundTrip: Double
  /// What was before does not count in this phase.
  private(set) var start: Double
  /// What the phase before carried, bytes a second, and whether it had settled.
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
    // Less than before: the line has changed under us, such as after a burst that it allows first.
    if rate < before * (1 - LineLoad.growth) || settled == nil {
      begin(at: now)
      return .goOn
    }
    return .done(rate)
  }

  /// Enough seen of a phase that does not settle.
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

  /// What to say where the bytes or the time ran out.
  func best(_ estimate: RateEstimate) -> Double? {
    [estimate.unsettled(since: start), before].compactMap { $0 }.max()
      ?? estimate.unsettled(since: 0)
  }
}
