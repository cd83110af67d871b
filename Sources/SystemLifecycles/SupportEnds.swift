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
  /// At least one; two if paid updates exist and it is unknown whether the PC has them.
  public var ends: [End]
  /// Whether the PC can take a supported system, by the latest requirements known.
  public var canUpgrade: SystemOutlook.Answer

  /// - Returns: nil if the system is unknown or the table does not list it.
  public static func of(
    _ facts: HardwareFacts, _ lifecycles: Lifecycles = .current
  ) -> SupportEnds? {
    guard let entry = lifecycles.entry(of: facts.system) else { return nil }
    let name = facts.system.name?.lowercased() ?? ""
    let (canUpgrade, _) =
      name.contains("windows")
      ? WindowsRequirements.judge(facts) : LinuxRequirements.judge(facts)
    return SupportEnds(
      system: entry.name, ends: entry.allEnds(of: facts.system), canUpgrade: canUpgrade)
  }
}

extension Lifecycles.Entry {
  fileprivate func allEnds(of system: HardwareFacts.System) -> [SupportEnds.End] {
    let free = SupportEnds.End(lastDay: ends(of: system), isPaid: false)
    guard let extended, extended > free.lastDay else { return [free] }
    let paid = SupportEnds.End(lastDay: extended, isPaid: true)
    guard let first = extendedFrom, let revision = system.revision else { return [free, paid] }
    return revision >= first ? [paid] : [free]
  }
}
