public import Reporting

/// Whether this machine may load its office's line now.
public enum BandwidthLeave: Sendable {
  case granted(BandwidthGrant)
  case skipped(BandwidthFacts.Skip)
  /// There is no line between this machine and its centre: they are the same.
  case noLine
  /// Nobody could be asked. The reason is the same every night that it holds.
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
  /// Most bytes of content in each direction.
  public var maximumBytes: Int
  /// How the centre paces what it sends.
  public var centreCongestionControl: String?
  /// Called once when the measurement is over, with what it cost, so that it is counted, and with
  /// whether anything was measured.
  public var finish: @Sendable (_ bytesUsed: Int, _ isMeasured: Bool) -> Void

  public init(
    server: String, slot: String, certificateAuthority: String? = nil, agentVersion: String,
    isDirect: Bool = false, maximumBytes: Int, centreCongestionControl: String? = nil,
    finish: @escaping @Sendable (_ bytesUsed: Int, _ isMeasured: Bool) -> Void = { _, _ in }
  ) {
    self.server = server
    self.slot = slot
    self.certificateAuthority = certificateAuthority
    self.agentVersion = agentVersion
    self.isDirect = isDirect
    self.maximumBytes = maximumBytes
    self.centreCongestionControl = centreCongestionControl
    self.finish = finish
  }
}
