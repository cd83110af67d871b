import GRDB

/// Whether the changed sections of a report change a measure of the commune.
///
/// Most changes do not: a kernel's number, a printer's name. Computing a commune's measures reads
/// all of its machines and takes longer than filing the report.
enum MeasuredSections {
  case same
  case different
  /// Equal if the machine counts as before.
  case asBefore(ComputerRow)

  /// Sections that affect the measures only through ``ComputerRow``.
  private static let ofComputers: Set = ["hardware", "scanners", "bandwidth"]
  /// Sections that affect them in other ways too.
  private static let ofCommunes: Set = ["accounts"]

  /// Records the machine's state before the report's sections are filed.
  init(_ report: ReceivedReport, _ held: HeldSections, _ database: Database) throws {
    let changed = Set(report.sections.filter { !held.holds($0) }.map(\.probe))
    guard changed.isDisjoint(with: Self.ofCommunes) else {
      self = .different
      return
    }
    guard !changed.isDisjoint(with: Self.ofComputers) else {
      self = .same
      return
    }
    self =
      try ComputerRow.measured(machine: report.machine, now: report.receivedAt, database)
      .map(Self.asBefore) ?? .different
  }

  /// Compares it with the state after they are filed.
  func differ(from report: ReceivedReport, _ database: Database) throws -> Bool {
    switch self {
    case .same: false
    case .different: true
    case .asBefore(let row):
      try ComputerRow.measured(machine: report.machine, now: report.receivedAt, database) != row
    }
  }
}
