public import Foundation
import GRDB

/// An active machine that no longer reports, or has not since it was enrolled long ago.
public struct SilentMachine: Sendable, Equatable {
  public var id: String
  public var commune: String
  public var communeName: String
  public var provinceCode: String
  public var provinceName: String
  public var simulated: Bool
  public var manufacturer: String?
  public var model: String?
  /// Whether it has never reported.
  public var hasNeverReported: Bool
  /// nil if it never reported or the time is unknown, such as one in the future.
  public var lastReportAt: Date?
  /// When it began to count as silent, counted from its enrolment if it never reported; nil if
  /// unknown.
  public var silentSince: Date?
  /// The commune's contact; nil if unknown.
  public var contact: ContactDetails?
}

/// Selects silent machines; nil means any.
public struct SilentMachineFilter: Sendable, Equatable {
  public var province: String?
  /// Only machines that fell silent then or later; leaves out those whose last report has no known
  /// time.
  public var since: Date?
  /// Only machines of these communes, by code.
  public var communes: [String]?

  public init(province: String? = nil, since: Date? = nil, communes: [String]? = nil) {
    (self.province, self.since, self.communes) = (province, since, communes)
  }
}

extension InventoryStore.Coverage {
  /// Silent machines, the most recently silent first.
  ///
  /// - Parameters:
  ///   - limit: maximum number of machines; nil for all, 0 for the total alone.
  ///   - total: the total, if it is known already.
  /// - Returns: the machines from `offset` on, and the total.
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
        (r.silentMachines > 0 OR r.waitingMachines > 0 OR \(CoverageCounts.isOvertaken(now: ":now", known: ":known")))
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
            SELECT m.number, \(Self.heardAt) AS heard, c.code
            \(source) ORDER BY heard DESC NULLS LAST, c.code, m.number LIMIT :limit OFFSET :offset)
          SELECT m.id, c.code, c.name AS communeName, c.province, p.name AS provinceName,
            m.simulated, h.manufacturer, h.model, s.heard, m.lastReportAt IS NULL AS never, k.name, k.phone, k.email
          FROM shown s JOIN machine m ON m.number = s.number JOIN commune c ON c.code = s.code
          JOIN province p ON p.code = c.province
          LEFT JOIN machine_hardware h ON h.machine = m.number
          LEFT JOIN commune_contact k ON k.commune = c.code
          ORDER BY s.heard DESC NULLS LAST, c.code, m.number
          """,
        arguments: limits + selection.namedArguments + ["limit": limit ?? -1, "offset": offset])
      return (rows.map { Self.machine($0, silentSeconds: silentSeconds) }, count)
    }
  }

  /// SQL: whether the time of the last report of a machine `m` is known.
  private static let isKnown = "(m.lastReportAt <= :known AND m.reportTimeDoubtedAt IS NULL)"

  /// SQL: when it last reported, or was enrolled if it never did; NULL if unknown.
  private static let heardAt = """
    CASE WHEN m.lastReportAt IS NULL THEN m.enrolledAt WHEN \(isKnown) THEN m.lastReportAt END
    """

  /// SQL: the machines that ``CoverageCounts/states`` counts as silent, and those that have waited
  /// as long for their first report.
  private static func isSilent(isLimited: Bool) -> String {
    let silent = """
      m.state = 'active' AND CASE WHEN m.lastReportAt IS NULL THEN m.enrolledAt < :silent
        ELSE NOT (m.lastReportAt >= :silent AND \(isKnown)) END
      """
    // Both name :since, because SQLite refuses an argument that the statement does not name.
    return isLimited
      ? "\(silent) AND \(heardAt) >= :since"
      : "\(silent) AND :since IS NULL"
  }

  private static func machine(_ row: Row, silentSeconds: Double) -> SilentMachine {
    let heard = row.dateIfKnown("heard")
    let isNever: Bool = row["never"]
    let contact = ContactDetails(stored: row)
    return SilentMachine(
      id: row["id"], commune: row["code"], communeName: row["communeName"],
      provinceCode: row["province"], provinceName: row["provinceName"],
      simulated: row["simulated"], manufacturer: row["manufacturer"], model: row["model"],
      hasNeverReported: isNever, lastReportAt: isNever ? nil : heard,
      silentSince: heard?.addingTimeInterval(silentSeconds),
      contact: contact.isEmpty ? nil : contact)
  }
}
