public import Foundation
import GRDB

/// An event that may have changed a commune's points.
public struct CommuneEvent: DecodedRow, Sendable, Equatable, Encodable {
  public var time: Date
  /// The machine concerned; nil if it is the commune as a whole.
  public var machine: String?
  /// `section.hardware`, `machine.enrolled`, `machine.retired`, `register.imported`, …
  public var what: String
}

extension InventoryStore.Communes {
  /// Maximum number of events listed for one commune.
  public static let maximumEvents = 200

  /// Changes in a commune after `since` and up to `until`, newest first: changed sections, and
  /// decisions about machines.
  ///
  /// - Throws: ``InventoryError`` with `communeUnknown`.
  public func events(
    commune: String, within scope: Scope, since: Date, until: Date
  ) async throws -> [CommuneEvent] {
    try await store.pool.read { database in
      _ = try scope.requireCommune(commune, database)
      return try CommuneEvent.fetchAll(
        database,
        sql: """
          SELECT s.firstSeen AS time, m.id AS machine, 'section.' || s.probe AS what
          FROM machine m JOIN section s ON s.machine = m.number
          WHERE m.commune = :commune AND s.firstSeen > :since AND s.firstSeen <= :until
          UNION ALL
          SELECT a.time, m.id, a.action FROM machine m JOIN audit a ON a.subject = m.id
          WHERE m.commune = :commune AND a.time > :since AND a.time <= :until
            AND a.action IN ('machine.enrolled', 'machine.quarantined', 'machine.approved',
              'machine.retired', 'machine.merged')
          UNION ALL
          SELECT a.time, NULL, a.action FROM audit a
          WHERE a.subject = 'commune ' || :commune AND a.time > :since AND a.time <= :until
            AND a.action IN ('commune.attested', 'commune.attestationWithdrawn',
              'commune.visitRecorded', 'commune.visitWithdrawn')
          UNION ALL
          SELECT a.time, NULL, a.action FROM audit a
          WHERE a.action = 'register.imported' AND a.time > :since AND a.time <= :until
          ORDER BY 1 DESC, 2, 3 LIMIT :most
          """,
        arguments: [
          "commune": commune, "since": Instant(since), "until": Instant(until),
          "most": Self.maximumEvents,
        ])
    }
  }
}
