import Delivery
import FoundationEssentials
import Reporting

/// The way to the centre that a command uses.
struct Connection {
  let centre: CentreAddress
  let certificateAuthority: String?
  let allowPlaintext: Bool
  let transport: CurlTransport

  init(
    server: String, certificateAuthority: String?, allowPlaintext: Bool, timeoutSeconds: Int?
  ) throws(DeliveryError) {
    centre = try CentreAddress(server, allowPlaintext: allowPlaintext)
    // Whoever may change it decides which centre this machine believes.
    if let certificateAuthority { try FileTrust.check(certificateAuthority) }
    self.certificateAuthority = certificateAuthority
    self.allowPlaintext = allowPlaintext
    var timeouts = CurlTransport.Timeouts()
    if let timeoutSeconds { timeouts.wholeSeconds = timeoutSeconds }
    transport = try CurlTransport(
      to: centre, certificateAuthority: certificateAuthority, timeouts: timeouts,
      agentVersion: Release.version)
  }

  /// To the centre that the machine was enrolled at. `probe.toml` goes before what was noted then:
  /// a centre may move.
  init(of membership: Membership, settings: Settings) throws(DeliveryError) {
    let identity = membership.identity
    guard let server = settings.server ?? identity.server else {
      throw DeliveryError(
        .notEnrolled, "No server is configured: write server = \"https://…\" in probe.toml.")
    }
    try self.init(
      server: server,
      certificateAuthority: settings.certificateAuthority ?? identity.certificateAuthority,
      allowPlaintext: settings.allowPlaintext || identity.allowPlaintext,
      timeoutSeconds: settings.timeoutSeconds)
  }
}
