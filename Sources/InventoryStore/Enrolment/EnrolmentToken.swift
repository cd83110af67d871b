import Foundation
import GRDB

/// The part of a token's row that enrolment needs.
struct EnrolmentToken: FetchableRecord {
  let id: Int64
  let commune: String
  let isUsedUp: Bool
  let createdAt, expiresAt: Date
  let isRevoked: Bool

  init(row: Row) {
    id = row["id"]
    commune = row["commune"]
    isUsedUp = (row["uses"] as Int) >= (row["maximumUses"] as Int)
    createdAt = row.date("createdAt")
    expiresAt = row.date("expiresAt")
    isRevoked = row.dateIfKnown("revokedAt") != nil
  }

  static func named(_ text: String, _ database: Database) throws -> EnrolmentToken? {
    guard let digest = TokenText.digest(text) else { return nil }
    return try fetchOne(
      database, sql: "SELECT * FROM enrolment_token WHERE digest = ?", arguments: [digest])
  }

  /// - Throws: ``InventoryError`` with `enrolledElsewhere` if the machine expects another commune.
  func requireCommune(_ wanted: String?) throws {
    guard let wanted, wanted != commune else { return }
    throw InventoryError(
      .enrolledElsewhere,
      "The enrolment is for commune \(wanted.cleaned(5) ?? "-"), but its token is for \(commune): prepare the stick again for \(commune)."
    )
  }

  /// - Throws: ``InventoryError`` with `tokenRevoked`, `tokenExpired` or `tokenUsedUp`.
  func check(now: Date) throws {
    if isRevoked {
      throw InventoryError(
        .tokenRevoked, "This token was revoked: ask the administrator for a new one.")
    }
    guard createdAt.microseconds <= now.latestTolerable else {
      throw InventoryError(
        .tokenExpired,
        "This token was made while the centre's clock was wrong: ask the centre for a new one.")
    }
    if expiresAt <= now {
      throw InventoryError(
        .tokenExpired, "This token has expired: ask the administrator for a new one.")
    }
    if isUsedUp {
      throw InventoryError(
        .tokenUsedUp,
        "This token has been used for all its computers: ask the administrator for a new one.")
    }
  }
}
