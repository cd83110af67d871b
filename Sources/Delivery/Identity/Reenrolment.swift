import Cryptography
import FoundationEssentials
public import Reporting

/// Recognises a copied disk in another computer, and enrols that computer again.
///
/// Two computers under one key would overwrite each other's reports. If two of three hardware
/// identifiers differ from those at enrolment, this is another computer: it gets a key of its own,
/// and the centre decides what it is.
public struct Reenrolment {
  /// Number of differing identifiers that make it another computer.
  static let threshold = 2

  let lock: StateLock
  let centre: CentreAddress
  let agentVersion: String
  let clock: AgentClock

  public init(
    _ lock: StateLock, at centre: CentreAddress, agentVersion: String,
    clock: AgentClock = .system
  ) {
    (self.lock, self.centre, self.agentVersion, self.clock) = (lock, centre, agentVersion, clock)
  }

  /// Whether `evidence` belongs to a computer other than the enrolled one. An identifier that
  /// cannot be read counts as unchanged.
  public static func isNeeded(for identity: Identity, evidence: [String: String]) -> Bool {
    guard let enrolled = identity.evidence else { return false }
    return enrolled.count { kind, hash in evidence[kind].map { $0 != hash } ?? false } >= threshold
  }

  /// Records the evidence of a machine that was enrolled before evidence was kept.
  public static func note(
    _ evidence: [String: String], of identity: Identity, _ lock: StateLock
  ) throws(DeliveryError) {
    guard identity.evidence == nil, !evidence.isEmpty else { return }
    var identity = identity
    identity.evidence = evidence
    try identity.write(in: lock.directory)
  }

  /// Enrols under a new key, which the old one vouches for. The old key is kept beside it, and the
  /// spool as it is.
  ///
  /// - Throws: ``DeliveryError``; the old key must then not be used, and the next run asks again.
  public func enroll(
    _ membership: Membership, evidence: [String: String], over transport: any Transport
  ) throws(DeliveryError) -> EnrolmentReply {
    var change: KeyChange
    if let begun = try KeyChange.read(in: lock.directory), begun.reason == .reenrolment,
      begun.identity.evidence == evidence
    {
      change = begun
    } else {
      var identity = membership.identity
      // An id of its own: otherwise both would report at the same second of every night.
      identity.installId = UUID().uuidString.lowercased()
      identity.evidence = evidence
      change = KeyChange(
        .reenrolment, key: Ed25519.PrivateKey(), identity: identity)
      try change.write(in: lock.directory)
    }
    let key = try change.signingKey(lock.directory)
    let publicKey = key.publicKey.rawRepresentation
    let statement = KeyProof.reenrolment(
      previousKeyId: membership.signing.keyId, publicKey: publicKey.base64EncodedString())
    let proof = membership.signing.key.signature(for: statement)
    let body = EnrolmentRequest(
      token: "", publicKey: publicKey, installId: change.identity.installId,
      agentVersion: agentVersion, evidence: evidence,
      previousKeyId: membership.signing.keyId, previousProof: proof)
    let request = try AgentRequest.enrolment(body, key: key, to: centre, clock: clock)
    let reply = try EnrolmentReply.read(try transport.send(request), from: centre)
    change.identity.registration = reply
    // It is the same centre, even if an earlier version of it answers.
    if reply.receiptKey == nil {
      change.identity.registration?.receiptKey = membership.registration.receiptKey
    }
    change.identity.keySince = clock.plausibleWallSeconds
    change.identity.keyFirstSequence = reply.nextSeq
    change.isAgreed = true
    try change.write(in: lock.directory)
    try change.install(lock)
    return reply
  }
}
