import Cryptography
import Foundation
import Hummingbird
import InventoryStore
import Logging
import Reporting

/// `POST /agent/v1/keys`: a machine takes a new key. The request is signed by the old one and
/// carries the new one's signature: both halves are proven.
struct KeyRoutes<Context: CallerContext>: Sendable {
  static var maximumBytes: Int { 4 << 10 }

  let store: InventoryStore
  let limits: AgentLimits
  let now: @Sendable () -> Date

  func add(to router: some RouterMethods<Context>) {
    router.post("/agent/v1/keys") { request, context in
      try await SignedRequest.collecting(
        request, tag: .rotation, limit: Self.maximumBytes, within: limits.bodies,
        from: context.caller
      ) { signed in try await limits.gate.pass { try await rotate(signed, context) } }
    }
  }

  private func rotate(_ signed: SignedRequest, _ context: Context) async throws -> Response {
    guard let key = try await store.key(signed.signature.keyId) else {
      throw ServerError(
        .keyUnknown, "The centre does not know this machine's key: enrol the machine.")
    }
    if let seconds = limits.keys.wait(key.machine) {
      throw ServerError(
        .rateLimited, "This machine changes its key too often: keep the present one.",
        retryAfterSeconds: seconds)
    }
    try signed.verify(publicKey: key.publicKey, now: now())
    limits.keys.count(key.machine)
    let sequence = try signed.sequence()
    let wanted: KeyRotationRequest
    do {
      _ = try ReportText(signed.body)
      wanted = try JSONDecoder().decode(KeyRotationRequest.self, from: signed.body)
    } catch {
      throw ServerError(.notJSON, "The rotation cannot be read: use the agent of this version.")
    }
    guard let publicKey = Data(base64Encoded: wanted.publicKey), publicKey.count == 32,
      let proof = Data(base64Encoded: wanted.proof),
      let newKey = try? Ed25519.PublicKey(rawRepresentation: publicKey),
      newKey.isValidSignature(
        proof,
        for: KeyProof.rotation(keyId: signed.signature.keyId, publicKey: wanted.publicKey))
    else {
      throw InventoryError(
        .keyInvalid, "The new key did not sign for itself: make one anew and send its proof.")
    }
    let (keyId, until) = try await store.rotate(key, to: publicKey, sequence: sequence, now: now())
    context.logger.info(
      "key rotated", metadata: ["machine": "\(key.machineId)", "key": "\(keyId)"])
    return try JSONResponse.make(
      KeyRotationReply(keyId: keyId, previousUntil: until.formatted(.iso8601)))
  }
}
