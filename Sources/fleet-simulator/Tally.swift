import Foundation

/// What happened so far; shared by all threads.
final class Tally: @unchecked Sendable {
  private let lock = NSLock()
  private var enrolledCount = 0
  private var sentCount = 0
  private var acknowledgedCount = 0
  private var duplicateCount = 0
  private var rejectedCount = 0
  private var expectedCount = 0
  private var latencies: [Double] = []
  private var reasons: [String: Int] = [:]
  private var stop: SimulatorError?

  /// A reason to end the run at once, where there is one.
  var stopped: SimulatorError? { lock.withLock { stop } }
  var enrolled: Int { lock.withLock { enrolledCount } }
  var sent: Int { lock.withLock { sentCount } }
  var isClean: Bool {
    lock.withLock { rejectedCount == expectedCount && reasons.isEmpty && stop == nil }
  }

  func enrol() { lock.withLock { enrolledCount += 1 } }
  func begin() { lock.withLock { sentCount += 1 } }

  func acknowledge(duplicate: Bool, seconds: Double) {
    lock.withLock {
      acknowledgedCount += 1
      duplicateCount += duplicate ? 1 : 0
      latencies.append(seconds)
    }
  }

  func reject(_ reason: String) {
    lock.withLock {
      rejectedCount += 1
      reasons[reason, default: 0] += 1
    }
  }

  /// A copied disk that the centre did not let in: counted, and no fault.
  func rejectAsExpected() {
    lock.withLock {
      rejectedCount += 1; expectedCount += 1
    }
  }

  func enrolmentFailed(_ reason: String) {
    lock.withLock { reasons[reason, default: 0] += 1 }
  }

  func end(_ error: SimulatorError) {
    lock.withLock { if stop == nil { stop = error } }
  }

  /// The most frequent reasons, each with how often.
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
        sentCount, acknowledgedCount, duplicateCount, sentCount - acknowledgedCount, seconds,
        Self.percentile(0.50, of: sorted) * 1000, Self.percentile(0.99, of: sorted) * 1000)
    }
  }

  /// The nearest rank, 0 where there are none.
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

  /// - Parameter perSecond: nil for as fast as it goes.
  init(perSecond: Double?) {
    interval = perSecond.map { 1 / $0 } ?? 0
    next = ProcessInfo.processInfo.systemUptime
  }

  func wait() {
    guard interval > 0 else { return }
    let due = lock.withLock {
      // A stall is not caught up with in a burst.
      next = max(next + interval, ProcessInfo.processInfo.systemUptime - 1)
      return next
    }
    let rest = due - ProcessInfo.processInfo.systemUptime
    if rest > 0 { Thread.sleep(forTimeInterval: rest) }
  }
}
