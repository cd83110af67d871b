import Foundation
import GRDB
import Reporting

/// The typed rows of a bandwidth section: every measurement, and the current figure of the line.
enum BandwidthState {
  /// Number of measurements of which the current figure is the median.
  static let measurementsOfLine = 5

  /// - Parameter seen: when the machine was observed, by the centre's clock.
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
      sql: """
        INSERT OR REPLACE INTO bandwidth_measurement (machine, measuredAt, downloadBitsPerSecond,
          uploadBitsPerSecond, latencySeconds, jitterSeconds, retransmitRatio, bytesUsed, interface,
          interfaceBitsPerSecond, settled)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      machine, seen.microseconds, facts.downloadBitsPerSecond, facts.uploadBitsPerSecond,
      facts.latencySeconds, facts.jitterSeconds, facts.retransmitRatio, facts.bytesUsed,
      facts.interface?.kind.rawValue, facts.interface?.linkBitsPerSecond,
      facts.downloadSettled != false && facts.uploadSettled != false,
    ])
    try renewLine(machine, until: seen, database)
  }

  /// Recomputes the current figure of the line.
  ///
  /// - Parameter moment: later measurements do not count, since a clock that was ahead dated them.
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
    let speeds = rows.map { $0["line"] as Int }.sorted()
    let middle = speeds.count / 2
    let median =
      speeds.count.isMultiple(of: 2)
      ? speeds[middle - 1] / 2 + speeds[middle] / 2 : speeds[middle]
    let isSettled = (latest["settled"] as Bool?) ?? true
    try database.cachedStatement(
      sql: """
        UPDATE machine_bandwidth
        SET measuredAt = ?, lineBitsPerSecond = ?, mayCarryMore = ? WHERE machine = ?
        """
    ).execute(arguments: [
      latest["measuredAt"] as Int64, median,
      !isSettled
        || isNarrowed(
          faster: latest["faster"], interface: latest["interface"],
          carries: latest["interfaceBitsPerSecond"]),
      machine,
    ])
  }

  /// Whether the machine's own network may have limited the measurement: a cable carries nine
  /// tenths of its nominal rate, Wi-Fi hardly half, and Wi-Fi rarely reports a rate.
  ///
  /// - Parameter carries: the interface's nominal rate in bits per second; nil if unknown.
  static func isNarrowed(faster: Int, interface: String?, carries: Int?) -> Bool {
    let isRadio = interface == BandwidthFacts.Interface.Kind.wifi.rawValue
    guard let carries, carries > 0 else { return isRadio }
    return Double(faster) >= (isRadio ? 0.4 : 0.85) * Double(carries)
  }
}
