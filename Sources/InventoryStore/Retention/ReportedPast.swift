import Foundation
import GRDB
import Reporting

/// What is kept of deleted texts: the scanners and usable accounts that machines had
/// (`reported_past`), which the evidence of programmes needs.
enum ReportedPast {
  /// Microseconds; rows whose reports lie further apart stay separate: a service that was away for
  /// that long counts as new when it comes back.
  private static let longestGap = 60 * 86_400_000_000 as Int64

  /// The facts to keep of a text, as a section; nil if there are none.
  static func facts(_ body: Data, of probe: String) -> String? {
    switch probe {
    case "scanners": scanners(body)
    case "accounts": accounts(body)
    default: nil
    }
  }

  private static func scanners(_ body: Data) -> String? {
    guard
      let facts = try? JSONDecoder().decode(Outcome<ScannerFacts>.self, from: body).facts,
      !facts.scanners.isEmpty
    else { return nil }
    return text(Outcome.observed(ScannerFacts(scanners: facts.scanners)))
  }

  private static func accounts(_ body: Data) -> String? {
    guard
      let facts = try? JSONDecoder().decode(Outcome<AccountFacts>.self, from: body).facts
    else { return nil }
    let usable = facts.accounts.filter { $0.status == .active && $0.evidence != .attested }
    guard !usable.isEmpty else { return nil }
    return text(
      Outcome.observed(
        AccountFacts(
          accounts: usable.map { account in
            // The time of the check differs with each report.
            var account = account
            (account.checkedAt, account.detail) = ("-", nil)
            return account
          })))
  }

  private static func text(_ facts: some Encodable) -> String? {
    (try? CanonicalJSON.encode(facts)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Stores the facts kept of a text; if they equal those before, the earlier row is extended.
  static func file(_ section: ReplacedSection, _ database: Database) throws {
    guard let facts = section.past else { return }
    let before = try Int64.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT lastSeen FROM section WHERE machine = ? AND probe = ? AND firstSeen < ?
          ORDER BY firstSeen DESC, id DESC LIMIT 1
          """), arguments: [section.machine, section.probe, section.firstSeen])
    if let before, section.firstSeen - before <= longestGap {
      try database.cachedStatement(
        sql: """
          UPDATE reported_past SET lastSeen = max(lastSeen, ?)
          WHERE machine = ? AND probe = ? AND lastSeen = ? AND facts = ?
          """
      ).execute(arguments: [section.lastSeen, section.machine, section.probe, before, facts])
      if database.changesCount > 0 { return }
    }
    try database.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO reported_past (machine, probe, firstSeen, lastSeen, facts)
        VALUES (?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      section.machine, section.probe, section.firstSeen, section.lastSeen, facts,
    ])
  }

  /// Every text, and what is kept of deleted ones, of a commune's machines: `id` of the machine,
  /// `firstSeen`, `lastSeen`, `body`, in order of time. What arrived late was seen when it was
  /// reported, not when it arrived: a stick from before a delivery does not show it.
  static func rows(
    _ probe: String, commune: String, _ database: Database
  ) throws -> [Row] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT m.id, \(Receipts.madeAt("s.firstSeen")) AS firstSeen, s.lastSeen AS lastSeen,
          b.body AS body
        FROM machine m JOIN section s ON s.machine = m.number AND s.probe = :probe
        JOIN section_body b ON b.section = s.id WHERE m.commune = :commune
        UNION ALL
        SELECT m.id, \(Receipts.madeAt("p.firstSeen")), p.lastSeen, p.facts
        FROM machine m JOIN reported_past p ON p.machine = m.number AND p.probe = :probe
        WHERE m.commune = :commune
        ORDER BY 2, 3
        """, arguments: ["probe": probe, "commune": commune])
  }
}
