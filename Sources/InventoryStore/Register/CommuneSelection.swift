import GRDB

/// The communes of a query: those of a province or all, within a scope, or some by their codes.
struct CommuneSelection {
  /// A condition on the table `commune` as `c`, without redundant parts, so that SQLite uses the
  /// index by province.
  let sql: String
  /// Its arguments, in their order.
  let values: [String]
  var arguments: StatementArguments { StatementArguments(values) }
  /// The same condition with named arguments, for statements that have others.
  let named: String
  let namedArguments: StatementArguments
  /// Whether it selects every commune.
  let isEverything: Bool

  init(province: String?, scope: Scope) {
    var parts: [(sql: String, arguments: [String])] = []
    if scope != .country { parts.append(scope.condition("c")) }
    if let province { parts.append(("c.province = ?", [province])) }
    self.init(
      sql: parts.isEmpty ? "1" : parts.map(\.sql).joined(separator: " AND "),
      arguments: parts.flatMap(\.arguments), isEverything: parts.isEmpty)
  }

  init(codes: [String]) {
    self.init(
      sql: "c.code IN (\(codes.map { _ in "?" }.joined(separator: ", ")))", arguments: codes,
      isEverything: false)
  }

  private init(sql: String, arguments: [String], isEverything: Bool) {
    self.sql = sql
    values = arguments
    self.isEverything = isEverything
    let parts = sql.split(separator: "?", omittingEmptySubsequences: false)
    named = parts.enumerated().map { place, part in
      place < arguments.count ? "\(part):place\(place)" : String(part)
    }.joined()
    namedArguments = StatementArguments(
      arguments.enumerated().map {
        ("place\($0)", $1 as (any DatabaseValueConvertible)?)
      })
  }
}
