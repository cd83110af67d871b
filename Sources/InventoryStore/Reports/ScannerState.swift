import GRDB
import Reporting

/// The typed rows of a scanners section.
enum ScannerState {
  /// Maximum of scanners per machine.
  static let maximumScanners = 64

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
    try database.cachedStatement(sql: "DELETE FROM scanner WHERE machine = ?")
      .execute(arguments: [machine])
    var row = try BoundStatement(
      """
      INSERT INTO scanner
        (machine, position, manufacturer, model, connection, usbId, evidence, ready, likely)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, database)
    for (position, scanner) in scanners.enumerated() {
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
}
