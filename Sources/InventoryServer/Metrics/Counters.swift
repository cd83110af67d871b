import Synchronization

/// Event counts by names from a bounded set: our own codes, never external text.
final class EventCount: Sendable {
  private let counts: Mutex<[String: Int]>

  /// - Parameter names: Names that exist from the start, with a count of zero.
  init(_ names: String...) {
    counts = Mutex(Dictionary(uniqueKeysWithValues: names.map { ($0, 0) }))
  }

  func add(_ name: String) { counts.withLock { $0[name, default: 0] += 1 } }

  /// Sorted by name.
  var samples: [(String, Double)] {
    counts.withLock { $0 }.sorted { $0.key < $1.key }.map { ($0.key, Double($0.value)) }
  }
}

/// A histogram of durations.
struct DurationHistogram: Sendable {
  /// Inclusive upper bounds in seconds, finest around the time that a page may take.
  static let bounds = [
    0.001, 0.0025, 0.005, 0.01, 0.015, 0.025, 0.04, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
  ]

  /// By bucket, not cumulative; values above the last bound are only in ``count``.
  private(set) var counts = [Int](repeating: 0, count: bounds.count)
  private(set) var count = 0
  /// Seconds.
  private(set) var sum = 0.0

  mutating func add(_ seconds: Double) {
    count += 1
    sum += seconds
    if let at = Self.bounds.firstIndex(where: { seconds <= $0 }) { counts[at] += 1 }
  }
}
