import Foundation
import GRDB
import Prioritization

/// A delivery for which reports do not show every unit yet.
struct EvidenceDemand {
  let kind: EvidenceKind
  let delivery: Int64
  let programme: Int64
  let source: EvidenceSource
  /// One for each unit that is not shown yet.
  let units: [DeliveredUnit]

  /// The demands of one commune, from all programmes.
  static func open(commune: String, _ database: Database) throws -> [EvidenceDemand] {
    var policies: [Int64: Policy] = [:]
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT e.number AS delivery, e.day, i.programme, i.evidence, i.evidenceRate,
          e.count - (SELECT count(*) FROM programme_evidence v
            WHERE v.delivery = e.number AND v.voidedAt IS NULL) AS open
        FROM programme_item i JOIN programme_entry e ON e.lineItem = i.number
        WHERE i.commune = ? AND e.kind = 'delivery' AND e.withdrawnAt IS NULL
          AND i.evidence IS NOT NULL
        ORDER BY e.day, e.number
        """, arguments: [commune])
    return try rows.compactMap { row in
      let (programme, open): (Int64, Int) = (row["programme"], row["open"])
      guard open > 0, let kind = EvidenceKind(rawValue: row["evidence"]),
        let end = VietnamDay.end(row["day"]),
        let policy = try policies[programme]
          ?? InventoryStore.Programmes.policy(of: programme, database)
      else { return nil }
      policies[programme] = policy
      // A line is measured once it is in service; other things may be there before their papers.
      let margin = kind == .line ? 0 : policy.evidence.marginDays
      let notBefore = end.addingTimeInterval(-86_400 * (1 + margin)).microseconds
      let delivery: Int64 = row["delivery"]
      return EvidenceDemand(
        kind: kind, delivery: delivery, programme: programme,
        source: EvidenceSource(
          kind: kind, rules: MeasureRules(policy), rate: row["evidenceRate"],
          since: [.line, .replacement].contains(kind) ? notBefore : 0),
        units: Array(
          repeating: DeliveredUnit(delivery: delivery, notBefore: notBefore), count: open))
    }
  }
}

/// The kind of evidence to look for, and its conditions.
struct EvidenceSource: Hashable {
  let kind: EvidenceKind
  let rules: MeasureRules
  /// Bit/s that a measurement must reach.
  let rate: Double?
  /// Only measurements and replacements from then on count; microseconds since 1970.
  let since: Int64

  func sightings(
    commune: String, now: Date, _ database: Database
  ) throws -> [EvidenceSighting] {
    switch kind {
    case .computer:
      try ComputerSightings.new(commune: commune, rules: rules, now: now, database)
    case .replacement:
      try ComputerSightings.replacing(
        since: since, commune: commune, rules: rules, now: now, database)
    case .scanner: try ScannerSightings.new(commune: commune, database)
    case .line:
      try LineSightings.reaching(rate ?? .infinity, since: since, commune: commune, database)
    case .account:
      try AccountSightings.services(rules.services, commune: commune, now: now, database)
    case .signature:
      try AccountSightings.certificates(rules.signatures, commune: commune, now: now, database)
    case .visit: try LineSightings.visits(commune: commune, database)
    }
  }
}
