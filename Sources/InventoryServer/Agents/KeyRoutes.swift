import Cryptography
import Foundation
import Hummingbird
import InventoryStore
import Logging
import Reporting

/// `POST /agent/v1/keys`: rotates a machine's key. The request is signed by the old key and carries
/// a signature by the new one, which proves possession of both.
struct KeyRoutes<Context: CallerContext>: Sendable {
  static var maximumBytes: Int { 4 << 10 }

  let authenticator: AgentAuthenticator

  private var store: InventoryStore { authenticator.store }

  func add(to router: some RouterMethods<Context>) {
    router.post("/agent/v1/keys") { request, context in
      try await authenticator.authenticate(
        request, .rotation, maximumBytes: Self.maximumBytes, from: context.caller,
        rate: .init(
          limiter: authenticator.limits.keys,
          refusal: "This computer changes its key too often: keep the current one.")
      ) { signed, key in try await rotate(signed, key, context) }
    }
  }

  private func rotate(
    _ signed: SignedRequest, _ key: MachineKey, _ context: Context
  ) async throws -> Response {
    let sequence = try signed.sequence()
    let wanted = try signed.decoded(KeyRotationRequest.self, "The key change")
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
    let (keyId, until) = try await store.keys.rotate(
      key, to: publicKey, sequence: sequence, now: authenticator.now())
    context.logger.info(
      "key rotated", metadata: ["machine": "\(key.machineId)", "key": "\(keyId)"])
    return try JSONResponse.make(
      KeyRotationReply(keyId: keyId, previousUntil: until.formatted(.iso8601)))
  }
}
