public import Cryptography
import FoundationEssentials
import RawStructuredFieldValues

/// HTTP message signatures (RFC 9421) with Ed25519: every request of an agent carries one.
public enum MessageSignature {
  public enum Tag: String, Sendable {
    case report = "commune-report"
    case enrolment = "commune-enrolment"
    case rotation = "commune-rotation"
    case bandwidth = "commune-bandwidth"
  }

  /// The components that a signature must cover.
  public static func required(for tag: Tag) -> [String] {
    switch tag {
    case .report: ofReports
    case .rotation: ofRotations
    case .enrolment, .bandwidth: ofAll
    }
  }

  private static let ofAll = ["@method", "@authority", "@path", "content-type", "content-digest"]
  private static let ofReports = ofAll + ["report-id", "agent-seq"]
  private static let ofRotations = ofAll + ["agent-seq"]

  static let label = "s"

  /// The fields `Signature-Input` and `Signature` for a request.
  ///
  /// - Parameters:
  ///   - covering: component names; the request must have each.
  ///   - created: seconds since 1970 by the signer's clock; used only to measure skew.
  ///   - expires: likewise, when the signature ceases to count. Agents leave it out.
  /// - Throws: ``MessageSignatureError`` if a covered component is missing.
  public static func sign(
    _ request: RequestComponents, covering components: [String], created: Int,
    expires: Int? = nil, keyId: String, tag: Tag, with key: Ed25519.PrivateKey
  ) throws -> (signatureInput: String, signature: String) {
    let parameters = try SignatureParameters(
      components: components,
      parameters: [
        ("created", .integer(Int64(created)))
      ] + (expires.map { [("expires", .integer(Int64($0)))] } ?? []) + [
        ("keyid", .string(keyId)), ("alg", .string("ed25519")), ("tag", .string(tag.rawValue)),
      ])
    let signature = key.signature(for: try parameters.base(of: request))
    return (
      "\(label)=\(parameters.text)",
      "\(label)=:\(signature.base64EncodedString()):"
    )
  }
}

/// A received signature: parsed, not yet verified.
public struct ReceivedSignature: Sendable {
  /// `<machine>.<n>` for a report or a rotation, the public key itself for an enrolment.
  public let keyId: String
  /// Seconds since 1970 by the signer's clock.
  public let created: Int
  /// Expiry, likewise; nil if not sent. Agents send none because their clocks are often wrong; one
  /// that is sent is enforced.
  public let expires: Int?
  /// The covered component names.
  public var covered: [String] { parameters.components }
  let parameters: SignatureParameters
  let signature: Data

  /// Reads `Signature-Input` and `Signature`. They must contain exactly one signature, made with
  /// `ed25519`, tagged `tag`, over everything in ``MessageSignature/required(for:)``.
  ///
  /// - Throws: ``MessageSignatureError``, which repeats nothing of what was sent at length.
  public init(
    signatureInput: String, signature: String, tag: MessageSignature.Tag
  ) throws(MessageSignatureError) {
    let input = try Self.parameters(signatureInput)
    let value = try Self.bytes(signature)
    guard input.label == value.label, let bytes = Data(base64Encoded: value.base64) else {
      throw Self.mismatch
    }
    parameters = input.parameters
    self.signature = bytes

    guard parameters.string("alg") == "ed25519" else { throw .malformed("alg is not ed25519") }
    guard parameters.string("tag") == tag.rawValue else {
      throw .malformed("tag is not \(tag.rawValue)")
    }
    guard let keyId = parameters.string("keyid"), keyId.utf8.count <= 128 else {
      throw .malformed("keyid is missing")
    }
    guard let created = parameters.integer("created") else {
      throw .malformed("created is missing")
    }
    guard !parameters.has("expires") || parameters.integer("expires") != nil else {
      throw .malformed("expires is not a whole number")
    }
    for name in MessageSignature.required(for: tag) where !parameters.components.contains(name) {
      throw .malformed("\"\(name)\" is not covered")
    }
    self.keyId = keyId
    self.created = created
    expires = parameters.integer("expires")
  }

  /// Whether it no longer counts (RFC 9421, section 2.3): it expired before it was created, or
  /// before `now`, seconds since 1970 by the receiver's clock.
  public func hasExpired(at now: Int) -> Bool {
    expires.map { $0 <= created || $0 <= now } ?? false
  }

  /// - Throws: ``MessageSignatureError/invalid`` if `key` did not sign `request` with it.
  public func verify(
    _ request: RequestComponents, with key: Ed25519.PublicKey
  ) throws(MessageSignatureError) {
    let base = try parameters.base(of: request)
    guard key.isValidSignature(signature, for: base) else { throw .invalid }
  }

  private static let mismatch = MessageSignatureError.malformed(
    "Signature-Input and Signature do not name the same signature")

  /// The only member of `Signature-Input`.
  private static func parameters(
    _ field: String
  ) throws(MessageSignatureError) -> (label: String, parameters: SignatureParameters) {
    if field.utf8.count <= maximumBytes, let plain = SignatureParameters.plain(field) {
      return plain
    }
    let (label, value) = try onlyMember(of: field, "Signature-Input")
    guard case .innerList(let list) = value else { throw mismatch }
    return (label, try SignatureParameters(list))
  }

  /// The only member of `Signature`.
  private static func bytes(
    _ field: String
  ) throws(MessageSignatureError) -> (label: String, base64: String) {
    let plain = PlainFieldScanner.read(field) { scanner in
      scanner.key().flatMap { label in
        scanner.skip("=") ? scanner.byteSequence().map { (label: label, base64: $0) } : nil
      }
    }
    if field.utf8.count <= maximumBytes, let plain { return plain }
    let (label, value) = try onlyMember(of: field, "Signature")
    guard case .item(let item) = value,
      case .undecodedByteSequence(let base64) = item.rfc9651BareItem
    else { throw mismatch }
    return (label, base64)
  }

  /// Maximum size of either field, in bytes.
  private static let maximumBytes = 2048

  private static func dictionary(
    _ field: String, _ name: String
  ) throws(MessageSignatureError) -> OrderedMap<String, ItemOrInnerList> {
    var parser = StructuredFieldValueParser(Array(field.utf8))
    guard field.utf8.count <= maximumBytes, let members = try? parser.parseDictionaryFieldValue()
    else {
      throw .malformed("\(name) is not a structured dictionary")
    }
    return members
  }

  private static func onlyMember(
    of field: String, _ name: String
  ) throws(MessageSignatureError) -> (String, ItemOrInnerList) {
    let members = try dictionary(field, name)
    guard let only = members.first, members.count == 1 else {
      throw .malformed("\(name) must have one member")
    }
    return only
  }
}

/// Why a signature was rejected.
public enum MessageSignatureError: Error, Equatable, Sendable, CustomStringConvertible {
  /// It cannot be parsed, or covers too little.
  case malformed(String)
  /// It is well formed but does not verify.
  case invalid

  public var description: String {
    switch self {
    case .malformed(let what): "the signature cannot be used: \(what)"
    case .invalid: "the signature does not match the request and the key"
    }
  }
}
