import Cryptography
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Reporting

/// A complete request of an agent with its body; its signature is parsed but not yet verified.
struct SignedRequest {
  let components: RequestComponents
  let signature: ReceivedSignature
  let body: Data

  /// Collects the request, with at most `limit` bytes of body, and passes it to `work`.
  ///
  /// - Throws: ``ServerError`` with `bodyTooLarge`, `requestMalformed`, `signatureMalformed` or
  ///   `busy`; whatever `work` throws.
  static func collecting<Value>(
    _ request: Request, tag: MessageSignature.Tag, limit: Int, within budget: BodyBudget,
    from address: String, _ work: (SignedRequest) async throws -> Value
  ) async throws -> Value {
    let components = try components(of: request)
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
      throw tooLarge(limit)
    }
    // Malformed signatures are refused before the body is received.
    let signature = try signature(in: components, tag: tag)
    do {
      return try await budget.collecting(request.body, upTo: limit, from: address) { body in
        try await work(
          SignedRequest(
            components: components, signature: signature, body: Data(body.readableBytesView)))
      }
    } catch is NIOTooManyBytesError {
      throw tooLarge(limit)
    }
  }

  /// A request whose body has been received.
  ///
  /// - Throws: ``ServerError`` with `signatureMalformed`.
  init(_ components: RequestComponents, body: Data, tag: MessageSignature.Tag) throws {
    self.init(
      components: components, signature: try Self.signature(in: components, tag: tag), body: body)
  }

  private init(components: RequestComponents, signature: ReceivedSignature, body: Data) {
    (self.components, self.signature, self.body) = (components, signature, body)
  }

  private static func signature(
    in components: RequestComponents, tag: MessageSignature.Tag
  ) throws -> ReceivedSignature {
    guard let input = components.fields["signature-input"],
      let value = components.fields["signature"]
    else {
      throw ServerError(.signatureMalformed, "The request is not signed: use commune-probe.")
    }
    do {
      return try ReceivedSignature(signatureInput: input, signature: value, tag: tag)
    } catch {
      throw ServerError(.signatureMalformed, "\(error).")
    }
  }

  /// Checks the body against its digest, and the request's signature against `publicKey`.
  ///
  /// - Throws: ``ServerError`` with `digestMismatch`, `signatureInvalid` or `signatureExpired`.
  func verify(publicKey: Data, now: Date) throws {
    guard let digest = components.fields["content-digest"],
      ContentDigest.matches(digest, body: body)
    else {
      throw ServerError(
        .digestMismatch, "The body does not match its Content-Digest: it was changed in transit.")
    }
    guard let key = try? Ed25519.PublicKey(rawRepresentation: publicKey),
      (try? signature.verify(components, with: key)) != nil
    else {
      throw ServerError(
        .signatureInvalid,
        "The signature does not match the computer's key: the identity may have been copied or damaged."
      )
    }
    guard !signature.hasExpired(at: Int(now.timeIntervalSince1970)) else {
      throw ServerError(
        .signatureExpired, "The signature has expired by its own word: sign the request anew.")
    }
  }

  /// A field that the signature covers; nil if it is missing or not covered.
  func covered(_ name: String) -> String? {
    signature.covered.contains(name) ? components.fields[name] : nil
  }

  /// The signed report id and sequence.
  ///
  /// - Throws: ``ServerError`` with `requestMalformed`.
  func reportNumbers() throws -> (id: UUID, sequence: Int) {
    guard let text = covered("report-id"), let id = UUID(digits: text) else {
      throw ServerError(.requestMalformed, "Report-Id is not a UUID.")
    }
    return (id, try sequence())
  }

  /// - Throws: ``ServerError`` with `requestMalformed`.
  func sequence() throws -> Int {
    guard let digits = covered("agent-seq"), let sequence = Int(digits),
      ReportSequence.isPlausible(sequence),
      String(sequence) == digits
    else {
      throw ServerError(.requestMalformed, "Agent-Seq is not a positive whole number.")
    }
    return sequence
  }

  /// The body as JSON, once the signature is verified.
  ///
  /// - Parameter what: The beginning of the refusal, such as `The enrolment`.
  /// - Throws: ``ServerError`` with `notJSON`.
  func decoded<Value: Decodable>(_ type: Value.Type, _ what: String) throws -> Value {
    do {
      _ = try ReportText(body)
      return try JSONDecoder().decode(type, from: body)
    } catch {
      throw ServerError(.notJSON, "\(what) cannot be read: use an agent of the same version.")
    }
  }

  private static func tooLarge(_ limit: Int) -> ServerError {
    ServerError(.bodyTooLarge, "The body is larger than \(limit >> 10) KiB: it is rejected.")
  }

  private static func components(of request: Request) throws -> RequestComponents {
    guard let authority = request.head.authority, !authority.isEmpty else {
      throw ServerError(.requestMalformed, "The request has no Host header.")
    }
    var fields = RequestFields()
    for field in request.headers {
      let name = field.name.canonicalName
      guard !fields.insert(name, field.value) else { continue }
      // A structured field keeps the last of two equal names, but a request has only one signature.
      guard !name.hasPrefix("signature") else {
        throw ServerError(.signatureMalformed, "The field \(name) occurs twice.")
      }
      fields[name] = fields[name].map { "\($0), \(field.value)" }
    }
    let target = request.head.path ?? "/"
    let path = target.utf8.prefix { $0 != UInt8(ascii: "?") }
    return RequestComponents(
      method: request.method.rawValue, authority: authority, path: String(Substring(path)),
      query: String(target[path.endIndex...]), fields: fields)
  }
}
