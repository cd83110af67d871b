import Foundation
import Prioritization
import Reporting

/// The rights and certificates of communes, as a forecast counts them.
struct FleetRights {
  private let rules: MeasureRules
  private let now: Date
  /// The statements that count, by commune.
  private let standings: [String: [AccountStanding]]
  /// Row numbers of machines whose accounts were observed recently enough.
  private let heard: Set<Int64>

  init(
    rules: MeasureRules, now: Date, _ standings: [String: [AccountStanding]], heard: Set<Int64>
  ) {
    self.rules = rules
    self.now = now
    self.standings = standings.mapValues { AccountStanding.counting($0, at: now) }
    self.heard = heard
  }

  /// Signing certificates by computer; an officer's statement is a group of its own. nil if nothing
  /// was stated about any.
  func signatures(of commune: String) -> [[FleetRight]]? {
    let said = (standings[commune] ?? []).filter { rules.signatures.contains($0.service) }
    guard !said.isEmpty else { return nil }
    var groups: [Int64: [FleetRight]] = [:]
    var ofOfficers: [[FleetRight]] = []
    for one in said {
      guard let right = certificate(one) else { continue }
      if let machine = one.machine {
        groups[machine, default: []].append(right)
      } else if !said.contains(where: { isUsable($0, of: one.service) }) {
        // An officer vouches for one computer without naming it; if a computer reports the
        // certificate, it is that one.
        ofOfficers.append([right])
      }
    }
    return groups.sorted { $0.key < $1.key }.map(\.value) + ofOfficers
  }

  private func isUsable(_ one: AccountStanding, of service: String) -> Bool {
    one.machine != nil && one.service == service && one.verdict(at: now) == .usable
  }

  /// The certificate that a statement is about; nil if there is none.
  private func certificate(_ one: AccountStanding) -> FleetRight? {
    switch one.status {
    case .active:
      FleetRight(
        isCertain: isCertain(one), ends: one.expiresAt.map { .before($0, now: now) } ?? .unknown)
    case .expired: FleetRight(isCertain: isCertain(one), ends: expired(one))
    case .unreachable, .unknown:
      FleetRight(
        isCertain: false, ends: one.expiresAt.map { .before($0, now: now) } ?? .unknown)
    case .notIssued, .unauthorised, .locked: nil
    }
  }

  /// Rights to required services, by service, for services with a known end; nil if there are none.
  func services(of commune: String) -> [[FleetRight]]? {
    let said = (standings[commune] ?? []).filter { rules.services.contains($0.service) }
    let groups = rules.services.compactMap { service -> [FleetRight]? in
      let own = said.filter { $0.service == service }
      guard own.contains(where: { $0.expiresAt != nil || $0.status == .expired }) else {
        return nil
      }
      let rights = own.compactMap { one -> FleetRight? in
        switch one.status {
        case .active:
          FleetRight(
            isCertain: isCertain(one), ends: one.expiresAt.map { .before($0, now: now) } ?? .never)
        case .expired: FleetRight(isCertain: isCertain(one), ends: expired(one))
        case .notIssued, .unauthorised, .locked, .unreachable, .unknown: nil
        }
      }
      return rights.isEmpty ? nil : rights
    }
    return groups.isEmpty ? nil : groups
  }

  private func isCertain(_ one: AccountStanding) -> Bool {
    if rules.attestationsWait, one.isUnconfirmed { return false }
    return one.machine.map(heard.contains) ?? true
  }

  private func expired(_ one: AccountStanding) -> LastDay {
    .before(min(one.expiresAt ?? now, now), now: now)
  }
}
