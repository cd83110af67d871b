public import Foundation
import GRDB

/// Something that may have moved a commune's points.
public struct CommuneEvent: Sendable, Equatable, Codable {
  public var time: Date
  /// The machine that it concerns; nil where it concerns the commune.
  public var machine: String?
  /// `section.hardware`, `machine.enrolled`, `machine.retired`, `register.imported`, …
  public var what: String
}

extension InventoryStore {
  /// Most events that are told of one commune.
  public static let maximumEvents = 200

  /// What changed in a commune after `since` and up to `until`, newest first: sections that said
  /// something new, and decisions about machines.
  ///
  /// - Throws: ``InventoryError`` with `communeUnknown`.
  public func events(
    commune: String, within scope: Scope = .country, since: Date, until: Date
  ) async throws -> [CommuneEvent] {
    try await pool.read { database in
      _ = try Self.requireCommune(commune, within: scope, database)
      return try Row.fetchAll(
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
            AND a.action IN ('commune.attested', 'commune.attestationWithdrawn')
          UNION ALL
          SELECT a.time, NULL, a.action FROM audit a
          WHERE a.action = 'register.imported' AND a.time > :since AND a.time <= :until
          ORDER BY 1 DESC, 2, 3 LIMIT :most
          """,
        arguments: [
          "commune": commune, "since": since.microseconds, "until": until.microseconds,
          "most": Self.maximumEvents,
        ]
      ).map {
        CommuneEvent(
          time: Date(microseconds: $0["time"]), machine: $0["machine"], what: $0["what"])
      }
    }
  }
}
