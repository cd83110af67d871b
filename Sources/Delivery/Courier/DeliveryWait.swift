import FoundationEssentials
import Reporting

/// How long this machine leaves the centre alone after a failure, on disk so that a restart does
/// not shorten it.
///
/// Measured by the boot clock: the wall clock of a commune's PC may be years off, and jump at every
/// start. After a restart it is unknown how long the machine was off; the wait then counts as over.
public struct DeliveryWait: Codable, Sendable, Equatable {
  /// How long a machine that is not admitted waits before it asks again: a day.
  static let notAdmittedSeconds = 86_400.0
  /// Shortest and longest wait after a failure of the line.
  static let backoffSeconds = 60.0...3600.0

  /// Failures in a row, this one included.
  public var failures: Int
  public var seconds: Double
  /// Why, in one line.
  public var reason: String
  var bootId: String?
  /// Seconds since boot when the wait began.
  var beganAt: Double?

  /// - Parameters:
  ///   - retryAfterSeconds: what the centre asked for, if it did.
  ///   - earlier: the wait before this failure.
  ///   - random: a uniformly distributed number from a range.
  /// - Returns: nil if the fault is this machine's own and waiting would not help.
  init?(
    after error: DeliveryError, retryAfterSeconds: Int?, earlier: DeliveryWait?,
    clock: AgentClock, random: (ClosedRange<Double>) -> Double = { .random(in: $0) }
  ) {
    let failures = min((earlier?.failures ?? 0) + 1, 1000)
    switch (error.code, retryAfterSeconds) {
    case (.notAllowed, _): seconds = Self.notAdmittedSeconds
    case (.busy, let asked?): seconds = Double(asked) * random(1...1.25)
    case (.busy, nil), (.unreachable, _), (.timeout, _), (.tls, _), (.unexpectedReply, _):
      let least = Self.backoffSeconds.lowerBound
      let most = min(least * Double(1 << min(failures, 10)), Self.backoffSeconds.upperBound)
      seconds = random(least...most)
    default: return nil
    }
    self.failures = failures
    reason = PlainLine.of(error.message)
    let boot = clock.boot()
    bootId = boot?.bootId
    beganAt = boot?.seconds
  }

  /// Seconds that remain, 0 when it is over.
  public func remainingSeconds(_ clock: AgentClock = .system) -> Double {
    guard let boot = clock.boot(), let beganAt, boot.bootId == bootId, boot.seconds >= beganAt
    else { return 0 }
    return max(0, seconds - (boot.seconds - beganAt))
  }

  /// nil if there is none, or none that can be read: then nothing prevents a request.
  public static func read(in directory: StateDirectory) -> DeliveryWait? {
    guard let contents = try? FileContents.read(directory.wait, limit: 16 * 1024),
      let wait = try? JSONDecoder().decode(DeliveryWait.self, from: contents.bytes),
      (0...2 * notAdmittedSeconds).contains(wait.seconds), (1...1000).contains(wait.failures)
    else { return nil }
    return wait
  }

  func write(in directory: StateDirectory) throws(DeliveryError) {
    guard let bytes = try? CanonicalJSON.encode(self) else { return }
    try DurableFile.write(bytes, to: directory.wait, orInPlace: true)
  }

  static func remove(in directory: StateDirectory) throws(DeliveryError) {
    guard Directory.size(of: directory.wait) > 0 else { return }
    try DurableFile.remove(directory.wait)
  }
}
