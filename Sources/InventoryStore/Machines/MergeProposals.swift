public import Foundation
public import GRDB

/// A new machine that looks like a known one: the same computer, reinstalled, or a twin. The centre
/// proposes a merge and leaves the decision to an officer.
public struct MergeProposal: Codable, Sendable, Equatable {
  /// The machine that was enrolled first.
  public var former: String
  public var later, commune, communeName: String
  /// Kinds of evidence that are equal: `mac`, `serial`, `uuid`.
  public var evidence: [String]
  public var proposedAt: Date
}

extension MergeProposal: FetchableRecord {
  public init(row: Row) {
    former = row["former"]
    later = row["later"]
    commune = row["code"]
    communeName = row["name"]
    evidence = (row["evidence"] as String).split(separator: " ").map(String.init)
    proposedAt = row.date("proposedAt")
  }
}

enum MergeProposals {
  static let minimumEqual = 2
  /// Maximum number of similar machines: evidence that more share comes from a manufacturer's
  /// batch.
  static let maximumAlike = 3

  /// Proposes to merge the new machine with machines of its commune that have the same hardware.
  /// Unconfirmed machines do not count towards a batch: they could hide the right machine.
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
        arguments: [row["number"] as Int64, machine, kinds, Instant(now)])
      try AuditLog.append(
        .mergeProposed, id, [.former: .init(former), .evidence: .init(kinds)], by: .centre,
        at: now, database)
    }
  }
}

extension InventoryStore.Machines {
  /// Maximum number of proposals in a list.
  public static let maximumProposals = 500

  /// Undecided proposals of a scope, newest first.
  public func mergeProposals(within scope: Scope) async throws -> [MergeProposal] {
    try await store.pool.read { try Self.openProposals(within: scope, $0) }
  }

  /// Undecided proposals that name one machine.
  public func mergeProposals(
    of machine: String, within scope: Scope
  ) async throws -> [MergeProposal] {
    try await store.pool.read { try Self.openProposals(within: scope, either: machine, $0) }
  }

  /// The undecided proposal to merge two machines.
  ///
  /// - Throws: ``InventoryError`` with `machineUnknown` if there is none.
  public func mergeProposal(
    of former: String, into later: String, within scope: Scope
  ) async throws -> MergeProposal {
    try await store.pool.read {
      try Self.openProposal(former, later, within: scope, $0)
    }
  }

  /// Records that two similar machines are two computers; the merge is not proposed again.
  ///
  /// - Throws: ``InventoryError`` with `machineUnknown` if there is no such proposal.
  public func keepApart(
    _ former: String, from later: String, within scope: Scope,
    by actor: Actor = .systemUser(), now: Date
  ) async throws {
    try await store.write { group in
      let database = group.database
      let proposal = try Self.openProposal(former, later, within: scope, database)
      try database.execute(
        sql: """
          UPDATE merge_proposal SET dismissedAt = ?
          WHERE former = (SELECT number FROM machine WHERE id = ?)
            AND later = (SELECT number FROM machine WHERE id = ?)
          """, arguments: [Instant(now), former, later])
      try AuditLog.append(
        .mergeDismissed, later,
        [
          .former: .init(former), .evidence: .init(proposal.evidence.joined(separator: " ")),
        ], by: actor, at: now, database)
    }
  }

  private static func openProposal(
    _ former: String, _ later: String, within scope: Scope, _ database: Database
  ) throws -> MergeProposal {
    let open = try openProposals(within: scope, former: former, later: later, database)
    guard let proposal = open.first else {
      throw InventoryError(
        .machineUnknown,
        "There is no proposal for \"\(former.cleaned(40) ?? "")\" and \"\(later.cleaned(40) ?? "")\": see machines proposals."
      )
    }
    return proposal
  }

  private static func openProposals(
    within scope: Scope, former: String? = nil, later: String? = nil, either: String? = nil,
    _ database: Database
  ) throws -> [MergeProposal] {
    let inScope = scope.condition("c")
    return try MergeProposal.fetchAll(
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
        + [former, former, later, later, either, either, maximumProposals])
  }
}
