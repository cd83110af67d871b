import Synchronization

/// How often things happened, by a name of a bounded set: codes of ours, never text from outside.
final class EventCount: Sendable {
  private let counts: Mutex<[String: Int]>

  /// - Parameter names: those that are there from the start, at zero.
  init(_ names: String...) {
    counts = Mutex(Dictionary(uniqueKeysWithValues: names.map { ($0, 0) }))
  }

  func add(_ name: String) { counts.withLock { $0[name, default: 0] += 1 } }

  /// In order of the names.
  var samples: [(String, Double)] {
    counts.withLock { $0 }.sorted { $0.key < $1.key }.map { ($0.key, Double($0.value)) }
  }
}
