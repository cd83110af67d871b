import Reporting

/// How this machine stands with its centre, as far as its own disk tells.
public struct AgentStatus: Codable, Sendable, Equatable {
  public struct Spool: Codable, Sendable, Equatable {
    /// Reports that wait to be sent.
    public var reports: Int
    public var bytes: Int
    /// Reports set aside because they cannot be sent; each has a file with the reason beside it.
    public var quarantined: Int
    /// Reports that the spool's limits have cost.
    public var dropped: Int
  }

  public var enrolled: Bool
  public var server: String?
  public var machine: String?
  public var commune: String?
  public var communeName: String?
  public var provinceName: String?
  /// RFC 3339 UTC, by this machine's clock.
  public var lastAcknowledgement: String?
  public var spool: Spool

  /// Reads without a lock: a run may be at work.
  public static func read(in directory: StateDirectory) throws(DeliveryError) -> AgentStatus {
    let identity = try Identity.read(in: directory)
    let waiting = try Directory.names(in: directory.spool)
      .filter { SpoolFile.number(in: $0) != nil }
    return AgentStatus(
      enrolled: identity?.registration != nil,
      server: identity?.server,
      machine: identity?.registration?.machine,
      commune: identity?.registration?.commune,
      communeName: identity?.registration?.communeName,
      provinceName: identity?.registration?.provinceName,
      lastAcknowledgement: LastAcknowledgement.read(in: directory)?.receivedAt,
      spool: Spool(
        reports: waiting.count,
        bytes: waiting.reduce(0) { $0 + Directory.size(of: "\(directory.spool)/\($1)") },
        quarantined: try Delivery.Spool.quarantined(in: directory).count,
        dropped: DroppedCount.read(in: directory)))
  }
}
