/// The bandwidth section of a report: the capacity of the line between this machine and its centre.
/// A field is nil if it was not measured. Speeds are bits per second, times seconds.
public struct BandwidthFacts: Codable, Sendable, Equatable {
  /// Why the measurement was skipped this time. Not a failure.
  public enum Skip: String, Codable, Sendable, CaseIterable {
    /// The centre had no free slot.
    case noSlot
    /// The monthly data budget is used up.
    case monthlyCap
    /// The last measurement is recent enough.
    case notDue
    /// Disabled in this machine's settings.
    case disabled
  }

  /// The device with which this machine's way to the centre begins, so that a bad cable or radio
  /// link in the office is not taken for the provider's line.
  public struct Interface: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable, CaseIterable { case wired, wifi, mobile, other }
    public enum Duplex: String, Codable, Sendable, CaseIterable { case full, half }

    public var kind: Kind
    /// The speed agreed with the device at the other end of the cable; nil if unknown (radio).
    public var linkBitsPerSecond: Int?
    public var duplex: Duplex?

    public init(kind: Kind, linkBitsPerSecond: Int? = nil, duplex: Duplex? = nil) {
      (self.kind, self.linkBitsPerSecond, self.duplex) = (kind, linkBitsPerSecond, duplex)
    }
  }

  public var skipped: Skip?
  /// What arrived here, in whole IP packets: payload, and the headers of IP and TCP by their
  /// number. Providers' contracts and routers count this way; payload alone is 3 to 4 % less.
  public var downloadBitsPerSecond: Int?
  /// What arrived at the centre, in whole IP packets, as counted by the centre; if it does not say
  /// (an earlier version), what it acknowledged. Never what was only handed to the kernel.
  public var uploadBitsPerSecond: Int?
  /// Whether the rate had settled when the measurement ended; if false, it is a lower bound.
  public var downloadSettled: Bool?
  public var uploadSettled: Bool?
  /// The maximum number of concurrent connections used.
  public var downloadConnections: Int?
  public var uploadConnections: Int?
  /// Median round-trip time of small requests, before the load.
  public var latencySeconds: Double?
  /// Mean difference between consecutive round-trip times.
  public var jitterSeconds: Double?
  /// Retransmitted segments divided by segments sent, 0…1, for the upload.
  public var retransmitRatio: Double?
  /// This machine's congestion control (kernel name, such as `bbr`). A lossy line measures
  /// at a fraction of its capacity under `cubic`.
  public var congestionControl: String?
  /// The centre's congestion control.
  public var centreCongestionControl: String?
  public var interface: Interface?
  /// Data used by the measurement, both directions, as whole IP packets.
  public var bytesUsed: Int?
  public var durationSeconds: Double?
  /// The centre used for the measurement, such as `https://centre.example.vn`.
  public var server: String?

  public init(
    skipped: Skip? = nil, downloadBitsPerSecond: Int? = nil, uploadBitsPerSecond: Int? = nil,
    latencySeconds: Double? = nil, jitterSeconds: Double? = nil, retransmitRatio: Double? = nil,
    bytesUsed: Int? = nil, durationSeconds: Double? = nil, server: String? = nil,
    downloadSettled: Bool? = nil, uploadSettled: Bool? = nil, downloadConnections: Int? = nil,
    uploadConnections: Int? = nil, congestionControl: String? = nil,
    centreCongestionControl: String? = nil, interface: Interface? = nil
  ) {
    (self.skipped, self.downloadBitsPerSecond) = (skipped, downloadBitsPerSecond)
    (self.uploadBitsPerSecond, self.latencySeconds) = (uploadBitsPerSecond, latencySeconds)
    (self.jitterSeconds, self.retransmitRatio) = (jitterSeconds, retransmitRatio)
    (self.bytesUsed, self.durationSeconds, self.server) = (bytesUsed, durationSeconds, server)
    (self.downloadSettled, self.uploadSettled) = (downloadSettled, uploadSettled)
    (self.downloadConnections, self.uploadConnections) = (downloadConnections, uploadConnections)
    self.congestionControl = congestionControl
    (self.centreCongestionControl, self.interface) = (centreCongestionControl, interface)
  }
}
