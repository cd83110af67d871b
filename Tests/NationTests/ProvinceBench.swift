import Foundation
import GRDB
import InventoryFixtures
import InventoryStore
import Prioritization
import Reporting
import Testing

@testable import Nation

/// An inventory with a past that SQL makes up, the same for the same commune in whatever file.
final class ProvinceBench {
  static let now = Date(timeIntervalSince1970: 1_795_000_000)  // 2026-11-18
  static let policyDigest = SHA256Digest.hexadecimal(
    of: EmbeddedFile.bytes("policies/standard.toml") ?? Data())

  /// Two digits; of several provinces the first.
  let code: String
  let file: URL

  /// - Parameters:
  ///   - provinces: that get measures; nil for all.
  ///   - months: how long their past is.
  init(_ provinces: [String]?, months: Int = 4) throws {
    code = provinces?.first ?? "01"
    file = try EmptyInventory.make()
    try write { database in
      try database.execute(
        sql: "DELETE FROM setting WHERE name IN ('measureHistorySince', 'believedTime')")
      let list = provinces.map { $0.map { "'\($0)'" }.joined(separator: ", ") }
      try Self.fill(
        database, condition: list.map { "c.province IN (\($0))" } ?? "1", months: months)
    }
  }

  deinit { try? FileManager.default.removeItem(at: file.deletingLastPathComponent()) }

  func write(_ change: (Database) throws -> Void) throws {
    let queue = try DatabaseQueue(path: file.path)
    try queue.write(change)
    try queue.close()
  }

  func reading() throws -> InventoryReading { try InventoryReading(path: file.path) }

  func snapshot(_ province: String? = nil, at now: Date = now) throws -> ProvinceSnapshot {
    try ProvinceSnapshot(
      reading(), province: province ?? code, policy: #require(EmptyInventory.policy),
      policyDigest: Self.policyDigest, moment: now)
  }

  /// A number from 0 to 999 that depends on the commune and on two others.
  private static func random(_ one: String, _ other: String) -> String {
    "((CAST(c.code AS INTEGER) * 7919 + (\(one)) * 104729 + (\(other)) * 1299709) % 1000)"
  }

  private static let names = [
    "computersPerOfficial", "oldComputersShare", "scanners", "reportingCoverage",
    "lineBitsPerSecond", "usableServicesShare", "digitalSignatures",
    "adequateComputersPerOfficial", "supportedSystemsShare",
  ]

