import FoundationEssentials
public import Reporting

/// The centre's last answer to a report, as kept on disk.
public struct LastAcknowledgement: Codable, Sendable, Equatable {
  /// RFC 3339 UTC, by this machine's clock.
  public var receivedAt: String
  public var acknowledgement: Acknowledgement

  init(_ acknowledgement: Acknowledgement, at clock: AgentClock) {
    let now = Date(timeIntervalSince1970: Double(clock.wallSeconds()))
    receivedAt = now.formatted(.iso8601)
    self.acknowledgement = acknowledgement
  }

  /// nil where there was none yet, or where the file cannot be read: it is for people to look at.
  public static func read(in directory: StateDirectory) -> LastAcknowledgement? {
    guard let contents = try? FileContents.read(directory.acknowledgement, limit: 128 * 1024)
    else { return nil }
    return try? JSONDecoder().decode(LastAcknowledgement.self, from: contents.bytes)
  }

  func write(in directory: StateDirectory) throws(DeliveryError) {
    guard let bytes = try? CanonicalJSON.encode(self) else { return }
    try DurableFile.write(bytes, to: directory.acknowledgement)
  }
}
