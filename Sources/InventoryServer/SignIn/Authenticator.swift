import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore

/// Authenticates people by session and programs by token.
struct Authenticator: Sendable {
  let store: InventoryStore
  let access: Access
  let sessions: SessionLimits
  /// Whether all requests arrive over TLS.
  let isEncrypted: Bool
  let now: @Sendable () -> Date

  /// - Returns: nil if the caller is unknown.
  /// - Throws: ``ServerError`` with `signInWanted` if a program's token is not valid.
  func principal(_ request: Request, _ context: CentreContext) async throws -> Principal? {
    if let authorization = request.headers[.authorization] {
      let parts = authorization.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, parts[0].lowercased() == "bearer",
        let program = try await store.apiTokens.user(of: String(parts[1]), now: now())
      else {
        throw ServerError(
          .signInWanted,
          "This token is not valid: create one under Administration, and send it as Authorization: Bearer TOKEN."
        )
      }
      return Principal(
        kind: .program(program.user, recordsPurchases: program.recordsPurchases))
    }
    if let secret = SecretCookie.session.secret(in: request),
      let user = try await store.sessions.user(of: secret, now: now(), limits: sessions)
    {
      return Principal(kind: .user(user, session: secret))
    }
    return access == .demonstration && context.isLocal(request)
      ? Principal(kind: .demonstration) : nil
  }
}
