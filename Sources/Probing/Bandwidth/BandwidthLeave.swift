public import Reporting

/// Whether this machine may load its office's line now.
public enum BandwidthLeave: Sendable {
  case granted(BandwidthGrant)
  case skipped(BandwidthFacts.Skip)
  /// There is no line between this machine and its centre: they are the same computer.
  case noLine
  /// The centre could not be asked. The same fault gives the same reason every night.
  case failed(reason: String)
}

/// Permission to measure the line to a centre, once.
public struct BandwidthGrant: Sendable {
  /// The centre, `https://centre.example.vn`, without a path.
  public var server: String
  /// The value of the field `Bandwidth-Slot`.
  public var slot: String
  /// A PEM file; nil to trust what the system trusts.
  public var certificateAuthority: String?
  public var agentVersion: String
  /// Whether to bypass a proxy that the environment names.
  public var isDirect: Bool
  /// Maximum payload in each direction, in bytes.
  public var maximumBytes: Int
  /// Maximum size of all IP packets in both directions, in bytes: the amount booked for it.
  public var bookedBytes: Int
  /// How the centre paces what it sends; nil if unknown.
  public var centreCongestionControl: String?
  /// Called once when the measurement is over, with the bytes that it used and whether anything was
  /// measured.
  public var finish: @Sendable (_ bytesUsed: Int, _ isMeasured: Bool) -> Void

  /// - Parameter bookedBytes: nil for both directions' payload plus an allowance for headers.
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
