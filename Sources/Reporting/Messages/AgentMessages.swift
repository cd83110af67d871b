public import FoundationEssentials

/// An agent's enrolment request: the body of `POST /agent/v1/enroll`.
public struct EnrolmentRequest: Codable, Sendable, Equatable {
  public var token: String
  /// Ed25519, 32 bytes, base64. The request is signed with its private half.
  public var publicKey: String
  /// Random, made once per installation.
  public var installId: String
  public var agentVersion: String
  /// Salted hashes of hardware identifiers by kind (`serial`, `uuid`, `mac`): evidence, never
  /// identity.
  public var evidence: [String: String]
  /// True for a machine that exists only in a simulator; shown wherever the machine is.
  public var simulated: Bool?
  /// If a machine enrols again because its hardware changed: the key id it had, and that key's
  /// signature over ``KeyProof/reenrolment(previousKeyId:publicKey:)``, base64. The token is then
  /// "".
  public var previousKeyId: String?
  public var previousProof: String?
  /// The commune that the token was issued for, if the machine knows it: a token for another one is
  /// then refused.
  public var commune: String?

  public init(
    token: String, publicKey: Data, installId: String, agentVersion: String,
    evidence: [String: String] = [:], simulated: Bool = false,
    previousKeyId: String? = nil, previousProof: Data? = nil, commune: String? = nil
  ) {
    self.token = token
    self.publicKey = publicKey.base64EncodedString()
    (self.installId, self.agentVersion, self.evidence) = (installId, agentVersion, evidence)
    self.simulated = simulated ? true : nil
    self.previousKeyId = previousKeyId
    self.previousProof = previousProof?.base64EncodedString()
    self.commune = commune
  }
}

/// The centre's answer to an enrolment.
public struct EnrolmentReply: Codable, Sendable, Equatable {
  public var machine: String
  /// The key id that the agent signs with: `<machine>.<n>`.
  public var keyId: String
  public var commune, communeName, provinceName: String
  /// The lowest sequence number that the centre will accept next.
  public var nextSeq: Int
  /// The key with which the centre signs bundle receipts: Ed25519, 32 bytes, base64. nil from a
  /// centre older than signed receipts.
  public var receiptKey: String?

  public init(
    machine: String, keyId: String, commune: String, communeName: String, provinceName: String,
    nextSeq: Int, receiptKey: String? = nil
  ) {
    (self.machine, self.keyId, self.commune) = (machine, keyId, commune)
    (self.communeName, self.provinceName) = (communeName, provinceName)
    (self.nextSeq, self.receiptKey) = (nextSeq, receiptKey)
  }
}

/// The centre's answer to a report that it now holds on disk.
public struct Acknowledgement: Codable, Sendable, Equatable {
  public enum Status: String, Codable, Sendable { case stored, duplicate }
  public var status: Status
  public var report: String
  /// The digests that the centre holds for this machine now, by probe.
  public var sections: [String: String]
  /// As in ``EnrolmentReply/receiptKey``, for agents that enrolled before replies contained it.
  public var receiptKey: String?

  public init(
    status: Status, report: String, sections: [String: String], receiptKey: String? = nil
  ) {
    (self.status, self.report) = (status, report)
    (self.sections, self.receiptKey) = (sections, receiptKey)
  }
}

/// An error reply: `application/problem+json` (RFC 9457) with a stable code.
public struct Problem: Codable, Sendable, Equatable {
  public var type = "about:blank"
  public var title: String
  public var status: Int
  /// Stable, for programs: `tokenExpired`, `signatureInvalid`, …
  public var code: String
  /// The problem, then what to do.
  public var detail: String
  /// With 409: the lowest sequence number that will be accepted.
  public var nextSeq: Int?
  /// With `sectionsWanted`: the sections to send in full.
  public var sections: [String]?

  public init(
    title: String, status: Int, code: String, detail: String, nextSeq: Int? = nil,
    sections: [String]? = nil
  ) {
    (self.title, self.status, self.code, self.detail) = (title, status, code, detail)
    (self.nextSeq, self.sections) = (nextSeq, sections)
  }
}
