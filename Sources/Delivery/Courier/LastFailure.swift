import FoundationEssentials
import Reporting

/// Why the last delivery failed, on disk until one succeeds.
///
/// Unlike ``DeliveryWait``, which is only for what waiting can mend, it has failures of any kind: a
/// nightly run has no one else to tell, and `status` must not show a healthy machine.
public struct LastFailure: Codable, Sendable, Equatable {
  /// RFC 3339 UTC, by this machine's clock.
  public var failedAt: String
  /// What failed and what to do, in one line.
  public var reason: String

  /// Records a failure, as far as the disk lets it; a wait that is not over is none.
  public static func note(
    _ error: DeliveryError, in lock: StateLock, clock: AgentClock = .system
  ) {
    guard error.code != .waiting else { return }
    let now = Date(timeIntervalSince1970: Double(clock.wallSeconds()))
    let failure = LastFailure(
      failedAt: now.formatted(.iso8601), reason: PlainLine.of(error.message))
    guard let bytes = try? CanonicalJSON.encode(failure) else { return }
    try? DurableFile.write(bytes, to: lock.directory.failure, orInPlace: true)
  }

  /// Records that a delivery succeeded.
  public static func clear(in lock: StateLock) { remove(in: lock.directory) }

  static func remove(in directory: StateDirectory) {
    guard Directory.size(of: directory.failure) > 0 else { return }
    try? DurableFile.remove(directory.failure)
  }

  /// nil if there is none, or none that can be read.
  static func read(in directory: StateDirectory) -> LastFailure? {
    guard let contents = try? FileContents.read(directory.failure, limit: 16 * 1024)
    else { return nil }
    return try? JSONDecoder().decode(LastFailure.self, from: contents.bytes)
  }
}
