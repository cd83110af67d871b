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

  /// Proposes to merge with the new machine what of its commune has the same hardware. What nobody
  /// has confirmed yet makes no batch: it could hide the machine that is meant.
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
          AND m.state <> 'retired' AND NOT (\(UnconfirmedMachines.condition))
        GROUP BY m.number HAVING count(*) >= ? LIMIT ?
        """, arguments: [machine, commune, minimumEqual, maximumAlike + 1])
    guard alike.count <= maximumAlike else { return }
    for row in alike {
      let former: String = row["id"]
      let kinds = (row["kinds"] as String).split(separator: " ").sorted().joined(separator: " ")
      try database.execute(
        sql: """
          INSERT INTO merge_proposal (former, later, evidence, proposedAt) VALUES (?, ?, ?, ?)
          """,
        arguments: [row["number"] as Int64, machine, kinds, now.microseconds])
      try AuditLog.append(
        .mergeProposed, id, ["former": .init(former), "evidence": .init(kinds)], by: .centre,
        at: now, database)
    }
  }
}

extension InventoryStore {
  /// Most proposals that are listed.
  public static let maximumProposals = 500

  /// The proposals of a scope that nobody decided yet, newest first.
  public func mergeProposals(within scope: Scope = .country) async throws -> [MergeProposal] {
    try await pool.read { try Self.openProposals(within: scope, $0) }
  }

  /// Those that name one machine.
  public func mergeProposals(
    of machine: String, within scope: Scope = .country
  ) async throws -> [MergeProposal] {
    try await pool.read { try Self.openProposals(within: scope, either: machine, $0) }
  }

  /// The proposal to merge two machines.
  ///
  /// - Throws: ``InventoryError`` with `machineUnknown` where there is none to decide.
  public func mergeProposal(
    of former: String, into later: String, within scope: Scope = .country
  ) async throws -> MergeProposal {
    let open = try await pool.read {
      try Self.openProposals(within: scope, former: former, later: later, $0)
    }
    guard let proposal = open.first else { throw Self.noProposal(former, later) }
    return proposal
  }

  /// Says that two machines which look alike are two: it is not asked again.
  ///
  /// - Throws: ``InventoryError`` with `machineUnknown` where there is no such proposal to decide.
  public func keepApart(
    _ former: String, from later: String, within scope: Scope = .country,
    by actor: Actor = .systemUser(), now: Date
  ) throws {
    try writing { database in
      let open = try Self.openProposals(within: scope, former: former, later: later, database)
      guard let proposal = open.first else { throw Self.noProposal(former, later) }
      try database.execute(
        sql: """
          UPDATE merge_proposal SET dismissedAt = ?
          WHERE former = (SELECT number FROM machine WHERE id = ?)
            AND later = (SELECT number FROM machine WHERE id = ?)
          """, arguments: [now.microseconds, former, later])
      try AuditLog.append(
        .mergeDismissed, later,
        [
          "former": .init(former), "evidence": .init(proposal.evidence.joined(separator: " ")),
        ], by: actor, at: now, database)
    }
  }

  private static func noProposal(_ former: String, _ later: String) -> InventoryError {
    InventoryError(
      .machineUnknown,
      "There is no proposal for \"\(former.cleaned(40) ?? "")\" and \"\(later.cleaned(40) ?? "")\": see machines proposals."
    )
  }

  private static func openProposals(
    within scope: Scope, former: String? = nil, later: String? = nil, either: String? = nil,
    _ database: Database
  ) throws -> [MergeProposal] {
    let inScope = scope.condition("c")
    return try Row.fetchAll(
      database,
      sql: """
        SELECT f.id AS former, l.id AS later, c.code, c.name, p.evidence, p.proposedAt
        FROM merge_proposal p JOIN machine f ON f.number = p.former
        JOIN machine l ON l.number = p.later JOIN commune c ON c.code = l.commune
        WHERE p.dismissedAt IS NULL AND f.state <> 'retired' AND l.state <> 'retired'
          AND \(inScope.sql) AND (? IS NULL OR f.id = ?) AND (? IS NULL OR l.id = ?)
          AND (? IS NULL OR ? IN (f.id, l.id))
        ORDER BY p.proposedAt DESC, l.number DESC LIMIT ?
        """,
      arguments: StatementArguments(inScope.arguments)
        + [former, former, later, later, either, either, maximumProposals]
    ).map { row in
      MergeProposal(
        former: row["former"], later: row["later"], commune: row["code"],
        communeName: row["name"],
        evidence: (row["evidence"] as String).split(separator: " ").map(String.init),
        proposedAt: Date(microseconds: row["proposedAt"]))
    }
  }
}
