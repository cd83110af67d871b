import GRDB

/// The communes of a query: those of a province or all, within a scope, or some by their codes.
struct CommuneSelection {
  /// A condition on the table `commune` as `c`, without redundant parts, so that SQLite uses the
  /// index by province.
  let sql: String
  let arguments: StatementArguments
  /// Whether it selects every commune.
  let isEverything: Bool

  init(province: String?, scope: Scope) {
    var parts: [(sql: String, arguments: [String])] = []
    if scope != .country { parts.append(scope.condition("c")) }
    if let province { parts.append(("c.province = ?", [province])) }
    isEverything = parts.isEmpty
    sql = isEverything ? "1" : parts.map(\.sql).joined(separator: " AND ")
    arguments = StatementArguments(parts.flatMap(\.arguments))
  }

  init(codes: [String]) {
    isEverything = false
    sql = "c.code IN (\(codes.map { _ in "?" }.joined(separator: ", ")))"
    arguments = StatementArguments(codes)
  }
}
