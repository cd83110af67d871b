import Foundation
import GRDB
import Prioritization
import Reporting

/// Services that became usable and certificates that appeared, as computers' own checks found them.
/// What was typed in does not count here.
enum AccountSightings {
  /// Microseconds; a service that was unusable for longer counts as new when it comes back.
  private static let interruption = 60 * 86_400_000_000 as Int64

  /// One account as one section stated it, from its first report to its last.
  private struct Span {
    let machine: String
    let first: Int64
    let last: Int64
    let account: AccountFacts.Account
  }

  /// The services, each with the time since which it has been usable without a long interruption.
  static func services(
    _ services: [String], commune: String, now: Date, _ database: Database
  ) throws -> [EvidenceSighting] {
    let spans = try spans(services, commune: commune, now: now, database)
    return Dictionary(grouping: spans, by: \.account.service).map { service, spans in
      var current = spans[0]
      for span in spans.dropFirst() {
        if span.first - current.last > interruption {
          current = span
        } else if span.last > current.last {
          current = Span(
            machine: current.machine, first: current.first, last: span.last,
            account: span.account)
        }
      }
      return EvidenceSighting(
        subject: "\(commune) \(service) \(current.first)", seenAt: current.first,
        machine: current.machine)
    }
  }

  /// Certificates, identified by their expiry to the second: nothing else about a certificate
  /// leaves the computer. Two that expire in the same second count as one.
  static func certificates(
    _ services: [String], commune: String, now: Date, _ database: Database
  ) throws -> [EvidenceSighting] {
    let spans = try spans(services, commune: commune, now: now, database)
      .filter { $0.account.evidence == .certificate && $0.account.expiresAt != nil }
    return Dictionary(grouping: spans) { "\($0.account.service) \($0.account.expiresAt ?? "")" }
      .map { certificate, spans in
        EvidenceSighting(
          subject: "\(commune) \(certificate)", seenAt: spans[0].first, machine: spans[0].machine)
      }
  }

  /// Usable accounts, by when they were first seen.
  private static func spans(
    _ services: [String], commune: String, now: Date, _ database: Database
  ) throws -> [Span] {
    let rows = try ReportedPast.rows("accounts", commune: commune, database)
    return rows.flatMap { row -> [Span] in
      let body = Data((row["body"] as String).utf8)
      // A section that this version cannot read shows nothing.
      guard let outcome = try? JSONDecoder().decode(Outcome<AccountFacts>.self, from: body),
        let facts = outcome.facts
      else { return [] }
      return facts.accounts.filter {
        $0.status == .active && $0.evidence != .attested && services.contains($0.service)
      }.map {
        Span(machine: row["id"], first: row["firstSeen"], last: row["lastSeen"], account: $0)
      }
    }
  }
}
