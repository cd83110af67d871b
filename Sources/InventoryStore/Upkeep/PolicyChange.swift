public import Foundation
import GRDB
public import Prioritization

extension InventoryStore.Upkeep {
  /// Records the policy with which the serving process starts; in the audit log, if it is not that
  /// of the last start.
  ///
  /// - Parameter digest: SHA-256 of the policy's text.
  public func startWith(_ policy: Policy, digest: String, now: Date) async throws {
    try await store.write { group in
      try PolicyRecord.change(policy, digest: digest, at: now, group)
    }
  }

  /// Puts another policy in force in the serving process, and records it in the audit log. If its
  /// measure rules differ, the stored measures expire in the same short transaction: from then on
  /// readers compute all of them by the new rules, until ``renewOvertaken(now:)`` has rewritten
  /// them.
  ///
  /// - Parameter digest: SHA-256 of the policy's text.
  /// - Throws: ``InventoryError``; the former policy stays in force then.
  public func adopt(_ policy: Policy, digest: String, now: Date) async throws {
    let rules = MeasureRules(policy)
    // What time alone has changed by now was changed under the former rules.
    if rules != store.rules { try await renewOvertaken(now: now) }
    // Before the transaction, which computes measures by the rules in force.
    let former = store.inForce.replace(policy, rules)
    do {
      try await store.write { group in
        if rules != former.rules {
          try CoverageCounts.expire(at: now, group.database)
          try rules.store(group.database)
          try MeasureHistory.begin(at: now, group.database)
        }
        group.recordChange()
        try PolicyRecord.change(policy, digest: digest, at: now, group)
      }
    } catch {
      store.inForce.replace(former.policy, former.rules)
      // Reports that were filed meanwhile left measures by the new rules.
      if rules != former.rules {
        try? await store.write { group in
          try CoverageCounts.expire(at: now, group.database)
          group.recordChange()
        }
      }
      throw error
    }
  }
}

/// The digest of the last policy in force, stored in the file.
private enum PolicyRecord {
  static func change(
    _ policy: Policy, digest: String, at now: Date, _ group: WriteGroup
  ) throws {
    let database = group.database
    let known = try String.fetchOne(
      database, sql: "SELECT value FROM setting WHERE name = 'policyDigest'")
    guard known != digest else { return }
    try database.execute(
      sql: "INSERT OR REPLACE INTO setting (name, value) VALUES ('policyDigest', ?)",
      arguments: [digest])
    // The first policy of an inventory is no change.
    guard let known else { return }
    try AuditLog.append(
      .policyChanged, "policy \(policy.version)",
      [.version: .init(policy.version), .sha256: .init(digest), .previous: .init(known)],
      by: .centre, at: now, database)
  }
}
