import Foundation
import GRDB
import Reporting

/// The typed rows of an accounts section.
enum AccountState {
  /// - Parameter seen: when the machine was observed, by the centre's clock. An unchanged account
  ///   keeps its date.
  static func write(
    _ outcome: Outcome<AccountFacts>, machine: Int64, seen: Date, _ database: Database
  ) throws {
    try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO machine_accounts (machine, outcome, reason) VALUES (?, ?, ?)"
    ).execute(arguments: [
      machine, outcome.name, outcome.reason.map { $0.cleaned(200) ?? "-" },
    ])
    // The last observed accounts stay after a failure.
    if case .failed = outcome { return }
    var row = try BoundStatement(upsert, database)
    var services: Set<String> = []
    for account in (outcome.facts?.accounts ?? []).prefix(AccountFacts.maximumCount) {
      guard let service = account.service.cleaned(64) else { continue }
      let end = account.expiresAt.map { try? Date($0, strategy: .iso8601) }
      services.insert(service)
      row.bind(machine)
      row.bind(service)
      // An active account with an unreadable end counts as unknown.
      row.bind(
        end == .some(nil) && account.status == .active
          ? AccountFacts.Account.Status.unknown.rawValue : account.status.rawValue)
      row.bind(account.evidence.rawValue)
      row.bind(end.flatMap { $0?.microseconds })
      row.bind(account.checkedAt.cleaned(40) ?? "-")
      row.bind(account.detail?.cleaned(200))
      row.bind(seen.microseconds)
      try row.run()
    }
    try removeAllBut(services, machine: machine, database)
  }

  private static let upsert = """
    INSERT INTO account
      (machine, service, status, evidence, expiresAt, checkedAt, detail, saidAt)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (machine, service) DO UPDATE SET
      saidAt = CASE
        WHEN status = excluded.status AND evidence = excluded.evidence
          AND expiresAt IS excluded.expiresAt AND checkedAt = excluded.checkedAt
        THEN saidAt ELSE excluded.saidAt END,
      status = excluded.status, evidence = excluded.evidence, expiresAt = excluded.expiresAt,
      checkedAt = excluded.checkedAt, detail = excluded.detail
    """

  /// Removes accounts that the machine no longer reports.
  private static func removeAllBut(
    _ services: Set<String>, machine: Int64, _ database: Database
  ) throws {
    let known = try String.fetchAll(
      database.cachedStatement(sql: "SELECT service FROM account WHERE machine = ?"),
      arguments: [machine])
    for service in known where !services.contains(service) {
      try database.cachedStatement(sql: "DELETE FROM account WHERE machine = ? AND service = ?")
        .execute(arguments: [machine, service])
    }
  }
}
