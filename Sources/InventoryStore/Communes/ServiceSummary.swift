import Foundation
import GRDB
import Reporting

/// The best that is known about each service, by the rules of the measures.
struct ServiceSummary {
  /// A machine's statement, and the form in which people see it.
  struct Said {
    let shown: CommuneDetails.Account
    let standing: AccountStanding

    /// - Parameter now: later times count as unknown, as doubted ones do.
    init(_ row: Row, now: Date) throws {
      shown = CommuneDetails.Account(
        machine: row["id"], service: row["service"],
        status: try row.state("status", of: "account"),
        evidence: try row.state("evidence", of: "account"),
        expiresAt: row.dateIfKnown("expiresAt"), checkedAt: row["checkedAt"],
        saidAt: row.date("saidAt"))
      standing = AccountStanding(
        machine: row["machine"], service: shown.service,
        status: shown.status,
        expiresAt: shown.expiresAt, saidAt: AccountStanding.known(row["trustedSaidAt"], now))
    }
  }

  let services: [CommuneDetails.Service]

  /// - Parameters:
  ///   - said: the statements of machines and officers.
  ///   - accounts: the machines' statements, in the form that people see.
  ///   - heard: machines whose reports are recent enough to prove something.
  init(
    said: [AccountStanding], accounts: [Said], heard: Set<Int64>, rules: MeasureRules, now: Date
  ) {
    let required = rules.services + rules.signatures
    let counting = Dictionary(
      grouping: AccountStanding.counting(said, at: now), by: \.service)
    let byService = Dictionary(grouping: accounts, by: \.standing.service).mapValues { said in
      Dictionary(said.map { ($0.standing.machine, $0) }, uniquingKeysWith: { first, _ in first })
    }
    let others = Set(counting.keys).subtracting(required).sorted()
    services = (required + others).map { service in
      let best = counting[service, default: []].max {
        Self.worth($0, heard, now) < Self.worth($1, heard, now)
      }
      let account = best.flatMap { byService[$0.service]?[$0.machine] }
      return CommuneDetails.Service(
        service: service, isRequired: required.contains(service),
        status: best?.status ?? .unknown,
        evidence: best.map {
          $0.machine == nil ? .officer : account.map { .init($0.shown.evidence) } ?? .probed
        },
        machine: best?.machine == nil ? nil : account?.shown.machine,
        expiresAt: best?.expiresAt,
        saidAt: best.flatMap { $0.saidAt == .min ? nil : Date(microseconds: $0.saidAt) },
        isUsable: best?.verdict(at: now) == .usable,
        isStale: best?.machine.map { !heard.contains($0) } ?? false)
    }
  }

  /// Order of statements: usable before refused, proven before unproven, then the newest.
  private static func worth(
    _ said: AccountStanding, _ heard: Set<Int64>, _ now: Date
  ) -> (Int, Int64) {
    let isProven = said.machine.map(heard.contains) ?? true
    let rank =
      switch (said.verdict(at: now), isProven) {
      case (.usable, true): 4
      case (.refused, true): 3
      case (.usable, false): 2
      case (.refused, false): 1
      case (.unknown, _): 0
      }
    return (rank, said.saidAt)
  }
}
