public import Reporting

/// Whether this machine may load its office's line now.
public enum BandwidthLeave: Sendable {
  case granted(BandwidthGrant)
  case skipped(BandwidthFacts.Skip)
  /// There is no line between this machine and its centre: they are the same.
  case noLine
  /// No centre could be asked. The reason is the same every night that it holds.
  case failed(reason: String)
}

/// Leave to measure against a centre, once.
public struct BandwidthGrant: Sendable {
  /// The centre, `https://centre.example.vn`; nothing behind it.
  public var server: String
  /// Sent as `Bandwidth-Slot`.
  public var slot: String
  /// A PEM file; nil for what the system trusts.
  public var certificateAuthority: String?
  public var agentVersion: String
  /// Whether a proxy that the environment names is passed by.
  public var isDirect: Bool
  /// Maximum payload in each direction, in bytes.
  public var maximumBytes: Int
  /// Maximum size of all IP packets in both directions, in bytes: the amount reserved for it.
  public var bookedBytes: Int
  /// How the centre paces what it sends.
  public var centreCongestionControl: String?
  /// Called once when the measurement is over, with what it cost, so that it is counted, and with
  /// whether anything was measured.
  public var finish: @Sendable (_ bytesUsed: Int, _ isMeasured: Bool) -> Void

  /// - Parameter bookedBytes: nil for both directions' content with some more for headers.
  public init(
    server: String, slot: String, certificateAuthority: String? = nil, agentVersion: String,
    isDirect: Bool = false, maximumBytes: Int, bookedBytes: Int? = nil,
    centreCongestionControl: String? = nil,
    finish: @escaping @Sendable (_ bytesUsed: Int, _ isMeasured: Bool) -> Void = { _, _ in }
  ) {
    (self.server, self.slot, self.certificateAuthority) = (server, slot, certificateAuthority)
    (self.agentVersion, self.isDirect, self.maximumBytes) = (agentVersion, isDirect, maximumBytes)
    self.bookedBytes = bookedBytes ?? 2 * maximumBytes + 2 * maximumBytes / 16 + (256 << 10)
    self.centreCongestionControl = centreCongestionControl
    self.finish = finish
  }
}
