import Foundation
import Reporting

/// A right to use a service, as a machine last saw it.
struct AccountStanding {
  /// The machine's row number.
  var machine: Int64
  var service: String
  var status: AccountFacts.Account.Status
  var expiresAt: Date?

  enum Verdict { case usable, refused, unknown }

  /// What it is worth at `now`: a right that has run out is none.
  func verdict(at now: Date) -> Verdict {
    switch status {
    case .active: expiresAt.map { $0 > now } ?? true ? .usable : .refused
    case .notIssued, .unauthorised, .expired, .locked: .refused
    case .unreachable, .unknown: .unknown
    }
  }
}

/// What a commune's machines say of its rights to the ministries' services.
struct AccountMeasures {
  /// The part of the required services that the commune can use; nil where nobody looked.
  let usableServicesShare: Measures.Value?
  /// Machines on which a digital signature works; nil where nobody looked.
  let digitalSignatures: Measures.Value?

  init(
    _ accounts: [AccountStanding], computers: [ComputerState], rules: MeasureRules, now: Date
  ) {
    // What a silent machine said may hold still; one that is held back may be elsewhere.
    let heard = Set(
      computers.filter { $0.wasHeard(within: rules.silentDays, of: now) }.map(\.number))
    usableServicesShare = Self.share(accounts, heard, rules.services, now)
    digitalSignatures = Self.signatures(accounts, heard, computers, rules.signatures, now)
  }

  /// One machine on which it works is enough; what one machine is refused, and no other can say
  /// more of, the commune lacks.
  private static func share(
    _ accounts: [AccountStanding], _ heard: Set<Int64>, _ services: [String], _ now: Date
  ) -> Measures.Value? {
    let asked = accounts.filter { services.contains($0.service) }
    guard !asked.isEmpty else { return nil }
    var low = 0.0
    var high = 0.0
    for service in services {
      let said = asked.filter { $0.service == service }
      let certain = said.filter { heard.contains($0.machine) }.map { $0.verdict(at: now) }
      let possible = said.filter { !heard.contains($0.machine) }.map { $0.verdict(at: now) }
      if certain.contains(.usable) {
        low += 1
        high += 1
      } else if !certain.contains(.refused) || possible.contains(.usable) {
        high += 1
      }
    }
    let count = Double(services.count)
    return Measures.Value(low: low / count, high: high / count)
  }

  private static func signatures(
    _ accounts: [AccountStanding], _ heard: Set<Int64>, _ computers: [ComputerState],
    _ services: [String], _ now: Date
  ) -> Measures.Value? {
    let asked = Dictionary(
      grouping: accounts.filter { services.contains($0.service) }, by: \.machine)
    guard !asked.isEmpty else { return nil }
    var low = 0
    var high = 0
    for computer in computers {
      let verdicts = asked[computer.number, default: []].map { $0.verdict(at: now) }
      let isHeard = heard.contains(computer.number)
      if verdicts.contains(.usable) {
        low += isHeard ? 1 : 0
        high += 1
      } else if verdicts.isEmpty || verdicts.contains(.unknown) || !isHeard {
        high += 1
      }
    }
    return Measures.Value(low: Double(low), high: Double(high))
  }
}
