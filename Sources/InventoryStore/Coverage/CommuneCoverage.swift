public import Foundation
public import Prioritization

/// The numbers of a commune's machines by reporting state.
public struct CommuneCoverage: Sendable, Equatable {
  /// In order of urgency, the most urgent first.
  public enum State: String, Sendable, CaseIterable, Comparable {
    /// No machine has reported for too long.
    case silent
    /// Machines are enrolled, and none has ever reported.
    case neverReported
    case neverEnrolled
    /// Some enrolled machines report, but not all.
    case partial
    /// Every machine has reported, none recently.
    case ageing
    /// Every machine has reported, some recently.
    case complete

    public static func < (one: State, other: State) -> Bool { one.urgency < other.urgency }

    private var urgency: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }

  public var code: String
  public var name: String
  public var kind: String
  public var provinceCode: String
  public var provinceName: String
  /// Whether any of its machines is simulated or its register's figures are invented.
  public var simulated: Bool
  /// Computers that it should have by the policy; nil if the number of officials is unknown.
  public var expected: Int?
  /// Enrolled and not retired: the sum of the five states below, except that an unconfirmed machine
  /// and the one it replaces count as one.
  public var machines: Int
  public var fresh: Int
  public var ageing: Int
  public var silent: Int
  /// Machines that are enrolled but have never reported.
  public var waiting: Int
  /// Machines that are quarantined until an officer decides.
  public var quarantined: Int
  public var wrongClocks: Int
  /// Machines with an agent older than the centre.
  public var oldAgents: Int
  /// Machines with a report that recently arrived hours late.
  public var late: Int
  /// Machines whose full spool has dropped reports.
  public var dropping: Int
  /// Machines with a report that was recently refused for its size.
  public var oversized: Int
  /// Machines that report, but no longer observe their hardware, scanners or accounts.
  public var unseen: Int
  public var lastReportAt: Date?
  /// By the last report of any machine, as in the ranking.
  public var reporting: ReportingState

  /// Machines that are not silent.
  public var heard: Int { fresh + ageing }
  /// Expected machines that are not enrolled; nil if unknown.
  public var missing: Int? { expected.map { max(0, $0 - machines) } }

  public var state: State {
    switch reporting {
    case .neverEnrolled: .neverEnrolled
    case .silent:
      lastReportAt == nil && silent == 0 && waiting > 0 ? .neverReported : .silent
    case .fresh, .ageing:
      heard < machines ? .partial : reporting == .ageing ? .ageing : .complete
    }
  }

  /// Orders by urgency, then by the longest silence, then by the most missing machines.
  public func isMoreUrgent(than other: CommuneCoverage) -> Bool {
    if state != other.state { return state < other.state }
    switch state {
    case .silent, .ageing:
      let (one, two) = (lastReportAt ?? .distantPast, other.lastReportAt ?? .distantPast)
      if one != two { return one < two }
    case .partial:
      // Compares the shares of machines that report, without a division.
      let (one, two) = (heard * other.machines, other.heard * machines)
      if one != two { return one < two }
    case .neverReported, .neverEnrolled, .complete:
      let (one, two) = (missing ?? 0, other.missing ?? 0)
      if one != two { return one > two }
    }
    return code < other.code
  }
}
