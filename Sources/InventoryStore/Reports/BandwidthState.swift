import Foundation
import GRDB
import Reporting

/// The typed rows of a bandwidth section: every measurement, and the line as it now looks.
enum BandwidthState {
  /// As many measurements as the present figure is the median of.
  static let measurementsOfLine = 5

  /// - Parameter seen: when the machine looked, by our clock.
  static func write(
    _ outcome: Outcome<BandwidthFacts>, machine: Int64, seen: Date, _ database: Database
  ) throws {
    let facts = outcome.facts
    try database.cachedStatement(
      sql: """
        INSERT INTO machine_bandwidth (machine, outcome, reason, skipped) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET outcome = excluded.outcome, reason = excluded.reason,
          skipped = excluded.skipped
        """
    ).execute(arguments: [
      machine, outcome.name, outcome.reason.map { $0.cleaned(200) ?? "-" },
      facts?.skipped?.rawValue,
    ])
    guard let facts, facts.skipped == nil,
      facts.downloadBitsPerSecond != nil || facts.uploadBitsPerSecond != nil
    else { return }
    try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO bandwidth_measurement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ).execute(arguments: [
      machine, seen.microseconds, facts.downloadBitsPerSecond, facts.uploadBitsPerSecond,
      facts.latencySeconds, facts.jitterSeconds, facts.retransmitRatio, facts.bytesUsed,
      facts.interface?.kind.rawValue, facts.interface?.linkBitsPerSecond,
      facts.downloadSettled != false && facts.uploadSettled != false,
    ])
    try renewLine(machine, until: seen, database)
  }

  /// - Parameter moment: what was measured later was dated by a clock that ran ahead, and does not
  ///   count.
  static func renewLine(_ machine: Int64, until moment: Date, _ database: Database) throws {
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT min(downloadBitsPerSecond, uploadBitsPerSecond) AS line, measuredAt,
            max(downloadBitsPerSecond, uploadBitsPerSecond) AS faster, interface,
            interfaceBitsPerSecond, settled
          FROM bandwidth_measurement WHERE machine = ? AND measuredAt <= ?
            AND downloadBitsPerSecond IS NOT NULL AND uploadBitsPerSecond IS NOT NULL
          ORDER BY measuredAt DESC LIMIT ?
          """), arguments: [machine, moment.microseconds, measurementsOfLine])
    guard let latest = rows.first else { return }
    let speeds = rows.map { $0[0] as Int }.sorted()
    let middle = speeds.count / 2
    let median =
      speeds.count.isMultiple(of: 2)
      ? speeds[middle - 1] / 2 + speeds[middle] / 2 : speeds[middle]
    let isSettled = (latest[5] as Bool?) ?? true
    try database.cachedStatement(
      sql: """
        UPDATE machine_bandwidth
        SET measuredAt = ?, lineBitsPerSecond = ?, mayCarryMore = ? WHERE machine = ?
        """
    ).execute(arguments: [
      latest[1] as Int64, median,
      !isSettled || isNarrowed(faster: latest[2], interface: latest[3], carries: latest[4]),
      machine,
    ])
  }

  /// Whether the machine's own network may have held it up: a cable carries nine tenths of what it
  /// says; the air hardly half, and seldom says.
  static func isNarrowed(faster: Int, interface: String?, carries: Int?) -> Bool {
    let isRadio = interface == BandwidthFacts.Interface.Kind.wifi.rawValue
    guard let carries, carries > 0 else { return isRadio }
    return Double(faster) >= (isRadio ? 0.4 : 0.85) * Double(carries)
  }
}
