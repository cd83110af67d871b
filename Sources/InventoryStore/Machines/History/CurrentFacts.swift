public import Foundation
import GRDB
public import Reporting

/// The latest facts of a machine by probe; nil if a probe never reported.
public struct CurrentFacts: Sendable, Equatable {
  public var hardware: Seen<HardwareFacts>?
  public var scanners: Seen<ScannerFacts>?
  public var bandwidth: Seen<BandwidthFacts>?
  public var accounts: Seen<AccountFacts>?
  /// Reported only by agents of other projects.
  public var protection: Seen<ProtectionFacts>?
  /// Reported only by agents of other projects.
  public var network: Seen<NetworkFacts>?

  /// One probe's section, and when it was reported, by the centre's clock.
  public struct Statement<Facts: Sendable & Codable & Equatable>: Sendable, Equatable {
    public var firstSeen: Date
    public var lastSeen: Date
    public var outcome: Outcome<Facts>
  }

  public struct Seen<Facts: Sendable & Codable & Equatable>: Sendable, Equatable {
    /// The probe's last section.
    public var present: Statement<Facts>
    /// If the present section is a failure, the newest recent one with facts; nil otherwise.
    public var lastObserved: Statement<Facts>?

    /// The newest facts, which may be older than the last section.
    public var facts: Facts? { present.outcome.facts ?? lastObserved?.outcome.facts }
  }
}

extension InventoryStore.History {
  /// The facts of a machine as last reported, bounded and cleaned for people.
  ///
  /// - Throws: ``InventoryError`` with `machineUnknown`.
  public func facts(
    of machine: String, within scope: Scope
  ) async throws -> CurrentFacts {
    try await store.pool.read { database in
      let number = try MachineStanding.named(machine, within: scope, database).number
      return CurrentFacts(
        hardware: try Self.seen("hardware", of: number, database),
        scanners: try Self.seen("scanners", of: number, database),
        bandwidth: try Self.seen("bandwidth", of: number, database),
        accounts: try Self.seen("accounts", of: number, database),
        protection: try Self.seen("protection", of: number, database),
        network: try Self.seen("network", of: number, database))
    }
  }

  private static func seen<Facts: BoundedFacts>(
    _ probe: String, of machine: Int64, _ database: Database
  ) throws -> CurrentFacts.Seen<Facts>? {
    let current: [CurrentFacts.Statement<Facts>] = try statements(
      "s.current = 1", probe, of: machine, limit: 1, database)
    guard let present = current.first else { return nil }
    var seen = CurrentFacts.Seen<Facts>(present: present)
    if case .failed = present.outcome {
      // Failures alternate with observations: the last facts are among the last few sections.
      let past: [CurrentFacts.Statement<Facts>] = try statements(
        "1", probe, of: machine, limit: 20, database)
      seen.lastObserved = past.first { $0.outcome.facts != nil }
    }
    return seen
  }

  private static func statements<Facts: BoundedFacts>(
    _ condition: String, _ probe: String, of machine: Int64, limit: Int, _ database: Database
  ) throws -> [CurrentFacts.Statement<Facts>] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT s.firstSeen, s.lastSeen, b.body FROM section s
        JOIN section_body b ON b.section = s.id
        WHERE s.machine = ? AND s.probe = ? AND \(condition)
        ORDER BY s.firstSeen DESC, s.id DESC LIMIT ?
        """, arguments: [machine, probe, limit]
    ).compactMap { row in
      let body = Data((row["body"] as String).utf8)
      guard let outcome = try? JSONDecoder().decode(Outcome<Facts>.self, from: body) else {
        return nil
      }
      return CurrentFacts.Statement(
        firstSeen: row.date("firstSeen"), lastSeen: row.date("lastSeen"),
        outcome: outcome.bounded)
    }
  }
}
