public import Foundation
import GRDB

/// The outcome of an officer's decision to retire or merge a computer.
public enum RetirementOutcome: Sendable, Equatable {
  case retired
  /// The officer is responsible for the commune only, so the province decides.
  case requested
}

/// A request of a commune's own officer to retire or merge a computer that the province has not
/// decided yet.
///
/// One computer fewer raises a commune's points. A mere claim must not raise them, so the computer
/// counts until somebody who is responsible for more than the commune agrees.
public struct RetirementRequest: DecodedRow, Encodable, Sendable, Equatable {
  public var machine: String
  /// The computer that it is claimed to be, reinstalled; nil if it is claimed to be out of use.
  public var mergeInto: String?
  public var commune, communeName: String
  /// A user's name.
  public var requestedBy: String
  public var requestedAt: Date
  /// When the computer last reported, by the centre's clock.
  public var lastReportAt: Date?
}

extension InventoryStore.Machines {
  /// Undecided requests of a scope, newest first; at most ``maximumProposals``.
  ///
  /// - Parameter machine: the only machine whose requests are wanted; nil for all.
  public func retirementRequests(
    of machine: String? = nil, within scope: Scope
  ) async throws -> [RetirementRequest] {
    let inScope = scope.condition("c")
    return try await store.rows(
      sql: RetirementRequests.undecided(where: inScope.sql),
      arguments: StatementArguments(inScope.arguments)
        + [machine, machine, Self.maximumProposals])
  }

  /// Declines a request: the computer stays in the inventory. An officer of the commune withdraws
  /// its request the same way.
  ///
  /// - Throws: ``InventoryError`` with `machineUnknown`, or `stateConflict` if there is no request.
  public func declineRetirement(
    _ id: String, within scope: Scope, by actor: Actor = .systemUser(), now: Date
  ) async throws {
    try await store.write { group in
      let machine = try MachineStanding.named(id, within: scope, group.database)
      guard try RetirementRequests.remove(machine.number, group.database) else {
        throw InventoryError(
          .stateConflict, "Nobody has requested that computer \(machine.id) be retired.")
      }
      try AuditLog.append(
        .retirementDeclined, machine.id, by: actor, at: now, group.database)
    }
  }
}

enum RetirementRequests {
  /// SQL: the undecided requests. CROSS JOIN keeps SQLite from starting with every machine, since
  /// it does not know that there are at most a few requests.
  static func undecided(where inScope: String) -> String {
    """
    SELECT m.id AS machine, s.id AS mergeInto, m.commune, c.name AS communeName,
      r.requestedBy, r.requestedAt, m.lastReportAt
    FROM retirement_request r CROSS JOIN machine m ON m.number = r.machine
    LEFT JOIN machine s ON s.number = r.mergeInto JOIN commune c ON c.code = m.commune
    WHERE \(inScope) AND (? IS NULL OR m.id = ?)
    ORDER BY r.requestedAt DESC, m.number DESC LIMIT ?
    """
  }

  /// Files a request, replacing an earlier one for the same computer.
  static func file(
    _ machine: MachineStanding, mergeInto successor: MachineStanding? = nil, by actor: Actor,
    at now: Date, _ database: Database
  ) throws {
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO retirement_request (machine, mergeInto, requestedBy, requestedAt)
        VALUES (?, ?, ?, ?)
        """, arguments: [machine.number, successor?.number, actor.name, Instant(now)])
    try AuditLog.append(
      .retirementRequested, machine.id,
      successor.map { [.into: AuditLog.Detail($0.id)] } ?? [:], by: actor, at: now, database)
  }

  /// Removes the request for a machine, and requests to merge others into it.
  ///
  /// - Returns: whether there was one for the machine.
  @discardableResult
  static func remove(_ machine: Int64, _ database: Database) throws -> Bool {
    // A merge into a computer that is gone can no longer be approved.
    try database.execute(
      sql: "DELETE FROM retirement_request WHERE mergeInto = ?", arguments: [machine])
    try database.execute(
      sql: "DELETE FROM retirement_request WHERE machine = ?", arguments: [machine])
    return database.changesCount > 0
  }

  /// Whether the evidence that computers themselves sent shows that `former` is `later`,
  /// reinstalled: the centre proposed the merge, and `former` has not reported since `later` was
  /// enrolled.
  static func areOneByEvidence(
    _ former: MachineStanding, _ later: MachineStanding, _ database: Database
  ) throws -> Bool {
    try Bool.fetchOne(
      database,
      sql: """
        SELECT EXISTS (SELECT 1 FROM merge_proposal p
          JOIN machine f ON f.number = p.former JOIN machine l ON l.number = p.later
          WHERE p.former = ? AND p.later = ? AND p.dismissedAt IS NULL
            AND l.lastReportAt IS NOT NULL AND coalesce(f.lastReportAt, 0) < l.enrolledAt)
        """, arguments: [former.number, later.number]) ?? false
  }
}
