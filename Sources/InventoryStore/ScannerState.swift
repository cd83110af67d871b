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
    for (position, scanner) in (outcome.facts?.scanners ?? []).prefix(maximumScanners).enumerated()
    {
      try database.cachedStatement(sql: "INSERT INTO scanner VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .execute(arguments: [
          machine, position, scanner.manufacturer?.cleaned(128), scanner.model?.cleaned(128),
          scanner.connection.rawValue, scanner.usbId?.cleaned(9), scanner.evidence.rawValue,
          scanner.ready,
        ])
    }
  }
}
