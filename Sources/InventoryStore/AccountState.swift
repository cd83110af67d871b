import Foundation
import GRDB
import Reporting

/// The typed rows of an accounts section.
enum AccountState {
  static func write(
    _ outcome: Outcome<AccountFacts>, machine: Int64, _ database: Database
  ) throws {
    try database.cachedStatement(sql: "INSERT OR REPLACE INTO machine_accounts VALUES (?, ?, ?)")
      .execute(arguments: [
        machine, outcome.name, outcome.reason.map { $0.cleaned(200) ?? "-" },
      ])
    // What was seen last stays after a failed look.
    if case .failed = outcome { return }
    try database.cachedStatement(sql: "DELETE FROM account WHERE machine = ?")
      .execute(arguments: [machine])
    var row = try RowWriter(
      "INSERT OR REPLACE INTO account VALUES (?, ?, ?, ?, ?, ?, ?)", database)
    for account in (outcome.facts?.accounts ?? []).prefix(AccountFacts.maximumCount) {
      guard let service = account.service.cleaned(64) else { continue }
      let end = account.expiresAt.map { try? Date($0, strategy: .iso8601) }
      row.bind(machine)
      row.bind(service)
      // An end that cannot be read is no end that we may promise.
      row.bind(
        end == .some(nil) && account.status == .active
          ? AccountFacts.Account.Status.unknown.rawValue : account.status.rawValue)
      row.bind(account.evidence.rawValue)
      row.bind(end.flatMap { $0?.microseconds })
      row.bind(account.checkedAt.cleaned(40) ?? "-")
      row.bind(account.detail?.cleaned(200))
      try row.write(database)
    }
  }
}
