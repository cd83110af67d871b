import Foundation
import Hummingbird
import InventoryStore
import Reporting

/// Verifies the signed requests of agents, always in the same order.
///
/// The order is the defence, from the cheapest check to the most expensive: declared size, form of
/// the signature, memory for the body, a free place, the machine's key, its rate, the digest and
/// the signature. Only then is a body decoded, so zlib and JSON see nothing that no machine has
/// signed.
struct AgentAuthenticator: Sendable {
  let store: InventoryStore
  let limits: AgentLimits
  let now: @Sendable () -> Date

  /// How often a machine may send one kind of request.
  struct Rate: Sendable {
    let limiter: RateLimiter<Int64>
    /// The message of the refusal:
    /// `This computer reports too often: keep the report and try later.`
    let refusal: String
  }

  /// Receives a request and runs `work` as soon as a place is free. The request's signature is well
  /// formed but not yet verified.
  ///
  /// - Parameter maximumBytes: The limit of the body.
  /// - Throws: ``ServerError`` with `bodyTooLarge`, `requestMalformed`, `signatureMalformed` or
  ///   `busy`; whatever `work` throws.
  func receive<Value>(
    _ request: Request, _ tag: MessageSignature.Tag, maximumBytes: Int, from address: String,
    _ work: (SignedRequest) async throws -> Value
  ) async throws -> Value {
    try await SignedRequest.collecting(
      request, tag: tag, limit: maximumBytes, within: limits.bodies, from: address
    ) { signed in
      try await limits.requests.run { try await work(signed) }
    }
  }

  /// Runs `work` with a request that an enrolled machine has signed.
  ///
  /// - Parameter rate: Counts only requests that the machine signed: otherwise others could use it
  ///   up. nil if requests beyond the rate are answered rather than refused.
  /// - Throws: ``ServerError`` as ``receive(_:_:maximumBytes:from:_:)``, and with `keyUnknown`,
  ///   `rateLimited`, `digestMismatch`, `signatureInvalid` or `signatureExpired`; whatever `work`
  ///   throws.
  func authenticate<Value>(
    _ request: Request, _ tag: MessageSignature.Tag, maximumBytes: Int, from address: String,
    rate: Rate?, _ work: (SignedRequest, MachineKey) async throws -> Value
  ) async throws -> Value {
    try await receive(request, tag, maximumBytes: maximumBytes, from: address) { signed in
      guard let key = try await store.keys.key(signed.signature.keyId) else {
        throw ServerError(
          .keyUnknown, "The server does not know this computer's key: enrol the computer.")
      }
      if let rate, let seconds = rate.limiter.wait(key.machine) {
        throw ServerError(.rateLimited, rate.refusal, retryAfterSeconds: seconds)
      }
      try signed.verify(publicKey: key.publicKey, now: now())
      rate?.limiter.count(key.machine)
      return try await work(signed, key)
    }
  }
}
