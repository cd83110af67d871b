import Foundation
import GRDB
import Prioritization

/// Measurements that reach a promised rate, and visits.
enum LineSightings {
  /// The first few since a moment; browsers' own measurements do not count.
  static func reaching(
    _ rate: Double, since: Int64, commune: String, _ database: Database
  ) throws -> [EvidenceSighting] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT m.id, b.measuredAt FROM machine m
        JOIN bandwidth_measurement b ON b.machine = m.number
        WHERE m.commune = ? AND b.measuredAt >= ?
          AND min(b.downloadBitsPerSecond, b.uploadBitsPerSecond) >= ?
        ORDER BY b.measuredAt LIMIT 20
        """, arguments: [commune, since, rate]
    ).map { row in
      let (id, time): (String, Int64) = (row["id"], row["measuredAt"])
      return EvidenceSighting(subject: "\(id) \(time)", seenAt: time, machine: id)
    }
  }

  /// - Parameter since: visits recorded earlier do not count.
  static func visits(
    since: Int64, commune: String, _ database: Database
  ) throws -> [EvidenceSighting] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT number, visitedAt FROM commune_visit
        WHERE commune = ? AND withdrawnAt IS NULL AND recordedAt >= ?
        """, arguments: [commune, since]
    ).map { row in
      EvidenceSighting(subject: "visit \(row["number"] as Int64)", seenAt: row["visitedAt"])
    }
  }
}
