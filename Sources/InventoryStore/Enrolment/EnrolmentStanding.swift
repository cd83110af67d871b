public import Foundation
import GRDB
public import Reporting

extension InventoryStore {
  /// Whether an enrolment would be let in: by a token that holds, by a key that is known already,
  /// or by a former key that vouches for it. It changes nothing; ``enrol(_:publicKey:now:)`` looks
  /// once more.
  public func mayEnrol(_ request: EnrolmentRequest, publicKey: Data, now: Date) async throws -> Bool
  {
    try await pool.read { database in
      if try Self.isKeyKnown(publicKey, database) { return true }
      if request.previousKeyId != nil {
        return (try? FormerKey(request, now: now, database)) != nil
      }
      return try Self.holds(token: request.token, now: now, database)
    }
  }
}
