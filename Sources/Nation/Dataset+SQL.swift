/// Statements on a table of the nation's database. They contain only names from ``Dataset``; values
/// are bound.
extension Dataset {
  /// Creates the staging table, or empties it. Times are sent as microseconds since 1970, so that
  /// none is rounded on the way.
  var makeStaging: String {
    let columns = columns.map { column in
      let type =
        switch column.kind {
        case .text: "text"
        case .whole, .time: "bigint"
        case .real: "double precision"
        case .flag: "boolean"
        case .day: "date"
        }
      return "\(column.name) \(type)"
    }
    return """
      CREATE TEMPORARY TABLE IF NOT EXISTS \(staging) (\(columns.joined(separator: ", ")));
      DELETE FROM \(staging)
      """
  }

  private func staged(_ column: Column) -> String {
    column.kind == .time
      ? "timestamptz 'epoch' + b.\(column.name) * interval '1 microsecond'" : "b.\(column.name)"
  }

  /// Inserts the staged rows: `$1` is the province, `$2` the policy's version, `$3` the month.
  var insertStaged: String {
    """
    INSERT INTO \(table) (province, \(isMonthly ? "month, " : "")\
    \(columns.map(\.name).joined(separator: ", ")), policy_version, published_at)
    SELECT $1::text, \(isMonthly ? "$3::date, " : "")\
    \(columns.map(staged).joined(separator: ", ")), $2::text, now() FROM \(staging) b
    """
  }

  /// SQL condition: the part of a province, `$1`, and of a month, `$2`.
  private var part: String { isMonthly ? "province = $1 AND month = $2" : "province = $1" }

  var deletePart: String { "DELETE FROM \(table) WHERE \(part)" }

  /// Deletes those rows of the part that the staged ones replace.
  var deleteStaged: String {
    let keys = columns.prefix(keys)
    return """
      DELETE FROM \(table) WHERE \(part) AND (\(keys.map(\.name).joined(separator: ", "))) IN
      (SELECT \(keys.map(staged).joined(separator: ", ")) FROM \(staging) b)
      """
  }

  /// Count and digest of the part's rows, as ``PartRows`` computes them.
  var digestPart: String { digest("WHERE \(part)", by: nil) }

  /// Month, count and digest of every month of a province: `$1`.
  var digestMonths: String { digest("WHERE province = $1", by: "month") }

  /// Count and SHA-256 of the rows as text, in the order of their keys.
  private func digest(_ condition: String, by group: String?) -> String {
    let texts = columns.map { column in
      let text =
        switch column.kind {
        case .text: column.name
        case .whole: "\(column.name)::text"
        case .real: "encode(float8send(\(column.name)), 'hex')"
        case .time: "(extract(epoch FROM \(column.name)) * 1000000)::bigint::text"
        case .flag: "\(column.name)::integer::text"
        case .day: "\(column.name)::text"
        }
      return "coalesce(\(text), '\\N')"
    }
    let order = columns.prefix(keys).map { column in
      column.kind == .text ? "\(column.name) COLLATE \"C\"" : column.name
    }
    return """
      SELECT \(group.map { "\($0)::text, " } ?? "")count(*), encode(sha256(convert_to(coalesce(
        string_agg(\(texts.joined(separator: " || E'\\t' || ")), E'\\n'
          ORDER BY \(order.joined(separator: ", "))), ''), 'UTF8')), 'hex')
      FROM \(table) \(condition)\(group.map { " GROUP BY \($0) ORDER BY \($0)" } ?? "")
      """
  }
}
