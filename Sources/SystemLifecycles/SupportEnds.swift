public import Reporting

/// When updates for a PC's system end, and whether the PC can take another system then.
public struct SupportEnds: Equatable, Sendable {
  public struct End: Equatable, Sendable {
    /// The last day with updates, `YYYY-MM-DD`.
    public var lastDay: String
    /// Whether the updates until then are paid for.
    public var isPaid: Bool
  }

  /// The common name, `Windows 10 22H2`.
  public var system: String
  /// At least one; several if paid updates exist and it is unknown whether the PC has them, or if
  /// its edition is unknown.
  public var ends: [End]
  /// Whether the PC can take a supported system, by the latest requirements known.
  public var canUpgrade: SystemOutlook.Answer

  /// - Parameter day: the present one, `YYYY-MM-DD`.
  /// - Returns: nil if the system is unknown or the table does not list it.
  public static func of(
    _ facts: HardwareFacts, on day: String, _ lifecycles: Lifecycles = .current
  ) -> SupportEnds? {
    guard case .listed(let entry) = lifecycles.listing(of: facts.system) else { return nil }
    let name = facts.system.name?.lowercased() ?? ""
    let (canUpgrade, _) =
      name.contains("windows")
      ? WindowsRequirements.judge(facts) : LinuxRequirements.judge(facts)
    return SupportEnds(
      system: entry.name, ends: entry.allEnds(of: facts.system, on: day), canUpgrade: canUpgrade)
  }
}

extension Lifecycles.Entry {
  fileprivate func allEnds(of system: HardwareFacts.System, on day: String) -> [SupportEnds.End] {
    let range = ends(of: system)
    var free = [SupportEnds.End(lastDay: range.lowerBound, isPaid: false)]
    if range.upperBound != range.lowerBound {
      free.append(.init(lastDay: range.upperBound, isPaid: false))
    }
    guard let paidEnd = paidEnd(of: system), paidEnd > range.upperBound else { return free }
    let paid = SupportEnds.End(lastDay: paidEnd, isPaid: true)
    return switch paidUpdatesReach(system, on: day).answer {
    case .yes: [paid]
    case .no: free
    case .unknown: free + [paid]
    }
  }
}
