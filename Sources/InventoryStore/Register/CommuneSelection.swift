import GRDB

/// The communes that a query is about: of a province or of all, within a scope, or some by their
/// codes.
struct CommuneSelection {
  /// A condition on the table `commune` under the name `c`, without what need not be asked, so that
  /// the index by province is used.
  let sql: String
  let arguments: StatementArguments
  /// Whether nothing is left out.
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
