package import Delivery
package import Probing
import Reporting

/// Obtains permission to measure the line: the monthly budget of this machine, then a lease from
/// the centre.
package struct BandwidthLine: Sendable {
  private let lock: StateLock
  private let settings: Settings
  private let account: BandwidthAccount
  /// Whether a person asked for the measurement, which then need not wait for its day.
  private let isAsked: Bool

  package init(_ lock: StateLock, _ settings: Settings, isAsked: Bool) {
    (self.lock, self.settings, self.isAsked) = (lock, settings, isAsked)
    account = BandwidthAccount(lock, settings.bandwidth.terms)
  }

  /// Local checks come first because they cost nothing; the centre is asked last.
  @Sendable package func leave() -> BandwidthLeave {
    guard settings.bandwidth.isEnabled else { return .skipped(.disabled) }
    do throws(DeliveryError) {
      let membership = try Membership.read(in: lock.directory)
      let connection = try Connection(of: membership, settings: settings)
      if connection.centre.isLoopback { return .noLine }
      if let skip = try account.skip(anyDay: isAsked) { return .skipped(skip) }
      guard isAsked || (DeliveryWait.read(in: lock.directory)?.remainingSeconds() ?? 0) == 0 else {
        return .failed(reason: "waiting after a failure: see commune-probe status")
      }
      let slots = BandwidthSlots(
        transport: connection.transport, centre: connection.centre, identity: membership.signing)
      let reply = try slots.lease()
      guard reply.granted, let slot = reply.slot, let maximumBytes = reply.maximumBytes else {
        return .skipped(.noSlot)
      }
      return try book(reply, slot, maximumBytes, connection, membership)
    } catch {
      return .failed(reason: Self.reason(error))
    }
  }

  private func book(
    _ reply: BandwidthSlotReply, _ slot: String, _ maximumBytes: Int, _ connection: Connection,
    _ membership: Membership
  ) throws(DeliveryError) -> BandwidthLeave {
    let centre = connection.centre
    let authority = connection.certificateAuthority
    let release: @Sendable () -> Void = {
      // A slot that is not released expires by itself.
      guard
        let transport = try? CurlTransport(
          to: centre, certificateAuthority: authority,
          timeouts: .init(connectSeconds: 5, stalledSeconds: 5, wholeSeconds: 5),
          agentVersion: Release.version)
      else { return }
      try? BandwidthSlots(transport: transport, centre: centre, identity: membership.signing)
        .release(slot)
    }
    let reserved: Int
    do throws(DeliveryError) {
      switch try account.reserve(maximumBytes: maximumBytes, at: reply.time, anyDay: isAsked) {
      case .booked(let bytes): reserved = bytes
      case .skipped(let skip):
        release()
        return .skipped(skip)
      }
    } catch {
      release()
      throw error
    }
    let account = account
    return .granted(
      BandwidthGrant(
        server: "\(centre)", slot: slot, certificateAuthority: authority,
        agentVersion: Release.version, maximumBytes: maximumBytes, bookedBytes: reserved,
        centreCongestionControl: reply.congestionControl
      ) { usedBytes, isMeasured in
        // If the unused part cannot be returned, the full reservation stays booked.
        try? account.settle(
          reserved, usedBytes: usedBytes, isMeasured: isMeasured, at: reply.time)
        release()
      })
  }

  /// The same text for the same fault every night, without times or ports, so that an unchanged
  /// section is sent as a digest only.
  private static func reason(_ error: DeliveryError) -> String {
    switch error.code {
    case .unreachable: "the server could not be reached"
    case .timeout: "the server did not answer in time"
    case .busy: "the server was too busy"
    case .tls: "there was no trusted TLS connection to the server"
    case .notEnrolled: "this computer is not enrolled, so there is no server to measure against"
    default: error.message
    }
  }
}
