import GRDB
import Reporting

/// The typed rows of a scanners section.
enum ScannerState {
  /// Maximum number of scanners per machine.
  static let maximumScanners = 64

  /// SQL: whether the machine's last search for scanners was complete.
  ///
  /// - Parameter alias: of the table `machine_scanners`.
  static func isWhole(_ alias: String) -> String {
    "(\(alias).outcome IN ('observed', 'absent') AND NOT \(alias).incomplete) IS TRUE"
  }

  /// SQL: a machine's number of scanners. NULL if none was seen and the search was not complete:
  /// there may be one.
  ///
  /// - Parameter machine: SQL of the machine's row number.
  static func count(of machine: String) -> String {
    """
    coalesce(nullif((SELECT count(*) FROM scanner WHERE machine = \(machine)), 0),
      (SELECT 0 FROM machine_scanners seen WHERE seen.machine = \(machine) AND \(isWhole("seen"))))
    """
  }

  static func write(
    _ outcome: Outcome<ScannerFacts>, machine: Int64, _ database: Database
  ) throws {
    let scanners = (outcome.facts?.scanners ?? []).prefix(maximumScanners)
    // The last observed scanners and their counts stay after a failure.
    if case .failed(let reason) = outcome {
      try database.cachedStatement(
        sql: """
          INSERT INTO machine_scanners (machine, outcome, reason) VALUES (?, ?, ?)
          ON CONFLICT DO UPDATE SET outcome = excluded.outcome, reason = excluded.reason
          """
      ).execute(arguments: [machine, outcome.name, reason.cleaned(200) ?? "-"])
      return
    }
    let usable = scanners.filter { $0.ready != false }
    let network = usable.count { $0.connection == .network }
    // Network scanners are counted by their rows, once for all machines of a commune.
    let likely = usable.count { $0.connection != .network && $0.likely == true }
    try database.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO machine_scanners
          (machine, outcome, ownScanners, networkScanners, incomplete, likelyScanners)
        VALUES (?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      machine, outcome.name, usable.count - network - likely, network,
      !(outcome.facts?.unseen ?? []).isEmpty, likely,
    ])
    try file(scanners, machine: machine, database)
  }

  /// Writes the rows that differ from those on file. Most reports change none of a machine's
  /// scanners, or one; deleting and inserting a row costs twice as much as changing it.
  private static func file(
    _ scanners: ArraySlice<ScannerFacts.Scanner>, machine: Int64, _ database: Database
  ) throws {
    var known = try BoundStatement("SELECT count(*) FROM scanner WHERE machine = ?", database)
    known.bind(machine)
    let onFile: Int = try known.first { $0.next() } ?? 0
    var changed = try BoundStatement(update, database)
    var added = try BoundStatement(insert, database)
    for (position, scanner) in scanners.enumerated() {
      if position < onFile {
        try write(scanner, at: position, machine: machine, by: &changed)
      } else {
        try write(scanner, at: position, machine: machine, by: &added)
      }
    }
    guard onFile > scanners.count else { return }
    var removed = try BoundStatement(
      "DELETE FROM scanner WHERE machine = ? AND position >= ?", database)
    removed.bind(machine)
    removed.bind(scanners.count)
    try removed.run()
  }

  private static let update = """
    UPDATE scanner SET manufacturer = ?3, model = ?4, connection = ?5, usbId = ?6, evidence = ?7,
      ready = ?8, likely = ?9
    WHERE machine = ?1 AND position = ?2
      AND (manufacturer, model, connection, usbId, evidence, ready, likely)
        IS NOT (?3, ?4, ?5, ?6, ?7, ?8, ?9)
    """

  private static let insert = """
    INSERT INTO scanner
      (machine, position, manufacturer, model, connection, usbId, evidence, ready, likely)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  private static func write(
    _ scanner: ScannerFacts.Scanner, at position: Int, machine: Int64, by row: inout BoundStatement
  ) throws {
    row.bind(machine)
    row.bind(position)
    row.bind(scanner.manufacturer?.cleaned(128))
    row.bind(scanner.model?.cleaned(128))
    row.bind(scanner.connection.rawValue)
    row.bind(scanner.usbId?.cleaned(9))
    row.bind(scanner.evidence.rawValue)
    row.bind(scanner.ready)
    row.bind(scanner.likely == true)
    try row.run()
  }
}
