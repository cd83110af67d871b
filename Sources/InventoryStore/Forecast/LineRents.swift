import Foundation
import GRDB
import Prioritization

/// The ends of the contracts of lines that adopted programmes have delivered. The inventory knows
/// no contracts of other lines.
enum LineRents {
  /// - Returns: by commune, the last day of the contract of the line that was delivered last; a
  ///   commune without any is missing.
  static func read(
    of selection: CommuneSelection, _ database: Database
  ) throws -> [String: LastDay] {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT i.commune, i.item, i.programme, max(e.day) AS day
        FROM programme_entry e JOIN programme_item i ON i.number = e.lineItem
        JOIN commune c ON c.code = i.commune
        WHERE e.kind = 'delivery' AND e.withdrawnAt IS NULL AND i.cancelledAt IS NULL
          AND \(selection.sql)
        GROUP BY i.number ORDER BY day
        """, arguments: selection.arguments)
    var terms: [Int64: [String: PriceTerms]] = [:]
    var rents: [String: LastDay] = [:]
    while let row = try rows.next() {
      let programme: Int64 = row["programme"]
      if terms[programme] == nil { terms[programme] = try lines(of: programme, database) }
      guard let line = terms[programme]?[row["item"]] else { continue }
      // A commune has one line: a later delivery replaces the line before it.
      rents[row["commune"]] = lastDay(of: line, since: row["day"])
    }
    return rents
  }

  /// The terms of the lines in a programme's own catalogue, by id.
  private static func lines(
    of programme: Int64, _ database: Database
  ) throws -> [String: PriceTerms] {
    let policy = try InventoryStore.Programmes.policy(of: programme, database)
    return Dictionary(
      (policy?.lines ?? []).map { ($0.id, $0.terms) }, uniquingKeysWith: { first, _ in first })
  }

  private static func lastDay(of terms: PriceTerms, since day: String) -> LastDay {
    guard let years = terms.years, years.isFinite, years < 1000,
      let start = VietnamDay.end(day)?.addingTimeInterval(-86_400)
    else { return .unknown }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(secondsFromGMT: 7 * 3600) ?? .gmt
    let end = calendar.date(byAdding: .month, value: Int((years * 12).rounded()), to: start)
    // The contract ends on the day before its anniversary.
    return end.map { .day(CalendarDay($0.addingTimeInterval(-86_400))) } ?? .unknown
  }
}
