public import Foundation
import GRDB

/// A new machine that looks like a known one: set up anew, or a twin. It is said, never done.
public struct MergeProposal: Codable, Sendable, Equatable {
  /// The machine that was there before.
  public var former: String
  public var later: String
  public var commune: String
  public var communeName: String
  /// Kinds of evidence that are equal: `mac`, `serial`, `uuid`.
  public var evidence: [String]
  public var proposedAt: Date
}

enum MergeProposals {
  static let minimumEqual = 2
  /// What more machines than these share is no evidence: a maker's whole batch has it.
  static let maximumAlike = 3

  /// Proposes to merge with the new machine what of its commune has the same hardware.
  static func propose(
    machine: Int64, id: String, commune: String, at now: Date, _ database: Database
  ) throws {
    let alike = try Row.fetchAll(
      database,
      sql: """
        SELECT m.number, m.id, group_concat(e.kind, ' ') AS kinds
        FROM machine_evidence mine
        JOIN machine_evidence e ON e.hash = mine.hash AND e.kind = mine.kind
        JOIN machine m ON m.number = e.machine
        WHERE mine.machine = ? AND m.number <> mine.machine AND m.commune = ?
          AND m.state <> 'retired'
        GROUP BY m.number HAVING count(*) >= ? LIMIT ?
        """, arguments: [machine, commune, minimumEqual, maximumAlike + 1])
    guard alike.count <= maximumAlike else { return }
    for row in alike {
      let former: String = row["id"]
      let kinds = (row["kinds"] as String).split(separator: " ").sorted().joined(separator: " ")
      try database.execute(
        sql: "INSERT INTO merge_proposal VALUES (?, ?, ?, ?)",
        arguments: [row["number"] as Int64, machine, kinds, now.microseconds])
      try AuditLog.append(
        .mergeProposed, id, ["former": .init(former), "evidence": .init(kinds)], by: .centre,
        at: now, database)
    }
  }
}

extension InventoryStore {
  /// The proposals of a scope that nobody decided yet, newest first.
  public func mergeProposals(within scope: Scope = .country) async throws -> [MergeProposal] {
    let inScope = scope.condition("c")
    return try await pool.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT f.id AS former, l.id AS later, c.code, c.name, p.evidence, p.proposedAt
          FROM merge_proposal p JOIN machine f ON f.number = p.former
          JOIN machine l ON l.number = p.later JOIN commune c ON c.code = l.commune
          WHERE f.state <> 'retired' AND l.state <> 'retired' AND \(inScope.sql)
          ORDER BY p.proposedAt DESC, l.number DESC
          """, arguments: StatementArguments(inScope.arguments)
      ).map { row in
        MergeProposal(
          former: row["former"], later: row["later"], commune: row["code"],
          communeName: row["name"],
          evidence: (row["evidence"] as String).split(separator: " ").map(String.init),
          proposedAt: Date(microseconds: row["proposedAt"]))
      }
    }
  }
}
