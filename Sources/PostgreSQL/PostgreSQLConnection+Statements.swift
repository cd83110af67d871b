import CPQ
import Glibc

extension PostgreSQLConnection {
  /// Runs one statement with bound parameters.
  ///
  /// - Parameter parameters: `$1`, `$2`, … as text; nil is NULL.
  /// - Throws: ``PostgreSQLError``.
  @discardableResult
  public func execute(
    _ sql: String, _ parameters: [String?] = []
  ) throws(PostgreSQLError) -> PostgreSQLRows {
    let sent = withCStrings(parameters) { values in
      PQsendQueryParams(connection, sql, Int32(parameters.count), nil, values, nil, nil, 0)
    }
    guard sent == 1 else { throw connectionError() }
    return try lastResult()
  }

  /// Runs several statements without parameters, in one transaction unless they say otherwise.
  ///
  /// - Throws: ``PostgreSQLError``.
  public func run(_ script: String) throws(PostgreSQLError) {
    guard PQsendQuery(connection, script) == 1 else { throw connectionError() }
    try lastResult()
  }

  /// Runs `work` in a transaction, which is rolled back if it throws.
  ///
  /// - Parameter mode: such as `ISOLATION LEVEL REPEATABLE READ READ ONLY`.
  public func transaction<Value>(
    _ mode: String = "", _ work: () throws -> Value
  ) throws -> Value {
    try run("BEGIN \(mode)")
    do {
      let value = try work()
      try run("COMMIT")
      return value
    } catch {
      // On a broken connection the server rolls back by itself.
      if PQstatus(connection) == CONNECTION_OK { try? run("ROLLBACK") }
      throw error
    }
  }

  /// Fills a table by COPY.
  ///
  /// - Parameters:
  ///   - table: its name, with columns in parentheses unless all; never external text.
  ///   - rows: in COPY's text format, each line ended.
  /// - Throws: ``PostgreSQLError``.
  public func copy(
    _ rows: UnsafeRawBufferPointer, into table: String
  ) throws(PostgreSQLError) {
    guard PQsendQuery(connection, "COPY \(table) FROM STDIN") == 1 else { throw connectionError() }
    guard let begun = try nextResult() else { throw connectionError() }
    let status = PQresultStatus(begun)
    guard status == PGRES_COPY_IN else {
      let problem = error(of: begun)
      PQclear(begun)
      while let rest = try nextResult() { PQclear(rest) }
      throw problem
    }
    PQclear(begun)
    var place = 0
    while place < rows.count {
      let count = min(Self.copyBytes, rows.count - place)
      let part = rows.baseAddress?.advanced(by: place).assumingMemoryBound(to: CChar.self)
      try put { PQputCopyData(self.connection, part, Int32(count)) }
      place += count
    }
    try put { PQputCopyEnd(self.connection, nil) }
    try lastResult()
  }

  private static let copyBytes = 1 << 16

  /// Repeats a step of COPY until libpq has room for it.
  private func put(_ step: () -> Int32) throws(PostgreSQLError) {
    while true {
      switch step() {
      case 1: return
      case 0:
        try wait(POLLIN | POLLOUT, until: nextDeadline)
        guard PQconsumeInput(connection) == 1 else { throw connectionError() }
      default: throw connectionError()
      }
    }
  }

  /// The result of the last statement sent; throws the first error of any.
  @discardableResult
  private func lastResult() throws(PostgreSQLError) -> PostgreSQLRows {
    var rows = PostgreSQLRows(nil)
    var problem: PostgreSQLError?
    while let result = try nextResult() {
      let status = PQresultStatus(result)
      if status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY {
        rows = PostgreSQLRows(result)
      } else {
        problem = problem ?? error(of: result)
        PQclear(result)
      }
    }
    if let problem { throw problem }
    return rows
  }

  /// The next result; nil after the last.
  private func nextResult() throws(PostgreSQLError) -> OpaquePointer? {
    while true {
      let left = PQflush(connection)
      if left == 0 { break }
      guard left == 1 else { throw connectionError() }
      try wait(POLLIN | POLLOUT, until: nextDeadline)
      guard PQconsumeInput(connection) == 1 else { throw connectionError() }
    }
    while PQisBusy(connection) == 1 {
      try wait(POLLIN, until: nextDeadline)
      guard PQconsumeInput(connection) == 1 else { throw connectionError() }
    }
    return PQgetResult(connection)
  }

  private func error(of result: OpaquePointer) -> PostgreSQLError {
    guard let state = PQresultErrorField(result, cpq_field_sqlstate) else {
      return connectionError()
    }
    let message = PQresultErrorField(result, cpq_field_message).map { String(cString: $0) } ?? ""
    return PostgreSQLError(sqlState: String(cString: state), said: message, server: server)
  }
}
