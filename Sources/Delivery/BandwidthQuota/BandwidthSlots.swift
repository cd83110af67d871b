import FoundationEssentials
public import Reporting

/// Requests slots for measuring the line from the centre, and releases them.
public struct BandwidthSlots {
  let transport: any Transport
  let centre: CentreAddress
  let identity: SigningIdentity
  let clock: AgentClock

  public init(
    transport: any Transport, centre: CentreAddress, identity: SigningIdentity,
    clock: AgentClock = .system
  ) {
    (self.transport, self.centre, self.identity, self.clock) = (transport, centre, identity, clock)
  }

  /// Maximum payload in each direction, in bytes, whatever the centre grants.
  static let maximumBytes = 40_000_000

  /// - Returns: the centre's answer, granted or not, cut to our own bounds.
  /// - Throws: ``DeliveryError``; `unexpectedReply` also if the centre cannot measure.
  public func lease() throws(DeliveryError) -> BandwidthSlotReply {
    var reply = try send(BandwidthSlotRequest())
    // A slot without its terms, or with absurd ones, is not an answer of the centre.
    guard
      !reply.granted
        || (reply.slot.map { 1...64 ~= $0.utf8.count && $0.utf8.allSatisfy(Self.isPlain) } ?? false
          && 1...3600 ~= reply.seconds ?? 0 && 1...1_000_000_000 ~= reply.maximumBytes ?? 0)
    else {
      throw DeliveryError(.unexpectedReply, "\(centre) granted a slot without its terms.")
    }
    guard !reply.granted || Self.time(reply.time) != nil else {
      throw DeliveryError(
        .unexpectedReply,
        "\(centre) says a time that cannot be (\(PlainLine.of(reply.time, limit: 40))): set its clock."
      )
    }
    reply.maximumBytes = reply.maximumBytes.map { min($0, Self.maximumBytes) }
    reply.retryAfterSeconds = reply.retryAfterSeconds.map { min(max($0, 1), 86_400) }
    reply.congestionControl = reply.congestionControl.flatMap(Self.kernelName)
    return reply
  }

  /// Parses `2026-11-28T17:00:00Z`; nil for any other form and for implausible times.
  static func time(_ text: String) -> Date? {
    let shape = Array("dddd-dd-ddTdd:dd:ddZ".utf8)
    let bytes = Array(text.utf8.prefix(shape.count + 1))
    guard bytes.count == shape.count,
      zip(bytes, shape).allSatisfy({
        $1 == UInt8(ascii: "d") ? 48...57 ~= $0 : $0 == $1
      }),
      let date = try? Date(text, strategy: .iso8601),
      WallClock.isPlausible(Int(date.timeIntervalSince1970))
    else { return nil }
    return date
  }

  /// The name if the kernel could have one like it, of at most 15 bytes; otherwise nil.
  private static func kernelName(_ text: String) -> String? {
    let isName =
      1...15 ~= text.utf8.count
      && text.utf8.allSatisfy {
        (48...57).contains($0) || (97...122).contains($0) || $0 == 0x5F || $0 == 0x2D
      }
    return isName ? text : nil
  }

  /// Releases a slot for others; one that cannot be released expires by itself.
  public func release(_ slot: String) throws(DeliveryError) {
    _ = try send(BandwidthSlotRequest(release: slot))
  }

  private func send(
    _ wanted: BandwidthSlotRequest
  ) throws(DeliveryError) -> BandwidthSlotReply {
    let request = try AgentRequest.bandwidth(wanted, by: identity, to: centre, clock: clock)
    let reply = try transport.send(request)
    guard reply.status != 404 else {
      throw DeliveryError(
        .unexpectedReply, "\(centre) runs an older version that cannot measure the line: update it."
      )
    }
    guard reply.status == 200 else { throw reply.failure(from: centre) }
    guard let said = try? JSONDecoder().decode(BandwidthSlotReply.self, from: reply.body) else {
      throw DeliveryError(
        .unexpectedReply, "\(centre) did not answer like the central server: check the address.")
    }
    return said
  }

  /// Whether a byte is a letter, a digit or used by base64: a slot becomes a header field.
  private static func isPlain(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
      || "-_+/=".utf8.contains(byte)
  }
}

extension AgentRequest {
  /// `POST /agent/v1/bandwidth/slots`.
  public static func bandwidth(
    _ wanted: BandwidthSlotRequest, by identity: SigningIdentity, to centre: CentreAddress,
    clock: AgentClock
  ) throws(DeliveryError) -> OutgoingRequest {
    guard let body = try? CanonicalJSON.encode(wanted) else {
      throw DeliveryError(.input, "The request for a slot cannot be written.")
    }
    return try signed(
      "/agent/v1/bandwidth/slots", fields: [], body: body, tag: .bandwidth, by: identity,
      to: centre, clock: clock)
  }
}
