/// Machines that claim to have been another one before, not confirmed by an officer.
///
/// Anyone with a machine's key can create them, so they must neither change a commune's points nor
/// widen their interval. Together with the machine that they name they count as one computer.
enum UnconfirmedMachines {
  /// SQL condition on the table `machine` as `m`. A machine that has reported was confirmed before.
  static let condition = """
    m.state = 'quarantined' AND m.reenrolledFrom IS NOT NULL AND m.lastReportAt IS NULL
    """

  /// - Parameter computers: those of one commune that are not retired.
  /// - Returns: those to count: no unconfirmed machine if its predecessor counts, otherwise one per
  ///   predecessor.
  static func counting(_ computers: [ComputerState]) -> [ComputerState] {
    guard computers.contains(where: { $0.unconfirmedFrom != nil }) else { return computers }
    let former = Dictionary(
      computers.compactMap { computer in
        computer.unconfirmedFrom.map { (computer.number, $0) }
      }, uniquingKeysWith: { first, _ in first })
    var counted = Set(computers.filter { $0.unconfirmedFrom == nil }.map(\.number))
    return computers.filter { computer in
      guard var origin = computer.unconfirmedFrom else { return true }
      // Older versions let unconfirmed machines vouch for others: the first in the chain counts.
      for _ in computers {
        guard let before = former[origin] else { break }
        origin = before
      }
      return counted.insert(origin).inserted
    }
  }
}
