public import Foundation
import GRDB
import Reporting

/// What an officer said of a commune's right to use a service. Each is kept; the latest counts,
/// unless it was withdrawn, and only as long as no machine has told of the service since.
public struct Attestation: Sendable, Equatable {
  /// What an officer can attest; what nobody knows is withdrawn instead.
  public static let statuses = ["active", "notIssued", "unauthorised", "expired", "locked"]
  /// Longest note, in characters.
  public static let maximumNote = 200

  public var service: String
  /// One of ``statuses``.
  public var status: String
  /// From when the right has run out; nil without an end that is known.
  public var expiresAt: Date?
  public var note: String?
  /// A user's name.
  public var attestedBy: String
  public var attestedAt: Date
  public var withdrawnBy: String?
  public var withdrawnAt: Date?

  init(_ row: Row) {
    func time(_ column: String) -> Date? {
      (row[column] as Int64?).map { Date(microseconds: $0) }
    }
    service = row["service"]
    status = row["status"]
    expiresAt = time("expiresAt")
    note = row["note"]
    attestedBy = row["attester"]
    attestedAt = Date(microseconds: row["attestedAt"])
    withdrawnBy = row["withdrawer"]
    withdrawnAt = time("withdrawnAt")
  }
}

extension Attestation {
  /// The latest of a commune, by service, as far as they count beside what machines say.
  static func standings(commune: String, _ database: Database) throws -> [AccountStanding] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT service, status, expiresAt, attestedAt FROM commune_attestation a
        WHERE commune = ? AND withdrawnAt IS NULL AND attestedAt = (
          SELECT max(attestedAt) FROM commune_attestation b
          WHERE b.commune = a.commune AND b.service = a.service)
        ORDER BY service
        """)
    return try Row.fetchAll(statement, arguments: [commune]).compactMap { row in
      AccountFacts.Account.Status(rawValue: row[1]).map {
        AccountStanding(
          machine: nil, service: row[0], status: $0,
          expiresAt: (row[2] as Int64?).map { Date(microseconds: $0) }, saidAt: row[3])
      }
    }
  }
}
