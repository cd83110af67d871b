import Foundation
import GRDB

/// The receipt of a report that was filed long ago (`old_receipt`). Only four bytes each of its id
/// and digest are left, which tell it from any other report under the same sequence number.
struct OldReceipt {
  private static let partLength = 4

  private let mark: Data

  /// nil if the machine has no old receipt under that number.
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

  /// Replaces whole receipts of a machine by old ones.
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
