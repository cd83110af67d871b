import Foundation

/// Counts what has happened so far; shared by all threads.
final class Tally: @unchecked Sendable {
  private enum Event {
    case enrolled, sent, acknowledged, duplicate, rejected
    /// An intended rejection.
    case expected
  }

  private let lock = NSLock()
  private var counts: [Event: Int] = [:]
  private var latencies: [Double] = []
  private var reasons: [String: Int] = [:]
  private var stop: SimulatorError?

  /// The reason to end the run at once; nil if there is none.
  var stopped: SimulatorError? { lock.withLock { stop } }
  var enrolled: Int { lock.withLock { count(.enrolled) } }
  var sent: Int { lock.withLock { count(.sent) } }
  var isClean: Bool {
    lock.withLock { count(.rejected) == count(.expected) && reasons.isEmpty && stop == nil }
  }

  func enrol() { lock.withLock { add(.enrolled) } }
  func begin() { lock.withLock { add(.sent) } }

  func acknowledge(duplicate: Bool, seconds: Double) {
    lock.withLock {
      add(.acknowledged)
      if duplicate { add(.duplicate) }
      latencies.append(seconds)
    }
  }

  func reject(_ reason: String) {
    lock.withLock {
      add(.rejected)
      reasons[reason, default: 0] += 1
    }
  }

  /// A copied disk that the centre did not let in: counted, but not as a fault.
  func rejectAsExpected() {
    lock.withLock {
      add(.rejected)
      add(.expected)
    }
  }

  func enrolmentFailed(_ reason: String) {
    lock.withLock { reasons[reason, default: 0] += 1 }
  }

  func end(_ error: SimulatorError) {
    lock.withLock { if stop == nil { stop = error } }
  }

  /// The most frequent reasons, each with its frequency.
  func complaints(_ count: Int = 5) -> [String] {
    lock.withLock {
      reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(count)
        .map { "\($0.value) × \($0.key)" }
    }
  }

  /// The last line of the output; scripts read it.
  func summary(seconds: Double) -> String {
    lock.withLock {
      let sorted = latencies.sorted()
      return String(
        format: "sent %d, acknowledged %d, duplicates %d, rejected %d, seconds %.1f, "
          + "p50 %.1f ms, p99 %.1f ms",
        count(.sent), count(.acknowledged), count(.duplicate),
        count(.sent) - count(.acknowledged), seconds,
        Self.percentile(0.50, of: sorted) * 1000, Self.percentile(0.99, of: sorted) * 1000)
    }
  }

  // For a caller that holds the lock.
  private func add(_ event: Event) { counts[event, default: 0] += 1 }
  private func count(_ event: Event) -> Int { counts[event] ?? 0 }

  /// The percentile by nearest rank; 0 if there are no values.
  static func percentile(_ part: Double, of sorted: [Double]) -> Double {
    guard !sorted.isEmpty else { return 0 }
    let rank = Int((part * Double(sorted.count)).rounded(.up))
    return sorted[min(max(rank, 1), sorted.count) - 1]
  }
}

/// Keeps all threads together to a rate.
final class Pace: @unchecked Sendable {
  private let lock = NSLock()
  private let interval: Double
  private var next: Double

  /// - Parameter perSecond: nil for no limit.
  init(perSecond: Double?) {
    interval = perSecond.map { 1 / $0 } ?? 0
    next = ProcessInfo.processInfo.systemUptime
  }

  func wait() {
    guard interval > 0 else { return }
    let due = lock.withLock {
      // After a stall, at most a second is made up for in a burst.
      next = max(next + interval, ProcessInfo.processInfo.systemUptime - 1)
      return next
    }
    let rest = due - ProcessInfo.processInfo.systemUptime
    if rest > 0 { Thread.sleep(forTimeInterval: rest) }
  }
}
