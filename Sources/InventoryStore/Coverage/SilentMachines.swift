public import Foundation
import GRDB

/// An active machine that has reported before and no longer does.
public struct SilentMachine: Sendable, Equatable {
  public var id: String
  public var commune: String
  public var communeName: String
  public var provinceCode: String
  public var provinceName: String
  public var simulated: Bool
  public var manufacturer: String?
  public var model: String?
  /// nil if unknown, such as a time in the future.
  public var lastReportAt: Date?
  /// When it came to count as silent; nil if unknown.
  public var silentSince: Date?
  /// Whom to call; nil if unknown.
  public var contact: ContactDetails?
}

/// Which silent machines are wanted; nil means any.
public struct SilentMachineFilter: Sendable, Equatable {
  public var province: String?
  /// Only those that fell silent then or later. Those whose last report has no known time are left
  /// out.
  public var since: Date?
  /// Only those of these communes, by code.
  public var communes: [String]?

  public init(province: String? = nil, since: Date? = nil, communes: [String]? = nil) {
    (self.province, self.since, self.communes) = (province, since, communes)
  }
}

extension InventoryStore.Coverage {
  /// Silent machines, those that fell silent last first.
  ///
  /// - Parameters:
  ///   - limit: maximum of machines; nil for all, 0 for their number alone.
  ///   - total: how many there are in all, if that is known already.
  /// - Returns: the machines from `offset` on, and how many there are in all.
  /// - Throws: ``InventoryError`` with `provinceUnknown`.
  public func silentMachines(
    _ filter: SilentMachineFilter, within scope: Scope, now: Date, limit: Int? = nil,
    offset: Int = 0, total: Int? = nil
  ) async throws -> (machines: [SilentMachine], total: Int) {
    try await store.pool.read { [rules = store.rules] database in
      try scope.requireProvince(filter.province, database)
      let selection = CommuneSelection(province: filter.province, scope: scope)
      let silentSeconds = rules.silentDays * 86_400
      let limits: StatementArguments = [
        "silent": Instant(now.addingTimeInterval(-silentSeconds)), "known": now.latestKnown,
        "now": Instant(now),
        "since": filter.since.map { Instant($0.addingTimeInterval(-silentSeconds)) },
        "communes": try filter.communes.map {
          String(decoding: try JSONEncoder().encode($0), as: UTF8.self)
        },
      ]
      let condition = Self.isSilent(isLimited: filter.since != nil)
      // Communes first, in this order: most have no silent machine, as their stored counts say.
      let mayHaveSilent = """
        (r.silentMachines > 0 OR \(CoverageCounts.isOvertaken(now: ":now", known: ":known")))
        """
      let source = """
        FROM commune c CROSS JOIN commune_reporting r ON r.commune = c.code
        CROSS JOIN machine m ON m.commune = c.code
        WHERE \(selection.named) AND \(mayHaveSilent) AND \(condition)
          AND (:communes IS NULL OR c.code IN (SELECT value FROM json_each(:communes)))
        """
      let count =
        try total
        ?? Int.fetchOne(
          database, sql: "SELECT count(*) \(source)",
          arguments: limits + selection.namedArguments) ?? 0
      if limit == 0 { return ([], count) }
      let rows = try Row.fetchAll(
        database,
        sql: """
          WITH shown AS MATERIALIZED (
            SELECT m.number, CASE WHEN \(Self.isKnown) THEN m.lastReportAt END AS last, c.code
            \(source) ORDER BY last DESC NULLS LAST, c.code, m.number LIMIT :limit OFFSET :offset)
          SELECT m.id, c.code, c.name AS communeName, c.province, p.name AS provinceName,
            m.simulated, h.manufacturer, h.model, s.last, k.name, k.phone, k.email
          FROM shown s JOIN machine m ON m.number = s.number JOIN commune c ON c.code = s.code
          JOIN province p ON p.code = c.province
          LEFT JOIN machine_hardware h ON h.machine = m.number
          LEFT JOIN commune_contact k ON k.commune = c.code
          ORDER BY s.last DESC NULLS LAST, c.code, m.number
          """,
        arguments: limits + selection.namedArguments + ["limit": limit ?? -1, "offset": offset])
      return (rows.map { Self.machine($0, silentSeconds: silentSeconds) }, count)
    }
  }

  /// SQL: whether the time of the last report of a machine `m` is known.
  private static let isKnown = "(m.lastReportAt <= :known AND m.reportTimeDoubtedAt IS NULL)"

  /// SQL: as ``CoverageCounts/states`` counts silent machines.
  private static func isSilent(isLimited: Bool) -> String {
    let silent = """
      m.state = 'active' AND m.lastReportAt IS NOT NULL
        AND NOT (m.lastReportAt >= :silent AND \(isKnown))
      """
    // Both name :since, because SQLite refuses an argument that the statement does not name.
    return isLimited
      ? "\(silent) AND \(isKnown) AND m.lastReportAt >= :since"
      : "\(silent) AND :since IS NULL"
  }

  private static func machine(_ row: Row, silentSeconds: Double) -> SilentMachine {
    let last = row.dateIfKnown("last")
    let contact = ContactDetails(stored: row)
    return SilentMachine(
      id: row["id"], commune: row["code"], communeName: row["communeName"],
      provinceCode: row["province"], provinceName: row["provinceName"],
      simulated: row["simulated"], manufacturer: row["manufacturer"], model: row["model"],
      lastReportAt: last, silentSince: last?.addingTimeInterval(silentSeconds),
      contact: contact.isEmpty ? nil : contact)
  }
}
