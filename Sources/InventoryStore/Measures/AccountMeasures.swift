import Foundation
import Reporting

/// The measures of a commune's rights to the ministries' services, from machines and officers.
struct AccountMeasures {
  /// The share of required services that the commune can use; nil if nothing was reported.
  let usableServicesShare: Measures.Value?
  /// Machines on which a digital signature works; nil if nothing was reported.
  let digitalSignatures: Measures.Value?

  /// The values that these measures would have if the attestations of the commune's own officers
  /// were confirmed; only those that would change.
  var attested: [Measures.Name: Measures.Value] = [:]

  /// - Parameter retired: their statements count as those of computers that fell silent.
  init(
    _ said: [AccountStanding], computers: [ComputerState], retired: [RetiredComputer],
    dates: inout SectionDates, rules: MeasureRules, now: Date
  ) {
    let former = Set(retired.map(\.state.number))
    let counting = Set(retired.withWord(rules, now: now).map(\.state.number))
    self.init(
      former.isEmpty
        ? said
        : said.filter {
          $0.machine.map { !former.contains($0) || counting.contains($0) } ?? true
        },
      Computers(present: computers, former: retired.map(\.state)), dates: &dates, rules: rules,
      now: now)
  }

  /// The computers whose statements are counted.
  private struct Computers {
    var present: [ComputerState]
    /// Retired ones: what they could use is no longer certain, what they were refused still is.
    var former: [ComputerState]
  }

  private init(
    _ said: [AccountStanding], _ computers: Computers, dates: inout SectionDates,
    rules: MeasureRules, now: Date
  ) {
    guard rules.attestationsWait, said.contains(where: \.isUnconfirmed) else {
      self = Self(
        counting: said.latestOfOfficers, computers, dates: &dates, rules: rules, now: now)
      return
    }
    let proven = Self(
      counting: said.filter { !$0.isUnconfirmed }, computers, dates: &dates, rules: rules, now: now)
    let confirmed = Self(
      counting: said.latestOfOfficers, computers, dates: &dates, rules: rules, now: now)
    // A computer that only repeats its officer counts as one with an unknown status: that is more
    // than no computer at all.
    let untold = Self(
      counting: said.compactMap(\.withoutWord), computers, dates: &dates, rules: rules, now: now)
    usableServicesShare = Self.widened(
      proven.usableServicesShare, by: confirmed.usableServicesShare)
    digitalSignatures = Self.widened(untold.digitalSignatures, by: confirmed.digitalSignatures)
    if confirmed.usableServicesShare != usableServicesShare {
      attested[.usableServicesShare] = confirmed.usableServicesShare
    }
    if confirmed.digitalSignatures != digitalSignatures {
      attested[.digitalSignatures] = confirmed.digitalSignatures
    }
  }

  /// A commune's own statement neither proves nor ends a need: it only makes the proven value less
  /// certain.
  private static func widened(
    _ proven: Measures.Value?, by word: Measures.Value?
  ) -> Measures.Value? {
    guard let proven, let word else { return proven }
    return Measures.Value(
      low: min(proven.low, word.low), high: max(proven.high, word.high),
      observedAt: proven.observedAt)
  }

  private init(
    counting said: [AccountStanding], _ computers: Computers, dates: inout SectionDates,
    rules: MeasureRules, now: Date
  ) {
    let accounts = AccountStanding.counting(said, at: now)
    // What a silent machine stated, or one that can no longer look, may still be true; a
    // quarantined machine may be elsewhere.
    func heard(_ computers: [ComputerState]) -> Set<Int64> {
      Set(
        computers.filter { $0.wasSeen(\.accounts, within: rules.silentDays, of: now) }
          .map(\.number))
    }
    let (present, former) = (heard(computers.present), heard(computers.former))
    let all = computers.present + computers.former
    func value(_ ends: (low: Double, high: Double)?, of services: [String]) -> Measures.Value? {
      ends.map {
        Measures.Value(
          low: $0.low, high: $0.high,
          observedAt: Self.observedAt(
            accounts.filter { services.contains($0.service) }, of: all, &dates))
      }
    }
    usableServicesShare = value(
      Self.share(accounts, present, former, rules.services, now), of: rules.services)
    digitalSignatures = value(
      SignatureCount(said, counting: accounts, rules.signatures, now: now)
        .among(computers.present, heard: present), of: rules.signatures)
  }

  /// A service is usable if it works on one machine; it is missing if one machine is certainly
  /// refused and no other is possibly able to use it.
  private static func share(
    _ accounts: [AccountStanding], _ heard: Set<Int64>, _ former: Set<Int64>, _ services: [String],
    _ now: Date
  ) -> (low: Double, high: Double)? {
    let asked = accounts.filter { services.contains($0.service) }
    guard !asked.isEmpty else { return nil }
    var low = 0.0
    var high = 0.0
    for service in services {
      let said = asked.filter { $0.service == service }
      func isCertain(_ one: AccountStanding) -> Bool {
        one.isCertain(heard)
          || one.machine.map(former.contains) ?? false && one.verdict(at: now) == .refused
      }
      let certain = said.filter(isCertain).map { $0.verdict(at: now) }
      let possible = said.filter { !isCertain($0) }.map { $0.verdict(at: now) }
      if certain.contains(.usable) {
        low += 1
        high += 1
      } else if !certain.contains(.refused) || possible.contains(.usable) {
        high += 1
      }
    }
    let count = Double(services.count)
    return (low / count, high / count)
  }

  /// The date of the oldest attestation that the figure relies on, or of the machines' newest check
  /// if that is older or it relies on machines alone; nil if that is as new as the last report.
  private static func observedAt(
    _ said: [AccountStanding], of computers: [ComputerState], _ dates: inout SectionDates
  ) -> Int64? {
    let machines = Set(said.compactMap(\.machine))
    let checkedAt = dates.observedAt(
      \.accounts, of: computers.filter { machines.contains($0.number) })
    guard let word = said.filter({ $0.machine == nil }).map(\.saidAt).min() else {
      return checkedAt
    }
    return machines.isEmpty ? word : min(word, checkedAt ?? dates.heardAt ?? word)
  }
}

extension AccountStanding {
  /// The statement without an unconfirmed word; nil if nothing else is left.
  fileprivate var withoutWord: AccountStanding? {
    guard isUnconfirmed else { return self }
    guard machine != nil else { return nil }
    var untold = self
    (untold.status, untold.isUnconfirmed) = (.unknown, false)
    return untold
  }

  /// Whether it is known to be still true; an officer's attestation ages by its date instead.
  fileprivate func isCertain(_ heard: Set<Int64>) -> Bool {
    machine.map(heard.contains) ?? true
  }
}

extension [AccountStanding] {
  /// Without officers' statements that a later one about the same service replaces.
  fileprivate var latestOfOfficers: [AccountStanding] {
    let officers = filter { $0.machine == nil }
    guard officers.count > 1 else { return self }
    var latest: [String: Int64] = [:]
    for one in officers { latest[one.service] = Swift.max(latest[one.service] ?? .min, one.saidAt) }
    return filter { $0.machine != nil || latest[$0.service] == $0.saidAt }
  }
}
