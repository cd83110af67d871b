public import Cryptography
public import FoundationEssentials
public import Reporting

/// A machine's signing key and its key id.
public struct SigningIdentity: Sendable {
  public let keyId: String
  public let key: Ed25519.PrivateKey

  public init(keyId: String, key: Ed25519.PrivateKey) {
    self.keyId = keyId
    self.key = key
  }
}

/// Builds the signed requests of an agent.
public enum AgentRequest {
  /// Maximum size of an enrolment, in bytes.
  static let maximumEnrolment = 4096

  /// `POST /agent/v1/enroll`, signed by the key that it registers.
  ///
  /// - Throws: ``DeliveryError`` with code `refused` if the enrolment is too long to be accepted.
  public static func enrolment(
    _ enrolment: EnrolmentRequest, key: Ed25519.PrivateKey, to centre: CentreAddress,
    clock: AgentClock
  ) throws(DeliveryError) -> OutgoingRequest {
    guard let body = try? CanonicalJSON.encode(enrolment), body.count <= maximumEnrolment else {
      throw DeliveryError(
        .refused, "The enrolment is larger than \(maximumEnrolment) bytes: check the token.")
    }
    return try signed(
      "/agent/v1/enroll", fields: [], body: body, tag: .enrolment,
      by: SigningIdentity(keyId: enrolment.publicKey, key: key), to: centre, clock: clock)
  }

  /// `POST /agent/v1/reports`.
  ///
  /// - Parameter body: the delta to send instead of the whole report, if any.
  public static func report(
    _ report: SpooledReport, body: Data? = nil, sequence: Int, by identity: SigningIdentity,
    to centre: CentreAddress, clock: AgentClock
  ) throws(DeliveryError) -> OutgoingRequest {
    var fields = [
      ("content-encoding", "gzip"), ("report-id", report.id), ("agent-seq", String(sequence)),
    ]
    if let boot = clock.boot() { fields.append(("agent-boot", boot.field)) }
    return try signed(
      "/agent/v1/reports", fields: fields, body: try Gzip.compress(body ?? report.body),
      tag: .report, by: identity, to: centre, clock: clock)
  }

  /// `POST /agent/v1/keys`, signed by the old key.
  ///
  /// - Parameter new: the new key.
  public static func rotation(
    to new: Ed25519.PrivateKey, sequence: Int, by identity: SigningIdentity,
    at centre: CentreAddress, clock: AgentClock
  ) throws(DeliveryError) -> OutgoingRequest {
    let publicKey = new.publicKey.rawRepresentation
    let statement = KeyProof.rotation(
      keyId: identity.keyId, publicKey: publicKey.base64EncodedString())
    let proof = new.signature(for: statement)
    guard
      let body = try? CanonicalJSON.encode(KeyRotationRequest(publicKey: publicKey, proof: proof))
    else { throw DeliveryError(.configuration, "Cannot sign with this computer's new key.") }
    return try signed(
      "/agent/v1/keys", fields: [("agent-seq", String(sequence))], body: body, tag: .rotation,
      by: identity, to: centre, clock: clock)
  }

  static func signed(
    _ path: String, fields: [(name: String, value: String)], body: Data,
    tag: MessageSignature.Tag, by identity: SigningIdentity, to centre: CentreAddress,
    clock: AgentClock
  ) throws(DeliveryError) -> OutgoingRequest {
    var fields = fields
    fields.append(("content-type", "application/json"))
    fields.append(("content-digest", ContentDigest.field(for: body)))
    let components = RequestComponents(
      method: "POST", authority: centre.authority, path: path, fields: RequestFields(fields))
    let optional = ["content-encoding", "agent-boot"].filter { components.fields[$0] != nil }
    do {
      let (input, signature) = try MessageSignature.sign(
        components, covering: MessageSignature.required(for: tag) + optional,
        created: clock.wallSeconds(), keyId: identity.keyId, tag: tag, with: identity.key)
      fields.append(("signature-input", input))
      fields.append(("signature", signature))
    } catch {
      throw DeliveryError(.configuration, "Cannot sign for \(centre): \(error)")
    }
    return OutgoingRequest(method: "POST", path: path, fields: fields, body: body)
  }
}
