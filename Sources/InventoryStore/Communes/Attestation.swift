public import Foundation
public import GRDB
public import Reporting

/// An officer's statement of a commune's right to use a service. All are kept; the latest counts
/// unless it was withdrawn, until a machine reports on the service.
public struct Attestation: Sendable, Equatable {
  /// The statuses that an officer can attest; if a status becomes unknown, the attestation is
  /// withdrawn instead.
  public static let statuses: [AccountStatus] = [
    .active, .notIssued, .unauthorised, .expired, .locked,
  ]
  /// Maximum length of a note in characters.
  public static let maximumNote = 200
  /// Within how many seconds the same attestation by the same user is a repetition.
  static let repeatedSeconds = 600.0

  public var service: String
  /// One of ``statuses``.
  public var status: AccountStatus
  /// When the right ends; nil if no end is known.
  public var expiresAt: Date?
  public var note: String?
  /// A user's name.
  public var attestedBy: String
  public var attestedAt: Date
  /// Whether it counts as proof: it is by somebody who is responsible for more than the commune.
  public var isConfirmed: Bool
  public var withdrawnBy: String?
  public var withdrawnAt: Date?

  /// - Parameter name: of a status, as a form or a program sends it.
  /// - Throws: ``InventoryError`` with `argumentMalformed` if an officer cannot attest it.
  public static func status(named name: String) throws -> AccountStatus {
    guard let status = statuses.first(where: { $0.rawValue == name }) else {
      throw unattestable
    }
    return status
  }

  static let unattestable = InventoryError(
    .argumentMalformed,
    "Attest one of \(statuses.map(\.rawValue).joined(separator: ", ")); if the status is unknown, withdraw the attestation."
  )
}

extension Attestation: FetchableRecord {
  /// - Parameter row: a row of `commune_attestation`, with users' names as `attester` and
  ///   `withdrawer`.
  public init(row: Row) throws {
    service = row["service"]
    status = try row.state("status", of: "commune_attestation")
    expiresAt = row.dateIfKnown("expiresAt")
    note = row["note"]
    attestedBy = row["attester"]
    attestedAt = row.date("attestedAt")
    isConfirmed = row["confirmed"]
    withdrawnBy = row["withdrawer"]
    withdrawnAt = row.dateIfKnown("withdrawnAt")
  }
}

extension Attestation {
  /// The latest attestation of each service of a commune, for weighing against machines' reports.
  ///
  /// An attestation dated by a clock wrong by days neither counts nor replaces others.
  ///
  /// - Returns: `turns` are the moments from which attestations in the future will count.
  static func standings(
    commune: String, now: Date, _ database: Database
  ) throws -> (standings: [AccountStanding], turns: [Date]) {
    let statement = try database.cachedStatement(
      sql: """
        SELECT service, status, expiresAt, attestedAt, NOT confirmed AS isUnconfirmed
        FROM commune_attestation a
        WHERE commune = ?1 AND withdrawnAt IS NULL AND attestedAt IN (
          (SELECT max(attestedAt) FROM commune_attestation b
            WHERE b.commune = a.commune AND b.service = a.service AND b.attestedAt <= ?2),
          (SELECT max(attestedAt) FROM commune_attestation b
            WHERE b.commune = a.commune AND b.service = a.service AND b.attestedAt <= ?2
              AND b.confirmed))
        ORDER BY service, attestedAt
        """)
    let standings = try Row.fetchAll(statement, arguments: [commune, now.latestTolerable])
      .map { row in
        AccountStanding(
          machine: nil, service: row["service"],
          status: try row.state("status", of: "commune_attestation"),
          expiresAt: row.dateIfKnown("expiresAt"), saidAt: row["attestedAt"],
          isUnconfirmed: row["isUnconfirmed"])
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
