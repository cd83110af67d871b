import Foundation
import GRDB
import Reporting

/// The best that is known of each service, by the rules that the measures count by.
struct ServiceSummary {
  /// What a machine says, as people see it.
  struct Said {
    let shown: CommuneDetails.Account
    let standing: AccountStanding

    /// - Parameter now: a time after it is unknown, and so is one that is doubted.
    init(_ row: Row, now: Date) {
      shown = CommuneDetails.Account(
        machine: row["id"], service: row["service"], status: row["status"],
        evidence: row["evidence"],
        expiresAt: (row["expiresAt"] as Int64?).map { Date(microseconds: $0) },
        checkedAt: row["checkedAt"], saidAt: Date(microseconds: row["saidAt"]))
      standing = AccountStanding(
        machine: row["machine"], service: shown.service,
        status: AccountFacts.Account.Status(rawValue: shown.status) ?? .unknown,
        expiresAt: shown.expiresAt, saidAt: AccountStanding.known(row["trustedSaidAt"], now))
    }
  }

  let services: [CommuneDetails.Service]

  /// - Parameters:
  ///   - said: by machines and officers.
  ///   - heard: the machines whose word is proven.
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
        status: best?.status.rawValue ?? AccountFacts.Account.Status.unknown.rawValue,
        evidence: best.map { $0.machine == nil ? "officer" : account?.shown.evidence ?? "probed" },
        machine: best?.machine == nil ? nil : account?.shown.machine,
        expiresAt: best?.expiresAt,
        saidAt: best.flatMap { $0.saidAt == .min ? nil : Date(microseconds: $0.saidAt) },
        isUsable: best?.verdict(at: now) == .usable,
        isStale: best?.machine.map { !heard.contains($0) } ?? false)
    }
  }

  /// What counts most of a service: that it can be used, then that it cannot, each where it is
  /// proven first; the newest of equals.
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
