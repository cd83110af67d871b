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
  ///
  /// One that was dated by a clock wrong by days does not count, nor does it replace others.
  ///
  /// - Returns: `turns` are the moments from which those that lie in the future would count.
  static func standings(
    commune: String, now: Date, _ database: Database
  ) throws -> (standings: [AccountStanding], turns: [Date]) {
    let statement = try database.cachedStatement(
      sql: """
        SELECT service, status, expiresAt, attestedAt FROM commune_attestation a
        WHERE commune = ?1 AND withdrawnAt IS NULL AND attestedAt = (
          SELECT max(attestedAt) FROM commune_attestation b
          WHERE b.commune = a.commune AND b.service = a.service AND b.attestedAt <= ?2)
        ORDER BY service
        """)
    let standings = try Row.fetchAll(statement, arguments: [commune, now.latestTolerable])
      .compactMap { row in
        AccountFacts.Account.Status(rawValue: row[1]).map {
          AccountStanding(
            machine: nil, service: row[0], status: $0,
            expiresAt: (row[2] as Int64?).map { Date(microseconds: $0) }, saidAt: row[3])
        }
      }
    let future = try Int64.fetchAll(
      database.cachedStatement(
        sql: "SELECT attestedAt FROM commune_attestation WHERE commune = ? AND attestedAt > ?"),
      arguments: [commune, now.latestTolerable])
    return (
      standings,
      future.map { Date(microseconds: $0).addingTimeInterval(-ClockTolerance.grossSeconds) }
    )
  }
}
