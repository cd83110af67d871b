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
        SELECT e.number AS delivery, e.day, i.programme, i.item, i.evidence, i.evidenceRate,
          p.adoptedAt, e.count - (SELECT count(*) FROM programme_evidence v
            WHERE v.delivery = e.number AND v.voidedAt IS NULL) AS open
        FROM programme_item i JOIN programme p ON p.number = i.programme
        JOIN programme_entry e ON e.lineItem = i.number
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
      let span = EvidenceSpan(
        kind, margin: policy.evidence.marginDays, deliveredBy: end,
        adoptedAt: row["adoptedAt"] as Int64)
      let delivery: Int64 = row["delivery"]
      return EvidenceDemand(
        kind: kind, delivery: delivery, programme: programme,
        source: EvidenceSource(
          kind: kind, rules: MeasureRules(policy),
          rate: kind == .line
            ? try LineBaseline.rate(
              of: row["item"], promised: row["evidenceRate"], by: policy, programme: programme,
              commune: commune, database) : nil,
          since: span.searchedFrom),
        units: Array(
          repeating: DeliveredUnit(delivery: delivery, notBefore: span.notBefore), count: open))
    }
  }
}

/// The time from which a sighting may be evidence of a delivery. Microseconds since 1970.
///
/// Nothing that was seen before the adoption is evidence: the plan counted it as present, and buys
/// what is lacking beside it.
struct EvidenceSpan {
  let notBefore: Int64
  /// From when on a search must look; 0 where the search needs the past.
  let searchedFrom: Int64

  init(_ kind: EvidenceKind, margin: Double, deliveredBy end: Date, adoptedAt: Int64) {
    // A line is measured once it is in service; other things may be there before their papers.
    let margin = kind == .line ? 0 : margin
    let delivered = end.addingTimeInterval(-86_400 * (1 + margin)).microseconds
    // The record of a visit names its day alone, which may be that of the adoption.
    let day = VietnamDay.end(VietnamDay.text(Date(microseconds: adoptedAt)))
    let adopted =
      kind == .visit ? day?.addingTimeInterval(-86_400).microseconds ?? adoptedAt : adoptedAt
    notBefore = max(delivered, adopted)
    searchedFrom =
      switch kind {
      case .line, .replacement: notBefore
      case .visit: adoptedAt
      case .computer, .scanner, .account, .signature: 0
      }
  }
}

/// The kind of evidence to look for, and its conditions.
struct EvidenceSource: Hashable {
  let kind: EvidenceKind
  let rules: MeasureRules
  /// Bit/s that a measurement must reach.
  let rate: Double?
  /// Only measurements and replacements from then on count, and visits recorded from then on;
  /// microseconds since 1970.
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
    case .visit: try LineSightings.visits(since: since, commune: commune, database)
    }
  }
}
