/// When a rate has settled, and what it is. Pure: samples in, a verdict out.
///
/// Three windows one after the other that agree are a settled rate. A window is several round trips
/// long, so that the ramp-up of a connection (which doubles each) cannot pass for one, and holds
/// many packets, so that one more or less does not matter.
struct RateEstimate: Sendable {
  struct Sample: Sendable, Equatable {
    /// Of a clock that nobody sets.
    var seconds: Double
    /// Bytes since the beginning, all connections together.
    var bytes: Double
  }

  /// Windows that must agree.
  static let windows = 3
  /// By how much they may differ, as a share of their mean.
  static let tolerance = 0.03
  static let shortestWindow = 0.3
  static let longestWindow = 2.5
  private static let windowRoundTrips = 3.0
  private static let windowPackets = 150.0
  /// How much longer windows are that bound the figure where nothing settles: a lost packet holds
  /// back the word of all that came after it, a round trip's worth, and then it comes at once.
  private static let unsettledScale = 2.0

  private(set) var samples: [Sample] = []
  /// Seconds.
  let roundTrip: Double

  init(roundTrip: Double) { self.roundTrip = roundTrip }

  mutating func add(_ sample: Sample) {
    if let last = samples.last, sample.seconds <= last.seconds { return }
    samples.append(sample)
  }

  /// How long a window must be at a rate, in bytes a second.
  func window(at rate: Double) -> Double {
    let packets = rate > 0 ? Self.windowPackets * 1500 / rate : Self.longestWindow
    return min(
      max(Self.shortestWindow, Self.windowRoundTrips * roundTrip, packets), Self.longestWindow)
  }

  /// The settled rate in bytes a second; nil while there is none.
  ///
  /// - Parameter start: what was before does not count.
  func settled(since start: Double) -> Double? {
    guard let rates = lastWindows(since: start), rates.count >= Self.windows else { return nil }
    let last = rates.suffix(Self.windows)
    let mean = last.reduce(0, +) / Double(last.count)
    guard let low = last.min(), let high = last.max(), mean > 0,
      (high - low) / mean <= Self.tolerance
    else { return nil }
    return mean
  }

  /// How long the windows are that must agree, together, at the rate since then.
  func settlingSeconds(since start: Double) -> Double {
    guard let last = samples.last, let first = samples.first(where: { $0.seconds >= start }),
      last.seconds > first.seconds
    else { return Double(Self.windows) * Self.longestWindow }
    return Double(Self.windows)
      * window(at: (last.bytes - first.bytes) / (last.seconds - first.seconds))
  }

  /// What to say where nothing has settled: what the line has carried for a window, and so can
  /// carry; nil where there is not even one window. Not the best of them, which may be chance.
  func unsettled(since start: Double) -> Double? {
    guard let rates = lastWindows(since: start)?.sorted(), !rates.isEmpty else { return nil }
    let usual = rates[(rates.count - 1) * 3 / 4]
    // A window that makes up for a stall before it carries more than the line does.
    let longer =
      (lastWindows(since: start, scale: Self.unsettledScale)
      ?? lastWindows(since: 0, scale: Self.unsettledScale))?.max()
    return longer.map { min($0, usual) } ?? usual
  }

  /// Rates of the windows that end now, oldest first, in bytes a second.
  private func lastWindows(since start: Double, scale: Double = 1) -> [Double]? {
    guard let last = samples.last, let first = samples.first(where: { $0.seconds >= start }),
      last.seconds > first.seconds
    else { return nil }
    let whole = (last.bytes - first.bytes) / (last.seconds - first.seconds)
    let length = scale * window(at: whole)
    let count = min(Int((last.seconds - first.seconds) / length), 12)
    guard count > 0 else { return nil }
    return (0..<count).map { index in
      let end = last.seconds - Double(count - 1 - index) * length
      return (bytes(at: end) - bytes(at: end - length)) / length
    }
  }

  /// Between two samples as if it had flowed evenly.
  private func bytes(at seconds: Double) -> Double {
    var low = 0
    var high = samples.count - 1
    while low < high {
      let middle = (low + high) / 2
      if samples[middle].seconds < seconds { low = middle + 1 } else { high = middle }
    }
    let after = samples[low]
    guard low > 0, after.seconds > seconds else { return after.bytes }
    let before = samples[low - 1]
    let share = (seconds - before.seconds) / (after.seconds - before.seconds)
    return before.bytes + share * (after.bytes - before.bytes)
  }
}
