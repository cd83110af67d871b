import Foundation

/// Counts the computers of a commune on which a digital signature works.
///
/// An officer who attests a signature vouches for one computer without naming it; an officer who
/// attests that there is none speaks for all computers that have not reported otherwise since.
struct SignatureCount {
  private enum Verdict { case usable, refused, refusedByOfficer, unknown }

  private let byMachine: [Int64: [AccountStanding]]
  /// The latest statement by an officer, by service.
  private let officers: [String: AccountStanding]
  /// Whether officers state for every service that it is refused.
  private let hasNone: Bool
  private let isVouchedFor: Bool
  private let isKnown: Bool
  private let now: Date

  /// - Parameters:
  ///   - said: all statements; of officers' only the latest for each service.
  ///   - counting: those of them that count.
  init(
    _ said: [AccountStanding], counting: [AccountStanding], _ services: [String], now: Date
  ) {
    let asked = said.filter { services.contains($0.service) }
    var officers: [String: AccountStanding] = [:]
    var byMachine: [Int64: [AccountStanding]] = [:]
    for one in asked {
      if let machine = one.machine {
        byMachine[machine, default: []].append(one)
      } else if officers[one.service]?.saidAt ?? .min <= one.saidAt {
        officers[one.service] = one
      }
    }
    isKnown = counting.contains { services.contains($0.service) }
    hasNone =
      !services.isEmpty && services.allSatisfy { officers[$0]?.verdict(at: now) == .refused }
    isVouchedFor = counting.contains {
      $0.machine == nil && services.contains($0.service) && $0.verdict(at: now) == .usable
    }
    (self.officers, self.byMachine, self.now) = (officers, byMachine, now)
  }

  /// - Parameter heard: row numbers of machines whose reports are recent enough to prove something.
  /// - Returns: nil if there are no statements.
  func among(
    _ computers: [ComputerState], heard: Set<Int64>
  ) -> (low: Double, high: Double)? {
    guard isKnown else { return nil }
    var low = 0
    var high = 0
    for computer in computers {
      let isHeard = heard.contains(computer.number)
      let verdicts = byMachine[computer.number, default: []].map(verdict)
      if verdicts.contains(.usable) {
        low += isHeard ? 1 : 0
        high += 1
      } else if verdicts.isEmpty {
        high += hasNone ? 0 : 1
      } else if verdicts.contains(.unknown) || verdicts.contains(.refused) && !isHeard {
        high += 1
      }
    }
    if isVouchedFor { low = max(low, 1) }
    return (Double(low), Double(max(low, high)))
  }

  /// A computer's statement, unless an officer stated something else later. Another computer's
  /// report since then does not cancel the officer's statement about this one.
  private func verdict(_ said: AccountStanding) -> Verdict {
    let own = said.verdict(at: now)
    let officer = officers[said.service]
    let word = officer?.verdict(at: now)
    let isOverruled =
      own == .unknown || own != word && said.saidAt < officer?.saidAt ?? .min
    if word != nil, isOverruled { return word == .refused ? .refusedByOfficer : .unknown }
    switch own {
    case .usable: return .usable
    case .refused: return word == .refused ? .refusedByOfficer : .refused
    case .unknown: return .unknown
    }
  }
}
