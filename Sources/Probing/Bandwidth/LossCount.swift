/// How many segments were sent, and how many of them again, over time.
struct LossCount: Sendable {
  private struct Sample {
    var seconds: Double
    var sent = 0
    var sentAgain = 0
  }

  private var samples: [Sample] = []

  mutating func add(_ connections: [LoadConnection], now: Double) {
    var sample = Sample(seconds: now)
    for counters in connections.compactMap(\.counters) {
      sample.sent += counters.segmentsSent
      sample.sentAgain += counters.segmentsSentAgain
    }
    samples.append(sample)
  }

  /// Segments sent again over segments sent since then; nil where none was sent.
  func ratio(since seconds: Double) -> Double? {
    guard let first = samples.first(where: { $0.seconds >= seconds }), let last = samples.last,
      last.sent > first.sent
    else { return nil }
    return min(1, Double(last.sentAgain - first.sentAgain) / Double(last.sent - first.sent))
  }
}
