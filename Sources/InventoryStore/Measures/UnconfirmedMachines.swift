/// Machines that say they were another one before, and that no officer has confirmed.
///
/// Anybody who holds a machine's key can make some: they must neither move a commune's points nor
/// widen them. Together with the machine that they name they are one computer.
enum UnconfirmedMachines {
  /// SQL of the table `machine`, named `m`. One that has reported was confirmed before.
  static let condition = """
    m.state = 'quarantined' AND m.reenrolledFrom IS NOT NULL AND m.lastReportAt IS NULL
    """

  /// - Parameter computers: those of one commune that are not retired.
  /// - Returns: those to count: of the unconfirmed none while the machine before them counts, else
  ///   one for each machine before them.
  static func counting(_ computers: [ComputerState]) -> [ComputerState] {
    guard computers.contains(where: { $0.unconfirmedFrom != nil }) else { return computers }
    let former = Dictionary(
      computers.compactMap { computer in
        computer.unconfirmedFrom.map { (computer.number, $0) }
      }, uniquingKeysWith: { first, _ in first })
    var counted = Set(computers.filter { $0.unconfirmedFrom == nil }.map(\.number))
    return computers.filter { computer in
      guard var origin = computer.unconfirmedFrom else { return true }
      // Older versions let unconfirmed machines vouch for others: the first of the chain counts.
      for _ in computers {
        guard let before = former[origin] else { break }
        origin = before
      }
      return counted.insert(origin).inserted
    }
  }
}
