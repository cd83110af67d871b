import Foundation
import GRDB

/// The receipt of a report that was filed long ago (`old_receipt`): of its ID and digest only four bytes each
/// are left, which tell it from any other report under the same sequence number.
struct OldReceipt {
  private static let partLength = 4

  private let mark: Data

  /// nil if the machine has no old receipt of that number.
  static func find(
    machine: Int64, sequence: Int, _ database: Database
  ) throws -> OldReceipt? {
    try Data.fetchOne(
      database.cachedStatement(
        sql: "SELECT mark FROM old_receipt WHERE machine = ? AND sequence = ?"),
      arguments: [machine, sequence]
    ).map(OldReceipt.init)
  }

  func isOf(_ id: UUID) -> Bool {
    mark.prefix(Self.partLength).elementsEqual(id.bytes.suffix(Self.partLength))
  }

  /// - Parameter digest: SHA-256 of the report's body.
  func matches(digest: Data) -> Bool {
    mark.suffix(Self.partLength).elementsEqual(digest.prefix(Self.partLength))
  }

  /// Makes old receipts of a machine's whole ones.
  ///
  /// - Parameter sequences: of reports of that machine.
  static func replace(
    machine: Int64, sequences: ClosedRange<Int>, _ database: Database
  ) throws {
    let arguments: StatementArguments = [machine, sequences.lowerBound, sequences.upperBound]
    try database.cachedStatement(
      sql: """
        INSERT INTO old_receipt (machine, sequence, capturedAt, receivedAt, mark)
        SELECT machine, sequence, capturedAt, receivedAt,
          CAST(substr(id, -\(partLength)) || substr(digest, 1, \(partLength)) AS BLOB)
        FROM report WHERE machine = ? AND sequence BETWEEN ? AND ?
        """
    ).execute(arguments: arguments)
    try database.cachedStatement(
      sql: "DELETE FROM report WHERE machine = ? AND sequence BETWEEN ? AND ?"
    ).execute(arguments: arguments)
  }
}

/// All receipts of machines, whole and old.
enum Receipts {
  /// An SQL expression: how many reports of a machine are on file.
  ///
  /// - Parameter machine: an SQL expression for its number.
  static func count(of machine: String) -> String {
    """
    ((SELECT count(*) FROM report WHERE machine = \(machine))
      + (SELECT count(*) FROM old_receipt WHERE machine = \(machine)))
    """
  }

  /// An SQL expression: when a machine's last report by a moment was received; NULL if it had sent none.
  ///
  /// - Parameters:
  ///   - machine, moment: SQL expressions for its number, and for microseconds since 1970.
  ///   - schema: of the attached database that has the receipts.
  static func lastReceivedAt(machine: String, by moment: String, in schema: String) -> String {
    """
    (SELECT max(receivedAt) FROM (
      SELECT receivedAt FROM \(schema).report WHERE machine = \(machine) AND receivedAt <= \(moment)
      UNION ALL
      SELECT receivedAt FROM \(schema).old_receipt
      WHERE machine = \(machine) AND receivedAt <= \(moment)))
    """
  }

  /// When the next report after one was received, in microseconds since 1970; nil if there is none.
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

  /// Whether a report of that number is on file.
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
