import CPQ
import Glibc

/// The rows that a statement returned; values by row and column, both from 0.
public final class PostgreSQLRows {
  private let result: OpaquePointer?
  public let count: Int
  /// Number of rows that the statement changed; 0 if it reports none.
  public let changed: Int

  init(_ result: OpaquePointer?) {
    self.result = result
    count = result.map { Int(PQntuples($0)) } ?? 0
    changed = result.flatMap { PQcmdTuples($0) }.flatMap { Int(String(cString: $0)) } ?? 0
  }

  deinit { PQclear(result) }

  private func bytes(_ row: Int, _ column: Int) -> UnsafePointer<CChar>? {
    guard let result, row < count, PQgetisnull(result, Int32(row), Int32(column)) == 0 else {
      return nil
    }
    return UnsafePointer(PQgetvalue(result, Int32(row), Int32(column)))
  }

  /// nil for NULL, as below.
  public func text(_ row: Int, _ column: Int) -> String? {
    bytes(row, column).map { String(cString: $0) }
  }

  public func whole(_ row: Int, _ column: Int) -> Int64? {
    bytes(row, column).map { Int64(strtoll($0, nil, 10)) }
  }

  /// The exact number: PostgreSQL writes as many digits as that takes.
  public func real(_ row: Int, _ column: Int) -> Double? {
    bytes(row, column).map { strtod($0, nil) }
  }

  public func flag(_ row: Int, _ column: Int) -> Bool? {
    bytes(row, column).map { $0.pointee == CChar(UInt8(ascii: "t")) }
  }
}
