/// The bandwidth section of a report: what the line between this machine and its centre carries.
/// A field is nil where it was not measured. Speeds are bits per second, times seconds.
public struct BandwidthFacts: Codable, Sendable, Equatable {
  /// Why nothing was measured this time, although it could have been: no failure.
  public enum Skip: String, Codable, Sendable, CaseIterable {
    /// The centre had no place free.
    case noSlot
    /// The month's share of the line is used up.
    case monthlyCap
    /// It was measured lately enough.
    case notDue
    /// The settings of this machine forbid it.
    case disabled
  }

  /// The device of this machine that the way to the centre begins with, so that a bad cable or
  /// radio in the office is not taken for the provider's line.
  public struct Interface: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable, CaseIterable { case wired, wifi, mobile, other }
    public enum Duplex: String, Codable, Sendable, CaseIterable { case full, half }

    public var kind: Kind
    /// What it agreed on with the device at the other end of the cable; nil where it does not tell
    /// (radio).
    public var linkBitsPerSecond: Int?
    public var duplex: Duplex?

    public init(kind: Kind, linkBitsPerSecond: Int? = nil, duplex: Duplex? = nil) {
      self.kind = kind
      self.linkBitsPerSecond = linkBitsPerSecond
      self.duplex = duplex
    }
  }

  public var skipped: Skip?
  /// What arrived here, whole IP packets: content, and the headers of IP and TCP by their number.
  /// It is what a provider's contract and a router count; content alone is 3 to 4 % less.
  public var downloadBitsPerSecond: Int?
  /// What arrived at the centre, whole IP packets, as the centre counted it; where it does not tell
  /// (an earlier version) what it acknowledged. Never what was only handed to the kernel.
  public var uploadBitsPerSecond: Int?
  /// Whether the rate had settled when the measurement ended; false: it carries at least so much.
  public var downloadSettled: Bool?
  public var uploadSettled: Bool?
  /// The most connections at a time that it took.
  public var downloadConnections: Int?
  public var uploadConnections: Int?
  /// Median of the round trips of small requests, before the load.
  public var latencySeconds: Double?
  /// Mean difference of each round trip and the one before it.
  public var jitterSeconds: Double?
  /// Segments sent again over segments sent, 0…1, in the direction of upload.
  public var retransmitRatio: Double?
  /// How this machine paced what it sent (the kernel's name, `bbr`): a line that loses packets reads
  /// a fraction of what it carries under `cubic`.
  public var congestionControl: String?
  /// How the centre paced what it sent.
  public var centreCongestionControl: String?
  public var interface: Interface?
  /// What the measurement cost, both directions, whole IP packets.
  public var bytesUsed: Int?
  public var durationSeconds: Double?
  /// The centre that was measured against, `https://centre.example.vn`.
  public var server: String?

  public init(
    skipped: Skip? = nil, downloadBitsPerSecond: Int? = nil, uploadBitsPerSecond: Int? = nil,
    latencySeconds: Double? = nil, jitterSeconds: Double? = nil, retransmitRatio: Double? = nil,
    bytesUsed: Int? = nil, durationSeconds: Double? = nil, server: String? = nil,
    downloadSettled: Bool? = nil, uploadSettled: Bool? = nil, downloadConnections: Int? = nil,
    uploadConnections: Int? = nil, congestionControl: String? = nil,
    centreCongestionControl: String? = nil, interface: Interface? = nil
  ) {
    self.skipped = skipped
    self.downloadBitsPerSecond = downloadBitsPerSecond
    self.uploadBitsPerSecond = uploadBitsPerSecond
    self.latencySeconds = latencySeconds
    self.jitterSeconds = jitterSeconds
    self.retransmitRatio = retransmitRatio
    self.bytesUsed = bytesUsed
    self.durationSeconds = durationSeconds
    self.server = server
    self.downloadSettled = downloadSettled
    self.uploadSettled = uploadSettled
    self.downloadConnections = downloadConnections
    self.uploadConnections = uploadConnections
    self.congestionControl = congestionControl
    self.centreCongestionControl = centreCongestionControl
    self.interface = interface
  }
}
