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
  }

  public var skipped: Skip?
  public var downloadBitsPerSecond: Int?
  public var uploadBitsPerSecond: Int?
  public var latencySeconds: Double?
  public var jitterSeconds: Double?
  /// Segments sent again over segments sent, 0…1, in the direction of upload.
  public var retransmitRatio: Double?
  /// What the measurement cost, both directions.
  public var bytesUsed: Int?
  public var durationSeconds: Double?
  /// The centre that was measured against, `https://centre.example.vn`.
  public var server: String?

  public var interface: Interface?

  /// The interface of this machine that the measurement went through.
  public struct Interface: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable { case wired, wifi, mobile, other }
    public var kind: Kind
    public var linkBitsPerSecond: Int?

    public init(kind: Kind, linkBitsPerSecond: Int? = nil) {
      self.kind = kind
      self.linkBitsPerSecond = linkBitsPerSecond
    }
  }

  public init(
    skipped: Skip? = nil, downloadBitsPerSecond: Int? = nil, uploadBitsPerSecond: Int? = nil,
    latencySeconds: Double? = nil, jitterSeconds: Double? = nil, retransmitRatio: Double? = nil,
    bytesUsed: Int? = nil, durationSeconds: Double? = nil, server: String? = nil
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
  }
}
