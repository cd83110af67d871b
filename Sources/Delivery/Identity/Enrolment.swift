import Cryptography
import FoundationEssentials
public import Reporting

/// Enrols this machine at a centre.
///
/// Key and installation id are on disk before anything is sent: a reply that is lost on the way
/// costs nothing, because asking again with the same key gets the same machine. A computer that was
/// retired, or whose key was revoked or replaced, enrols under a new key (``KeyChange``).
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

  /// Enrols the machine. Spooled reports are then delivered under the resulting key; those recorded
  /// in another commune are quarantined, because they describe that office's line and accounts.
  ///
  /// - Parameter evidence: see ``IdentifierHashes``.
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

    func ask(with key: Ed25519.PrivateKey) throws(DeliveryError) -> IncomingReply {
      let body = EnrolmentRequest(
        token: token, publicKey: key.publicKey.rawRepresentation, installId: identity.installId,
        agentVersion: agentVersion, evidence: evidence)
      return try transport.send(
        try AgentRequest.enrolment(body, key: key, to: centre, clock: clock))
    }
    var answer = try ask(with: key)
    var change: KeyChange?
    let isOthers = Reenrolment.isNeeded(for: identity, evidence: evidence)
    var wantsNewKey = answer.wantsNewKey
    if isOthers, answer.status == 200 {
      // On a copied disk the key belongs to the other computer, which continues to use it.
      let said = try EnrolmentReply.read(answer, from: centre)
      wantsNewKey = said.machine == identity.registration?.machine
    }
    if wantsNewKey {
      // A pending key whose reply was lost may be known to the centre: then it costs no use of the
      // token. The centre may also refuse it by now.
      change = try KeyChange.read(in: directory).flatMap {
        Reenrolment.isNeeded(for: $0.identity, evidence: evidence) ? nil : $0
      }
      if let change {
        identity.installId = change.identity.installId
        answer = try ask(with: try change.signingKey(directory))
      }
      if change == nil || answer.wantsNewKey {
        if isOthers { identity.installId = UUID().uuidString.lowercased() }
        var new = KeyChange(.enrolment, key: Ed25519.PrivateKey(), identity: identity)
        new.identity.evidence = evidence
        try new.write(in: directory)
        answer = try ask(with: try new.signingKey(directory))
        change = new
      }
    }
    let reply = try EnrolmentReply.read(answer, from: centre)
    try setAside(of: identity.registration, by: reply)

    // A machine that the centre already knows continues counting; a new one starts where the centre
    // says.
    let sequence = SequenceCounter(lock)
    let known = identity.registration?.machine == reply.machine
    let isUnchanged =
      known && identity.server == centre.description
      && identity.registration?.commune == reply.commune
    let nextSequence = known ? max(try sequence.next(), reply.nextSeq) : reply.nextSeq
    identity.server = centre.description
    identity.certificateAuthority = certificateAuthority
    identity.allowPlaintext = allowPlaintext
    let former = identity.registration?.receiptKey
    identity.registration = reply
    // An earlier version of the same centre does not send the key.
    if known, reply.receiptKey == nil { identity.registration?.receiptKey = former }
    identity.evidence = evidence.isEmpty ? nil : evidence
    if !known || change != nil {
      identity.keySince = clock.plausibleWallSeconds
      identity.keyFirstSequence = nextSequence
    }
    if var change {
      identity.registration?.nextSeq = nextSequence
      change.reason = .enrolment
      change.identity = identity
      change.isAgreed = true
      try change.write(in: directory)
      try change.install(lock)
      try forgetFormer(directory)
      return reply
    }
    try sequence.set(nextSequence)
    if isUnchanged {
      try LastAcknowledgement.forgetSections(in: directory)
    } else {
      try LastAcknowledgement.remove(in: directory)
    }
    try identity.write(in: directory)
    try forgetFormer(directory)
    try DurableFile.remove(directory.keyChange)
    return reply
  }

  /// What blocked the former enrolment says nothing about this one.
  private func forgetFormer(_ directory: StateDirectory) throws(DeliveryError) {
    try DeliveryWait.remove(in: directory)
    LastFailure.remove(in: directory)
    KeptAuthority.removeOthers(than: certificateAuthority, in: directory)
  }

  /// Quarantines reports recorded in another commune, before the new identity is written: the next
  /// attempt completes what an interruption left.
  private func setAside(
    of former: EnrolmentReply?, by reply: EnrolmentReply
  ) throws(DeliveryError) {
    guard let former, former.commune != reply.commune else { return }
    let spool = try Spool(lock)
    for name in try spool.files() {
      try spool.quarantine(
        name, because: "recorded in commune \(former.commune), before commune \(reply.commune)")
    }
  }
}

extension IncomingReply {
  /// Whether the centre knows the requesting key and will never accept it again: the computer was
  /// retired, or the key revoked or replaced. Not in quarantine, which a new key would evade.
  fileprivate var wantsNewKey: Bool {
    status == 403 && ["machineRetired", "keyRevoked"].contains(problem?.code)
  }
}

extension EnrolmentReply {
  /// Parses a centre's reply, each field within bounds.
  ///
  /// - Throws: ``DeliveryError`` with the reason that the centre gave.
  public static func read(
    _ reply: IncomingReply, from centre: CentreAddress
  ) throws(DeliveryError) -> EnrolmentReply {
    // Only a problem document refuses: proxies answer with the same statuses, but without one.
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
