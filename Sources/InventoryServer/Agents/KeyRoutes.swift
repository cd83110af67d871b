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
      ) { signed in try await limits.requests.run { try await rotate(signed, context) } }
    }
  }

  private func rotate(_ signed: SignedRequest, _ context: Context) async throws -> Response {
    guard let key = try await store.key(signed.signature.keyId) else {
      throw ServerError(
        .keyUnknown, "The server does not know this computer's key: enrol the computer.")
    }
    if let seconds = limits.keys.wait(key.machine) {
      throw ServerError(
        .rateLimited, "This computer changes its key too often: keep the current one.",
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
      throw ServerError(
        .notJSON, "The key change cannot be read: use an agent of the same version.")
    }
    guard let publicKey = Data(base64Encoded: wanted.publicKey), publicKey.count == 32,
      let proof = Data(base64Encoded: wanted.proof),
      let newKey = try? Ed25519.PublicKey(rawRepresentation: publicKey),
      newKey.isValidSignature(
        proof,
        for: KeyProof.rotation(keyId: signed.signature.keyId, publicKey: wanted.publicKey))
    else {
      throw InventoryError(
        .keyInvalid,
        "The new key's proof of possession is missing or wrong: create a new key and send its proof."
      )
    }
    let (keyId, until) = try await store.rotate(key, to: publicKey, sequence: sequence, now: now())
    context.logger.info(
      "key rotated", metadata: ["machine": "\(key.machineId)", "key": "\(keyId)"])
    return try JSONResponse.make(
      KeyRotationReply(keyId: keyId, previousUntil: until.formatted(.iso8601)))
  }
}
