import GRDB

/// All receipts of machines, whole and old.
enum Receipts {
  /// SQL expression: the number of a machine's reports on file.
  ///
  /// - Parameter machine: an SQL expression for its number.
  static func count(of machine: String) -> String {
    """
    ((SELECT count(*) FROM report WHERE machine = \(machine))
      + (SELECT count(*) FROM old_receipt WHERE machine = \(machine)))
    """
  }

  /// SQL expression: from when a machine's last report up to a moment counts, as
  /// ``ReceivedReport/madeLate`` says; NULL if it had sent none.
  ///
  /// - Parameters:
  ///   - machine, moment: SQL expressions for its number, and for microseconds since 1970.
  ///   - schema: of the attached database that has the receipts.
  static func lastReportAt(machine: String, by moment: String, in schema: String) -> String {
    """
    (SELECT max(\(countsFrom)) FROM (
      SELECT capturedAt, receivedAt FROM \(schema).report
      WHERE machine = \(machine) AND receivedAt <= \(moment)
      UNION ALL
      SELECT capturedAt, receivedAt FROM \(schema).old_receipt
      WHERE machine = \(machine) AND receivedAt <= \(moment)))
    """
  }

  /// SQL expression: from when the report of a machine `m` counts that was received at a moment;
  /// that moment if there is none.
  ///
  /// - Parameter moment: an SQL expression in microseconds since 1970.
  static func madeAt(_ moment: String) -> String {
    // Most machines never sent a late report.
    """
    CASE WHEN m.lastLateAt IS NULL THEN \(moment) ELSE coalesce(
      (SELECT min(\(countsFrom)) FROM report WHERE machine = m.number AND receivedAt = \(moment)),
      (SELECT min(\(countsFrom)) FROM old_receipt
       WHERE machine = m.number AND receivedAt = \(moment)), \(moment)) END
    """
  }

  /// SQL expression on the table `report`: from when a report counts.
  private static let countsFrom = """
    CASE WHEN receivedAt - capturedAt > \(ReportingQuality.lateSeconds) * 1000000
      THEN capturedAt ELSE receivedAt END
    """

  /// When the report after a sequence number was received, in microseconds since 1970; nil if there
  /// is none.
  static func receivedAt(
    after sequence: Int, machine: Int64, _ database: Database
  ) throws -> Int64? {
    try Int64.fetchOne(
      database,
      sql: """
        SELECT receivedAt FROM (
          SELECT sequence, receivedAt FROM report WHERE machine = ?1 AND sequence > ?2
          UNION ALL
          SELECT sequence, receivedAt FROM old_receipt
          WHERE machine = ?1 AND sequence > ?2)
        ORDER BY sequence LIMIT 1
        """, arguments: [machine, sequence])
  }

  /// When the report before a sequence number was received, in microseconds since 1970; nil if there
  /// is none.
  static func receivedAt(
    before sequence: Int, machine: Int64, _ database: Database
  ) throws -> Int64? {
    try Int64.fetchOne(
      database,
      sql: """
        SELECT receivedAt FROM (
          SELECT * FROM (SELECT sequence, receivedAt FROM report
            WHERE machine = ?1 AND sequence < ?2 ORDER BY sequence DESC LIMIT 1)
          UNION ALL
          SELECT * FROM (SELECT sequence, receivedAt FROM old_receipt
            WHERE machine = ?1 AND sequence < ?2 ORDER BY sequence DESC LIMIT 1))
        ORDER BY sequence DESC LIMIT 1
        """, arguments: [machine, sequence])
  }

  /// Whether a report under that sequence number is on file.
  static func holdSequence(
    _ sequence: Int, machine: Int64, _ database: Database
  ) throws -> Bool {
    try Bool.fetchOne(
      database,
      sql: """
        SELECT EXISTS (SELECT 1 FROM report WHERE machine = ?1 AND sequence = ?2)
          OR EXISTS (SELECT 1 FROM old_receipt WHERE machine = ?1 AND sequence = ?2)
        """, arguments: [machine, sequence]) ?? false
  }
}
