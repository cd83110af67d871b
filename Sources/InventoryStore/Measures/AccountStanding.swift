import Foundation
import Reporting

/// What is said of a right to use a service: by a machine, or by an officer for the commune.
struct AccountStanding: Equatable {
  /// The machine's row number; nil where an officer attests it.
  var machine: Int64?
  var service: String
  var status: AccountFacts.Account.Status
  var expiresAt: Date?
  /// Since when it is said in these words, by our clock; microseconds since 1970.
  var saidAt: Int64

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

extension AccountStanding {
  /// Of all that is said, what counts where an officer and machines speak of one service: whoever
  /// spoke later, and the machine where both did at once.
  ///
  /// A machine that could not tell has not spoken. What a machine said before the officer and the
  /// officer confirms still stands.
  ///
  /// - Parameter said: of an officer at most one for each service.
  static func counting(_ said: [AccountStanding], at now: Date) -> [AccountStanding] {
    let attested = said.filter { $0.machine == nil }
    // Most communes have none.
    guard !attested.isEmpty else { return said }
    var out: Set<String> = []
    var newest: [String: AccountStanding] = [:]
    for officer in attested { newest[officer.service] = officer }
    for one in said where one.machine != nil && one.verdict(at: now) != .unknown {
      if let officer = newest[one.service], one.saidAt >= officer.saidAt { out.insert(one.service) }
    }
    return said.filter { one in
      guard let officer = newest[one.service] else { return true }
      if one.machine == nil { return !out.contains(one.service) }
      return one.saidAt >= officer.saidAt || one.verdict(at: now) == officer.verdict(at: now)
    }
  }
}

extension AccountStanding {
  /// When something was said, in microseconds since 1970; the distant past if that is unknown, so that
  /// it overrules nothing that has a date.
  ///
  /// - Parameter time: nil, or as it was written, perhaps by a clock that ran ahead.
  static func known(_ time: Int64?, _ now: Date) -> Int64 {
    time.flatMap { $0 <= now.latestKnown ? $0 : nil } ?? .min
  }
}
