import Foundation
import Hummingbird
import InventoryStore
import Logging
import Reporting

/// `POST /agent/v1/enroll`: where a machine is let in.
struct EnrolmentRoutes<Context: CallerContext>: Sendable {
  static var maximumBytes: Int { 4 << 10 }

  let store: InventoryStore
  let gate: AgentGate
  /// Of refused ones, by address.
  let refusals: RateLimiter<String>
  let metrics: CentreMetrics
  let now: @Sendable () -> Date

  func add(to router: some RouterMethods<Context>) {
    router.post("/agent/v1/enroll") { request, context in
      try await metrics.enrolment {
        let signed = try await SignedRequest(request, tag: .enrolment, limit: Self.maximumBytes)
        return try await gate.pass { try await guarded(signed, context) }
      }
    }
  }

  /// Whoever was refused too often lately is not heard.
  private func guarded(_ signed: SignedRequest, _ context: Context) async throws -> Response {
    if let seconds = refusals.wait(context.caller, now: now()) {
      throw ServerError(
        .rateLimited,
        "Too many enrolments from this address were refused: check the token, try again later.",
        retryAfterSeconds: seconds)
    }
    do {
      return try await enrol(signed, context)
    } catch {
      if 400..<500 ~= ProblemMiddleware<Context>.problem(for: error).status {
        refusals.count(context.caller, now: now())
      }
      throw error
    }
  }

  /// The body names the public key that must have signed it: proof that the machine holds the
  /// private half. Nothing is decoded of a body whose digest is not covered by a signature.
  private func enrol(_ signed: SignedRequest, _ context: Context) async throws -> Response {
    guard let publicKey = Data(base64Encoded: signed.signature.keyId), publicKey.count == 32 else {
      throw ServerError(.signatureMalformed, "keyid is not an Ed25519 public key in base64.")
    }
    try signed.verify(publicKey: publicKey)
    let wanted: EnrolmentRequest
    do {
      _ = try ReportText(signed.body)
      wanted = try JSONDecoder().decode(EnrolmentRequest.self, from: signed.body)
    } catch {
      throw ServerError(.notJSON, "The enrolment cannot be read: use the agent of this version.")
    }
    guard wanted.publicKey == signed.signature.keyId else {
      throw ServerError(.signatureInvalid, "The body names another key than the one that signed.")
    }
    let reply = try await store.enrol(wanted, publicKey: publicKey, now: now())
    context.logger.info(
      "machine enrolled",
      metadata: ["machine": "\(reply.machine)", "commune": "\(reply.commune)"])
    return try JSONResponse.make(reply)
  }
}
