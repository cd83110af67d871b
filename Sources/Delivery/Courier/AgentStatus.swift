import Reporting

/// How this machine stands with its centre, as far as its own disk tells.
public struct AgentStatus: Codable, Sendable, Equatable {
  public struct Spool: Codable, Sendable, Equatable {
    /// Reports waiting to be sent.
    public var reports: Int
    public var bytes: Int
    /// Reports set aside because they cannot be sent; each has a file with the reason beside it.
    public var quarantined: Int
    public var quarantinedBytes: Int
    /// Reports dropped because of the spool's limits.
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
  /// Seconds until a report is due, 0 if one is; nil if this machine is not enrolled.
  public var dueInSeconds: Double?
  /// How much longer the centre is left alone after a failure, and why.
  public var wait: Wait?
  /// Why the last delivery failed, whether or not waiting helps; nil if it succeeded.
  public var lastFailure: LastFailure?

  public struct Wait: Codable, Sendable, Equatable {
    /// Seconds that remain.
    public var seconds: Double
    public var reason: String
  }

  /// Reads without a lock, even during a run.
  public static func read(
    in directory: StateDirectory, clock: AgentClock = .system
  ) throws(DeliveryError) -> AgentStatus {
    try directory.check()
    let identity = try Identity.read(in: directory)
    let waiting = try Directory.names(in: directory.spool)
      .filter { SpoolFile.number(in: $0) != nil }
    let quarantined = try Delivery.Spool.quarantined(in: directory)
    let wait = DeliveryWait.read(in: directory)
    let seconds = wait?.remainingSeconds(clock) ?? 0
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
        quarantined: quarantined.count,
        quarantinedBytes: quarantined.reduce(0) {
          $0 + Directory.size(of: "\(directory.quarantine)/\($1)")
        },
        dropped: DroppedCount.read(in: directory)),
      dueInSeconds: identity?.registration == nil
        ? nil : Schedule.dueInSeconds(in: directory, clock: clock) ?? 0,
      wait: wait.flatMap { seconds > 0 ? Wait(seconds: seconds, reason: $0.reason) : nil },
      lastFailure: LastFailure.read(in: directory))
  }
}
