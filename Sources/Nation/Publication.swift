public import Foundation
import InventoryStore
import PostgreSQL

/// The record of a province's last publication.
public struct Publication: Sendable, Equatable {
  /// Two digits.
  public let province: String
  /// The moment as of which the inventory was read.
  public let snapshotAt: Date
  /// Until when the effects of time alone are known.
  public let validUntil: Date
  /// The inventory's revision at that moment.
  public let revision: Int64
  public let policyVersion: String
  public let policyDigest: String
  public let measureRules: String
}

extension NationDatabase {
  /// Completed publications, by province.
  ///
  /// - Parameter province: nil for all.
  /// - Throws: `PostgreSQLError`.
  func publications(of province: String?) throws -> [Publication] {
    let rows = try connection.execute(
      """
      SELECT province, (extract(epoch FROM snapshot_at) * 1000000)::bigint,
        (extract(epoch FROM valid_until) * 1000000)::bigint, revision, policy_version, policy_digest,
        measure_rules
      FROM commune_inventory.publication
      WHERE completed_at IS NOT NULL AND ($1::text IS NULL OR province = $1) ORDER BY province
      """, [province])
    return (0..<rows.count).compactMap { row in
      guard let province = rows.text(row, 0), let snapshot = rows.whole(row, 1),
        let valid = rows.whole(row, 2)
      else { return nil }
      return Publication(
        province: province, snapshotAt: Date(microseconds: snapshot),
        validUntil: Date(microseconds: valid), revision: rows.whole(row, 3) ?? 0,
        policyVersion: rows.text(row, 4) ?? "", policyDigest: rows.text(row, 5) ?? "",
        measureRules: rows.text(row, 6) ?? "")
    }
  }
}