  private static func fill(_ database: Database, condition: String, months: Int) throws {
    let now = now.microseconds
    let month: Int64 = 2_629_800_000_000
    let begin = now - Int64(months) * month
    let numbers = names.enumerated().map { "(\($0 + 1), '\($1)')" }.joined(separator: ", ")
    let scale =
      "CASE m.name WHEN 'lineBitsPerSecond' THEN 5e7 WHEN 'scanners' THEN 4.0 ELSE 1.1 END"
    let low = "\(scale) * \(random("m.number", "t.step")) / 1000.0"
    let high = "\(low) + \(scale) * \(random("m.number + 3", "t.step * 5")) / 4000.0"
    let statements = [
      """
      INSERT OR REPLACE INTO setting (name, value) VALUES ('measureHistorySince', '\(begin)')
      """,
      """
      UPDATE commune AS c SET officials = 10 + \(random("1", "1")) % 30,
        dossiersPerMonth = \(random("2", "7")) * 3, remote = \(random("3", "1")) % 2,
        border = CASE \(random("4", "1")) % 3 WHEN 2 THEN NULL ELSE \(random("4", "1")) % 3 END,
        island = 0
      WHERE \(condition)
      """,
      """
      WITH RECURSIVE t (step) AS (SELECT 0 UNION ALL SELECT step + 1 FROM t WHERE step < \(months)),
        m (number, name) AS (VALUES \(numbers))
      INSERT INTO commune_measure_past (commune, measure, fromAt, untilAt, low, high, observedAt)
      SELECT c.code, m.number, \(begin) + t.step * \(month) + CAST(c.code AS INTEGER) * 1000003,
        CASE WHEN t.step < \(months)
          THEN \(begin) + (t.step + 1) * \(month) + CAST(c.code AS INTEGER) * 1000003 END,
        \(low), \(high), CASE WHEN m.number = 5 THEN \(begin) + t.step * \(month) END
      FROM commune c, t, m WHERE \(condition) AND \(random("m.number", "9")) > 100
      """,
      """
      WITH t (step) AS (SELECT \(months)), m (number, name) AS (VALUES \(numbers))
      INSERT INTO commune_measure (commune, measure, low, high, observedAt, dated)
      SELECT c.code, m.name, \(low), \(high), \(now) - \(random("m.number", "4")) * 1800000007,
        m.number = 5
      FROM commune c, t, m WHERE \(condition) AND \(random("m.number", "9")) > 100
      """,
      """
      WITH t (step) AS (SELECT \(months)), m (number, name) AS (VALUES \(numbers))
      INSERT INTO commune_attested_measure (commune, measure, low, high)
      SELECT c.code, m.name, \(low), \(low) FROM commune c, t, m
      WHERE \(condition) AND m.number IN (6, 7) AND \(random("m.number", "11")) > 700
      """,
      """
      INSERT INTO commune_reporting (commune, machines, simulatedMachines, computersThere,
        lastReportAt, holdUntil, madeAt, freshMachines, silentMachines, revision)
      SELECT c.code, 1 + \(random("1", "2")) % 20, 0, 1 + \(random("1", "2")) % 20,
        CASE WHEN \(random("5", "6")) > 50 THEN \(now) - \(random("5", "5")) * 2600000011 END, \(now) + 630720000000000, \(now) - 3600000000,
        1 + \(random("1", "2")) % 20, 0, 1
      FROM commune c WHERE \(condition)
      """,
      """
      WITH RECURSIVE t (step) AS (SELECT 0 UNION ALL SELECT step + 1 FROM t WHERE step < \(months))
      INSERT INTO commune_reporting_past (commune, fromAt, untilAt, machines, simulatedMachines,
        computersThere, freshMachines, ageingMachines, silentMachines, waitingMachines, heldMachines)
      SELECT c.code, \(begin) + t.step * \(month) + CAST(c.code AS INTEGER) * 1000003,
        CASE WHEN t.step < \(months)
          THEN \(begin) + (t.step + 1) * \(month) + CAST(c.code AS INTEGER) * 1000003 END,
        20, 0, NULL, t.step % 20, 1, 2, 0, 0
      FROM commune c, t WHERE \(condition)
      """,
    ]
    for statement in statements { try database.execute(sql: statement) }
  }

  /// One more night: values end and others begin, at `moment`.
  func passNight(at moment: Date, seed: Int) throws {
    try write { database in
      let at = moment.microseconds
      let chosen = "(CAST(commune AS INTEGER) + measure * 7 + \(seed)) % 5 = 0"
      try database.execute(
        sql: """
          CREATE TEMPORARY TABLE ended AS SELECT * FROM commune_measure_past
            WHERE untilAt IS NULL AND fromAt < \(at) AND \(chosen);
          UPDATE commune_measure_past SET untilAt = \(at)
            WHERE untilAt IS NULL AND fromAt < \(at) AND \(chosen);
          INSERT INTO commune_measure_past (commune, measure, fromAt, untilAt, low, high, observedAt)
            SELECT commune, measure, \(at), NULL, low + \(seed) * 0.001, high + \(seed) * 0.001,
              observedAt FROM ended;
          UPDATE commune_reporting SET lastReportAt = \(at), holdUntil = \(at) + 630720000000000;
          INSERT OR REPLACE INTO setting (name, value) SELECT 'revision',
            coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'revision'), 0) + 1;
          """)
    }
  }
}
