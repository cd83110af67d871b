public import Foundation
import GRDB
import Prioritization

/// Searches a commune's reports for what was delivered to it.
enum EvidenceFiling {
  /// Searches one commune and files what it finds.
  ///
  /// Evidence once found stays valid even if the equipment breaks later, unless it is refuted.
  static func search(commune: String, now: Date, _ database: Database) throws {
    var changed = try RefutedEvidence.void(commune: commune, now: now, database)
    let demands = try EvidenceDemand.open(commune: commune, database)
    for (kind, some) in Dictionary(grouping: demands, by: \.kind) {
      for (source, alike) in Dictionary(grouping: some, by: \.source) {
        let sightings = try source.sightings(commune: commune, now: now, database).filter {
          try $0.seenAt <= now.latestKnown && !isTaken($0, kind, database)
        }
        let units = alike.flatMap(\.units)
        for (delivery, sighting) in EvidenceMatching.assign(sightings, to: units) {
          try insert(sighting, kind, delivery: delivery, now: now, database)
          if let demand = alike.first(where: { $0.delivery == delivery }) {
            changed.insert(demand.programme)
          }
        }
      }
    }
    for programme in changed {
      try InventoryStore.Programmes.advance(programme, database)
    }
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO programme_search (commune, revision, searchedAt)
        VALUES (?1, coalesce((SELECT revision FROM commune_reporting WHERE commune = ?1), 0), ?2)
        """, arguments: [commune, Instant(now)])
  }

  /// A computer cannot be both a new one and a replacement.
  private static func subjectKind(_ kind: EvidenceKind) -> String {
    kind == .replacement ? EvidenceKind.computer.rawValue : kind.rawValue
  }

  /// Whether it is evidence already, or was and has been voided.
  static func isTaken(
    _ sighting: EvidenceSighting, _ kind: EvidenceKind, _ database: Database
  ) throws -> Bool {
    let statement = try database.cachedStatement(
      sql: "SELECT EXISTS (SELECT 1 FROM programme_evidence WHERE kind = ? AND subject = ?)")
    return try Bool.fetchOne(statement, arguments: [subjectKind(kind), sighting.subject]) ?? false
  }

  private static func insert(
    _ sighting: EvidenceSighting, _ kind: EvidenceKind, delivery: Int64, now: Date,
    _ database: Database
  ) throws {
    try database.execute(
      sql: """
        INSERT INTO programme_evidence (kind, subject, delivery, seenAt, machine, recordedAt)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        subjectKind(kind), sighting.subject, delivery, sighting.seenAt, sighting.machine,
        Instant(now),
      ])
  }
}

extension InventoryStore.Programmes {
  /// Maximum number of communes searched in one transaction, since reports wait behind it.
  private static let searchedAtOnce = 40

  /// Looks for evidence in communes with deliveries: where reports have come since the last search
  /// and some units are not shown yet, and everywhere once a day.
  public func searchForEvidence(now: Date) async throws {
    let dayAgo = now.addingTimeInterval(-86_400).microseconds
    let communes = try await store.pool.read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT DISTINCT i.commune FROM programme_item i
          JOIN programme_entry e ON e.lineItem = i.number AND e.kind = 'delivery'
            AND e.withdrawnAt IS NULL
          LEFT JOIN programme_search s ON s.commune = i.commune
          LEFT JOIN commune_reporting r ON r.commune = i.commune
          WHERE i.evidence IS NOT NULL AND (s.commune IS NULL OR s.searchedAt < ?1
            OR s.searchedAt > ?2 OR s.revision <> coalesce(r.revision, 0)
              AND e.count > (SELECT count(*) FROM programme_evidence v
                WHERE v.delivery = e.number AND v.voidedAt IS NULL))
          ORDER BY coalesce(s.searchedAt, 0), i.commune
          """, arguments: [dayAgo, now.latestKnown])
    }
    try await search(communes, now: now)
  }

  /// Looks for evidence in every commune of a programme, whenever it was last searched.
  public func searchForEvidence(of programme: Int64, within scope: Scope, now: Date) async throws {
    try await search(
      Set(record(programme, within: scope).items.map(\.commune)).sorted(), now: now)
  }

  private func search(_ communes: [String], now: Date) async throws {
    try await store.writeInParts(of: Self.searchedAtOnce, communes) { commune, group in
      try EvidenceFiling.search(commune: commune, now: now, group.database)
    }
  }
}
