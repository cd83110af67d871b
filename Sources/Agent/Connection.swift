package import Delivery
import FoundationEssentials
import Reporting

/// A verified address of the centre and the transport to it.
package struct Connection {
  package let centre: CentreAddress
  package let certificateAuthority: String?
  package let allowPlaintext: Bool
  package let transport: CurlTransport

  package init(
    server: String, certificateAuthority: String?, allowPlaintext: Bool, timeoutSeconds: Int?
  ) throws(DeliveryError) {
    centre = try CentreAddress(server, allowPlaintext: allowPlaintext)
    // This file decides which centre the machine trusts.
    if let certificateAuthority { try FileTrust.check(certificateAuthority) }
    self.certificateAuthority = certificateAuthority
    self.allowPlaintext = allowPlaintext
    var timeouts = CurlTransport.Timeouts()
    if let timeoutSeconds { timeouts.wholeSeconds = timeoutSeconds }
    transport = try CurlTransport(
      to: centre, certificateAuthority: certificateAuthority, timeouts: timeouts,
      agentVersion: Release.version)
  }

  /// The connection of an enrolled machine. `probe.toml` takes precedence over what was recorded at
  /// enrolment, because a centre may move.
  package init(of membership: Membership, settings: Settings) throws(DeliveryError) {
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
