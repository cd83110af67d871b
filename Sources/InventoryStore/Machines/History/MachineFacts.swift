public import Foundation
import GRDB
public import Reporting

/// What a machine says of itself at present, probe by probe; nil where a probe never said anything.
public struct MachineFacts: Sendable, Equatable {
  public var hardware: Seen<HardwareFacts>?
  public var scanners: Seen<ScannerFacts>?
  public var bandwidth: Seen<BandwidthFacts>?
  public var accounts: Seen<AccountFacts>?

  /// One probe's section, and from when to when it was said; by our clock.
  public struct Statement<Facts: Sendable & Codable & Equatable>: Sendable, Equatable {
    public var firstSeen: Date
    public var lastSeen: Date
    public var outcome: Outcome<Facts>
  }

  public struct Seen<Facts: Sendable & Codable & Equatable>: Sendable, Equatable {
    /// The last thing that the probe said.
    public var present: Statement<Facts>
    /// What it saw when it could last look; nil where it can now, or never could.
    public var lastObserved: Statement<Facts>?

    /// The newest facts there are, which may be older than the last look.
    public var facts: Facts? { present.outcome.facts ?? lastObserved?.outcome.facts }
  }
}

extension InventoryStore {
  /// The facts of a machine as last reported, bounded and cleaned for people.
  ///
  /// - Throws: ``InventoryError`` with `machineUnknown`.
  public func facts(
    of machine: String, within scope: Scope = .country
  ) async throws -> MachineFacts {
    try await pool.read { database in
      let number = try MachineStanding.named(machine, within: scope, database).number
      return MachineFacts(
        hardware: try Self.seen("hardware", of: number, database),
        scanners: try Self.seen("scanners", of: number, database),
        bandwidth: try Self.seen("bandwidth", of: number, database),
        accounts: try Self.seen("accounts", of: number, database))
    }
  }

  private static func seen<Facts: BoundedFacts>(
    _ probe: String, of machine: Int64, _ database: Database
  ) throws -> MachineFacts.Seen<Facts>? {
    let current: [MachineFacts.Statement<Facts>] = try statements(
      "s.current = 1", probe, of: machine, limit: 1, database)
    guard let present = current.first else { return nil }
    var seen = MachineFacts.Seen<Facts>(present: present)
    if case .failed = present.outcome {
      // Failures alternate with what was seen: the last facts are not far.
      let past: [MachineFacts.Statement<Facts>] = try statements(
        "1", probe, of: machine, limit: 20, database)
      seen.lastObserved = past.first { $0.outcome.facts != nil }
    }
    return seen
  }

  private static func statements<Facts: BoundedFacts>(
    _ condition: String, _ probe: String, of machine: Int64, limit: Int, _ database: Database
  ) throws -> [MachineFacts.Statement<Facts>] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT s.firstSeen, s.lastSeen, b.body FROM section s
        JOIN section_body b ON b.section = s.id
        WHERE s.machine = ? AND s.probe = ? AND \(condition)
        ORDER BY s.firstSeen DESC, s.id DESC LIMIT ?
        """, arguments: [machine, probe, limit]
    ).compactMap { row in
      let body = Data((row[2] as String).utf8)
      guard let outcome = try? JSONDecoder().decode(Outcome<Facts>.self, from: body) else {
        return nil
      }
      return MachineFacts.Statement(
        firstSeen: Date(microseconds: row[0]), lastSeen: Date(microseconds: row[1]),
        outcome: outcome.bounded)
    }
  }
}
