public import Foundation
import GRDB
import Reporting

/// What a walk through the whole audit log found.
public struct AuditChain: Sendable, Equatable {
  /// One line each; empty where all is well.
  public var faults: [String] = []
  public var entries = 0
  /// The hash of the last entry, 64 hexadecimal digits: written down elsewhere, it proves later
  /// that nothing before it was taken away.
  public var head = SHA256Digest.hexadecimal([UInt8](AuditEntry.nothingBefore))
  /// Whether an entry has the hash that was asked for.
  public var knowsWanted = false

  /// - Parameter wanted: a ``head`` of former times, in lower case.
  static func check(_ database: Database, wanted: String? = nil) throws -> AuditChain {
    var chain = AuditChain()
    let triggers = try String.fetchAll(
      database,
      sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit'")
    if triggers.count != 3 {
      chain.say("audit: some of the triggers that protect the log are missing")
    }
    var number: Int64 = 0
    var last = AuditEntry.nothingBefore
    let rows = try Row.fetchCursor(database, sql: "SELECT * FROM audit ORDER BY number")
    while let row = try rows.next() {
      let entry = AuditEntry(row)
      let hash: Data = row["hash"]
      if entry.number != number + 1 {
        chain.say("audit: entry \(number + 1) is missing")
      } else if entry.previous != last {
        chain.say("audit: entry \(entry.number) does not follow the previous one")
      }
      if entry.computedHash != hash { chain.say("audit: entry \(entry.number) was changed") }
      number = entry.number
      last = hash
      chain.entries += 1
      if let wanted, wanted == SHA256Digest.hexadecimal([UInt8](hash)) { chain.knowsWanted = true }
    }
    chain.head = SHA256Digest.hexadecimal([UInt8](last))
    return chain
  }

  private mutating func say(_ fault: String) {
    if faults.count < Verification.maximumFaults { faults.append(fault) }
  }
}

extension InventoryStore {
  /// Walks through the whole audit log: some microseconds an entry.
  public func checkAuditChain() async throws -> AuditChain {
    try await pool.read { try AuditChain.check($0) }
  }
}
