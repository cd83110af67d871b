import Cryptography
import FoundationEssentials
import Reporting

/// Changes this machine's key once a year.
public struct KeyRotation {
  static let ageSeconds = 365 * 86_400
  /// If the wall clock cannot be trusted, this many sequence numbers stand for a year of nights.
  static let ageInRequests = 400

  let lock: StateLock
  let centre: CentreAddress
  let clock: AgentClock

  public init(_ lock: StateLock, at centre: CentreAddress, clock: AgentClock = .system) {
    (self.lock, self.centre, self.clock) = (lock, centre, clock)
  }

  /// Requests a new key if the present one is a year old or an earlier request has not been
  /// answered. A failure leaves the present key in use.
  ///
  /// - Returns: the new key's id; nil if nothing was due.
  public func rotateIfDue(
    _ membership: Membership, over transport: any Transport
  ) throws(DeliveryError) -> String? {
    var change: KeyChange
    if let begun = try KeyChange.read(in: lock.directory), begun.reason == .rotation {
      change = begun
    } else {
      guard try isDue(membership.identity) else { return nil }
      change = KeyChange(
        .rotation, key: Ed25519.PrivateKey(), identity: membership.identity)
      try change.write(in: lock.directory)
    }
    let request = try AgentRequest.rotation(
      to: try change.signingKey(lock.directory), sequence: try SequenceCounter(lock).take(),
      by: membership.signing, at: centre, clock: clock)
    let reply = try transport.send(request)
    guard reply.status == 200 else { throw reply.failure(from: centre) }
    guard let said = try? JSONDecoder().decode(KeyRotationReply.self, from: reply.body),
      EnrolmentReply.isName(said.keyId)
    else {
      throw DeliveryError(
        .unexpectedReply, "\(centre) answered, but not with a key's name: check the address.")
    }
    try agree(to: said.keyId, &change)
    return said.keyId
  }

  /// The identity under a new key whose request was never answered: the centre may already hold
  /// that key and have dropped the old one.
  public func unansweredIdentity(_ membership: Membership) throws(DeliveryError) -> SigningIdentity?
  {
    guard let change = try KeyChange.read(in: lock.directory), change.reason == .rotation,
      let dot = membership.signing.keyId.lastIndex(of: "."),
      let number = Int(membership.signing.keyId[dot...].dropFirst()), 0..<1_000_000 ~= number
    else { return nil }
    return SigningIdentity(
      keyId: "\(membership.signing.keyId[..<dot]).\(number + 1)",
      key: try change.signingKey(lock.directory))
  }

  /// Takes the new key into use after a report signed with it was accepted.
  public func adopt(_ identity: SigningIdentity) throws(DeliveryError) {
    guard var change = try KeyChange.read(in: lock.directory) else { return }
    try agree(to: identity.keyId, &change)
  }

  private func agree(to keyId: String, _ change: inout KeyChange) throws(DeliveryError) {
    change.identity.registration?.keyId = keyId
    change.identity.keySince = clock.plausibleWallSeconds
    change.identity.keyFirstSequence = try SequenceCounter(lock).next()
    change.isAgreed = true
    try change.write(in: lock.directory)
    try change.install(lock)
  }

  /// Also records the start of a key whose age was unknown.
  private func isDue(_ identity: Identity) throws(DeliveryError) -> Bool {
    let next = try SequenceCounter(lock).next()
    var noted = identity
    if noted.keyFirstSequence == nil { noted.keyFirstSequence = next }
    if let now = clock.plausibleWallSeconds {
      // A start in the future was a clock's mistake.
      if noted.keySince.map({ $0 > now }) ?? true { noted.keySince = now }
    }
    if noted != identity { try noted.write(in: lock.directory) }
    if let now = clock.plausibleWallSeconds, let since = noted.keySince {
      return now - since >= Self.ageSeconds
    }
    return next - (noted.keyFirstSequence ?? next) >= Self.ageInRequests
  }
}

extension AgentClock {
  /// The wall clock, if its time is plausible.
  var plausibleWallSeconds: Int? {
    let seconds = wallSeconds()
    return WallClock.isPlausible(seconds) ? seconds : nil
  }
}
