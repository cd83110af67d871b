import Cryptography
import FoundationEssentials
public import Reporting

/// Enrols this machine at a centre.
///
/// Key and installation id are on disk before anything is sent: a reply that is lost on the way
/// costs nothing, because asking again with the same key gets the same machine.
public struct Enrolment {
  let lock: StateLock
  let centre: CentreAddress
  let certificateAuthority: String?
  let allowPlaintext: Bool
  let agentVersion: String

  /// - Parameter certificateAuthority: an absolute path, which later runs use too.
  public init(
    _ lock: StateLock, at centre: CentreAddress, certificateAuthority: String? = nil,
    allowPlaintext: Bool = false, agentVersion: String
  ) {
    (self.lock, self.centre, self.certificateAuthority) = (lock, centre, certificateAuthority)
    (self.allowPlaintext, self.agentVersion) = (allowPlaintext, agentVersion)
  }

  /// - Parameter evidence: see ``Evidence``.
  /// - Throws: ``DeliveryError``; an enrolment at another centre then remains in force.
  public func enroll(
    token: String, evidence: [String: String], over transport: any Transport,
    clock: AgentClock = .system
  ) throws(DeliveryError) -> EnrolmentReply {
    let directory = lock.directory
    try KeyChange.finish(lock)
    let key = try KeyFile.readOrMake(in: directory)
    var identity =
      try Identity.read(in: directory)
      ?? Identity(installId: UUID().uuidString.lowercased())
    if identity.registration == nil {
      identity.server = centre.description
      try identity.write(in: directory)
    }

    let body = EnrolmentRequest(
      token: token, publicKey: key.publicKey.rawRepresentation, installId: identity.installId,
      agentVersion: agentVersion, evidence: evidence)
    let request = try AgentRequest.enrolment(body, key: key, to: centre, clock: clock)
    let reply = try EnrolmentReply.read(try transport.send(request), from: centre)

    // A machine that the centre already knows continues counting; a new one starts where the centre
    // says.
    let sequence = SequenceCounter(lock)
    let known = identity.registration?.machine == reply.machine
    try sequence.set(known ? max(try sequence.next(), reply.nextSeq) : reply.nextSeq)
    identity.server = centre.description
    identity.certificateAuthority = certificateAuthority
    identity.allowPlaintext = allowPlaintext
    let former = identity.registration?.receiptKey
    identity.registration = reply
    // An earlier version of the same centre does not send the key.
    if known, reply.receiptKey == nil { identity.registration?.receiptKey = former }
    identity.evidence = evidence.isEmpty ? nil : evidence
    if !known {
      identity.keySince = clock.plausibleWallSeconds
      identity.keyFirstSequence = reply.nextSeq
    }
    try LastAcknowledgement.remove(in: directory)
    try identity.write(in: directory)
    // What blocked the old enrolment says nothing about this one.
    try DeliveryWait.remove(in: directory)
    try DurableFile.remove(directory.keyChange)
    return reply
  }
}

extension EnrolmentReply {
  /// Parses a centre's reply, each field within bounds.
  ///
  /// - Throws: ``DeliveryError`` with the reason that the centre gave.
  public static func read(
    _ reply: IncomingReply, from centre: CentreAddress
  ) throws(DeliveryError) -> EnrolmentReply {
    // Only the centre's own words refuse; what lies in between has others.
    switch (reply.status, reply.problem != nil) {
    case (200, _): break
    case (401, true), (403, true):
      throw DeliveryError(
        .notAllowed, "\(centre) does not enrol this computer: \(reply.explanation)")
    case (400, true), (409, true), (413, true), (422, true):
      throw DeliveryError(
        .refused, "\(centre) does not accept this enrolment: \(reply.explanation)")
    default: throw reply.failure(from: centre)
    }
    guard var said = try? JSONDecoder().decode(EnrolmentReply.self, from: reply.body),
      isName(said.machine), isName(said.keyId), (try? CommuneCode(said.commune)) != nil,
      SequenceCounter.isPlausible(said.nextSeq, after: 0),
      said.receiptKey.map(BundleReceipt.isKey) ?? true
    else {
      throw DeliveryError(
        .unexpectedReply,
        "\(centre) answered, but not with an enrolment: check the server's address.")
    }
    said.communeName = PlainLine.of(said.communeName, limit: 100)
    said.provinceName = PlainLine.of(said.provinceName, limit: 100)
    return said
  }

  /// Whether `text` is printable ASCII that may appear in a quoted string of a header.
  static func isName(_ text: String) -> Bool {
    (1...128).contains(text.utf8.count)
      && text.utf8.allSatisfy { 0x21...0x7E ~= $0 && $0 != 0x22 && $0 != 0x5C }
  }
}
