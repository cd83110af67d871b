import Foundation
import Hummingbird
import InventoryStore
import Logging
import Reporting

/// `POST /agent/v1/enroll`: enrols a machine.
struct EnrolmentRoutes<Context: CallerContext>: Sendable {
  static var maximumBytes: Int { 4 << 10 }

  let authenticator: AgentAuthenticator
  let metrics: CentreMetrics

  private var store: InventoryStore { authenticator.store }
  private var limits: AgentLimits { authenticator.limits }

  func add(to router: some RouterMethods<Context>) {
    router.post("/agent/v1/enroll") { request, context in
      try await metrics.enrolment {
        try await authenticator.receive(
          request, .enrolment, maximumBytes: Self.maximumBytes, from: context.caller
        ) { signed in try await guarded(signed, context) }
      }
    }
  }

  /// An address with too many recent refusals is served only if the enrolment would succeed:
  /// strangers behind the same address must not lock out a machine with a valid token.
  private func guarded(_ signed: SignedRequest, _ context: Context) async throws -> Response {
    let wait = limits.refusedEnrolments.wait(context.caller)
    var asksForItself = false
    do {
      let (wanted, publicKey) = try signed.enrolment(now: authenticator.now())
      asksForItself = wanted.previousKeyId == nil
      if let wait,
        try await !store.enrolments.mayEnrol(wanted, publicKey: publicKey, now: authenticator.now())
      {
        throw tooOften(wait)
      }
      return try await enrol(wanted, publicKey, context)
    } catch let error as InventoryError
      where asksForItself && InventoryStore.Enrolments.newKeyWanted.contains(error.code)
    {
      // Neither limited nor counted: only the holder of a machine's key gets this answer, so it is
      // not a guess. The agent then enrols with a new key.
      throw error
    } catch {
      if let wait { throw (error as? ServerError)?.code == .busy ? error : tooOften(wait) }
      if 400..<500 ~= ProblemMiddleware<Context>.problem(for: error).status {
        limits.refusedEnrolments.count(context.caller)
      }
      throw error
    }
  }

  private func tooOften(_ seconds: Int) -> ServerError {
    ServerError(
      .rateLimited,
      "Too many enrolments from this address were rejected: check the token and try again later.",
      retryAfterSeconds: seconds)
  }

  private func enrol(
    _ wanted: EnrolmentRequest, _ publicKey: Data, _ context: Context
  ) async throws -> Response {
    let reply = try await store.enrolments.enrol(
      wanted, publicKey: publicKey, now: authenticator.now())
    context.logger.info(
      "machine enrolled",
      metadata: ["machine": "\(reply.machine)", "commune": "\(reply.commune)"])
    return try JSONResponse.make(reply)
  }
}
