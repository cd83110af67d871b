import GRDB
import Reporting

/// The typed rows of a scanners section.
enum ScannerState {
  /// Most scanners that a machine may report.
  static let maximumScanners = 64

  static func write(
    _ outcome: Outcome<ScannerFacts>, machine: Int64, _ database: Database
  ) throws {
    try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO machine_scanners (machine, outcome, reason) VALUES (?, ?, ?)"
    ).execute(arguments: [machine, outcome.name, outcome.reason.map { $0.cleaned(200) ?? "-" }])
    if case .failed = outcome { return }
    try database.cachedStatement(sql: "DELETE FROM scanner WHERE machine = ?")
      .execute(arguments: [machine])
    var row = try RowWriter("INSERT INTO scanner VALUES (?, ?, ?, ?, ?, ?, ?, ?)", database)
    for (position, scanner) in (outcome.facts?.scanners ?? []).prefix(maximumScanners).enumerated()
    {
      row.bind(machine)
      row.bind(position)
      row.bind(scanner.manufacturer?.cleaned(128))
      row.bind(scanner.model?.cleaned(128))
      row.bind(scanner.connection.rawValue)
      row.bind(scanner.usbId?.cleaned(9))
      row.bind(scanner.evidence.rawValue)
      row.bind(scanner.ready)
      try row.write(database)
    }
  }
}
