/// Decides when a rate has settled, and what it is. Pure: samples in, a verdict out.
///
/// Three consecutive windows that agree are a settled rate. A window is several round trips long,
/// so that the ramp-up of a connection (which doubles each round trip) cannot pass for one, and
/// holds many packets, so that one more or less does not matter. Within them the rate must be even,
/// too, as it is while a queue keeps the line busy, and not when the sender falters and catches up.
struct RateEstimate: Sendable {
  struct Sample: Sendable, Equatable {
    /// Of a monotonic clock.
    var seconds: Double
    /// Bytes since the beginning, all connections together.
    var bytes: Double
  }

  /// Windows that must agree.
  static let windows = 3
  /// Maximum difference between them, as a share of their mean.
  static let tolerance = 0.03
  static let shortestWindow = 0.3
  static let longestWindow = 2.5
  private static let windowRoundTrips = 3.0
  private static let windowPackets = 150.0
  /// Parts of a window, and the maximum difference between their rates, as a share of their mean.
  private static let parts = 3
  private static let partTolerance = 0.15
  /// How much longer than a window a rate must last to be sustainable: what a stall held back, a
  /// round trip's worth, arrives at once.
  private static let sustainedScale = 2.0

  private(set) var samples: [Sample] = []
  /// Seconds.
  let roundTrip: Double

  init(roundTrip: Double) { self.roundTrip = roundTrip }

  mutating func add(_ sample: Sample) {
    if let last = samples.last, sample.seconds <= last.seconds { return }
    samples.append(sample)
  }

  /// The length of a window, in seconds, at a rate in bytes a second.
  func window(at rate: Double) -> Double {
    let packets = rate > 0 ? Self.windowPackets * 1500 / rate : Self.longestWindow
    return min(
      max(Self.shortestWindow, Self.windowRoundTrips * roundTrip, packets), Self.longestWindow)
  }

  /// The settled rate in bytes a second; nil while there is none.
  ///
  /// - Parameter start: samples before it do not count.
  func settled(since start: Double) -> Double? {
    guard let rates = lastWindows(since: start), rates.count >= Self.windows else { return nil }
    let last = rates.suffix(Self.windows)
    let mean = last.reduce(0, +) / Double(last.count)
    guard Self.agree(last, within: Self.tolerance),
      let parts = lastWindows(since: start, scale: 1 / Double(Self.parts)),
      Self.agree(parts.suffix(Self.windows * Self.parts), within: Self.partTolerance)
    else { return nil }
    return mean
  }

  private static func agree(_ rates: ArraySlice<Double>, within tolerance: Double) -> Bool {
    guard let low = rates.min(), let high = rates.max() else { return false }
    let mean = rates.reduce(0, +) / Double(rates.count)
    return mean > 0 && (high - low) / mean <= tolerance
  }

  /// The total length, in seconds, of the windows that must agree, at the rate since `start`.
  func settlingSeconds(since start: Double) -> Double {
    Double(Self.windows)
      * (span(since: start).map { window(at: $0.rate) } ?? Self.longestWindow)
  }

  /// The result if nothing has settled: the highest rate over two windows on end, or over one if
  /// there are not two; nil if there is not even one. If a sender does not always fill the line,
  /// any mean over that time is too low; and no line gives more than it can.
  func unsettled(since start: Double) -> Double? {
    most(since: start, scale: Self.sustainedScale) ?? most(since: start, scale: 1)
  }

  /// The highest rate of any window.
  private func most(since start: Double, scale: Double) -> Double? {
    guard let span = span(since: start) else { return nil }
    let length = scale * window(at: span.rate)
    return samples.lazy.filter { $0.seconds - length >= span.first }
      .map { ($0.bytes - bytes(at: $0.seconds - length)) / length }.max()
  }

  /// From the first sample since `start` to the last.
  private func span(since start: Double) -> (first: Double, seconds: Double, rate: Double)? {
    guard let last = samples.last, let first = samples.first(where: { $0.seconds >= start }),
      last.seconds > first.seconds
    else { return nil }
    let seconds = last.seconds - first.seconds
    return (first.seconds, seconds, (last.bytes - first.bytes) / seconds)
  }

  /// Rates of the windows up to the last sample, oldest first, in bytes a second.
  private func lastWindows(since start: Double, scale: Double = 1) -> [Double]? {
    guard let last = samples.last, let span = span(since: start) else { return nil }
    let length = scale * window(at: span.rate)
    let count = min(Int(span.seconds / length), 12)
    guard count > 0 else { return nil }
    return (0..<count).map { index in
      let end = last.seconds - Double(count - 1 - index) * length
      return (bytes(at: end) - bytes(at: end - length)) / length
    }
  }

  /// The bytes at a time, interpolated between two samples.
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
