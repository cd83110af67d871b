public import Foundation
public import Prioritization

/// Who of a commune's machines reports.
public struct CommuneCoverage: Sendable, Equatable {
  /// How urgently somebody should ask, the most urgent first.
  public enum State: String, Sendable, CaseIterable, Comparable {
    /// Nothing came of any machine for too long, or ever.
    case silent
    case neverEnrolled
    /// Reports come, but not of every machine that is enrolled.
    case partial
    /// Every machine was heard, none of them lately.
    case ageing
    /// Every machine that is enrolled was heard, and some lately.
    case complete

    public static func < (one: State, other: State) -> Bool { one.urgency < other.urgency }

    private var urgency: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }

  public var code: String
  public var name: String
  public var kind: String
  public var provinceCode: String
  public var provinceName: String
  /// Of any machine of it, or of the register's figures.
  public var simulated: Bool
  /// Computers that it should have by the policy; nil where nobody knows its officials.
  public var expected: Int?
  /// That are enrolled and not retired: the sum of the five states below, but that an unconfirmed
  /// machine and the one that it took over from are one.
  public var machines: Int
  public var fresh: Int
  public var ageing: Int
  public var silent: Int
  /// Enrolled, and never reported.
  public var waiting: Int
  /// Held back until an officer has looked at them.
  public var held: Int
  public var wrongClocks: Int
  /// Whose agent is older than the centre.
  public var oldAgents: Int
  /// A report of which waited for hours, of late.
  public var late: Int
  /// Whose spool has lost reports for want of room.
  public var dropping: Int
  /// A report of which was refused lately because it would have filled the disk.
  public var oversized: Int
  public var lastReportAt: Date?
  /// As the ranking has it: by the last report of any machine.
  public var reporting: ReportingState

  /// Machines heard of before they fell silent.
  public var heard: Int { fresh + ageing }
  /// How many of the expected are not enrolled; nil where nobody knows.
  public var missing: Int? { expected.map { max(0, $0 - machines) } }

  public var state: State {
    switch reporting {
    case .neverEnrolled: .neverEnrolled
    case .silent: .silent
    case .fresh, .ageing:
      heard < machines ? .partial : reporting == .ageing ? .ageing : .complete
    }
  }

  /// The most urgent first; of equals what was longest not heard, then what misses most.
  public func isMoreUrgent(than other: CommuneCoverage) -> Bool {
    if state != other.state { return state < other.state }
    switch state {
    case .silent, .ageing:
      let (one, two) = (lastReportAt ?? .distantPast, other.lastReportAt ?? .distantPast)
      if one != two { return one < two }
    case .partial:
      // by the share that is heard, without a division
      let (one, two) = (heard * other.machines, other.heard * machines)
      if one != two { return one < two }
    case .neverEnrolled, .complete:
      let (one, two) = (missing ?? 0, other.missing ?? 0)
      if one != two { return one > two }
    }
    return code < other.code
  }
}
