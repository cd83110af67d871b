import Foundation
import GRDB
import Reporting

/// The result of checking the whole audit log.
public struct AuditChain: Sendable, Equatable {
  /// One line each; empty if the log is intact.
  public var faults: [String] = []
  public var entries = 0
  /// The hash of the last entry, 64 hexadecimal digits. Kept elsewhere, it proves later that no
  /// entry before it was removed.
  public var head = SHA256Digest.hexadecimal([UInt8](AuditEntry.nothingBefore))
  /// Whether an entry has the requested hash.
  public var knowsWanted = false

  /// - Parameter wanted: an earlier ``head``, in lower case.
  static func check(_ database: Database, wanted: String? = nil) throws -> AuditChain {
    var chain = AuditChain()
    let triggers = try String.fetchAll(
      database,
      sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit'")
    if triggers.count != 3 {
      chain.say("audit: some of the triggers that protect the log are missing")
    }
    let anchor = try AuditAnchor.latest(database)
    if anchor != nil {
      let guards = try String.fetchAll(
        database,
        sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit_anchor'")
      if guards.count != 3 {
        chain.say("audit: some of the triggers that protect the log are missing")
      }
    }
    var number: Int64 = 0
    var last = AuditEntry.nothingBefore
    // Whether an entry of the log itself records that its first entries were deleted for their age.
    var isAnchored = anchor == nil
    let rows = try Row.fetchCursor(database, sql: "SELECT * FROM audit ORDER BY number")
    while let row = try rows.next() {
      let entry = AuditEntry(row: row)
      let hash: Data = row["hash"]
      if let anchor {
        if number == 0, entry.number > 1, entry.number <= anchor.number + 1 {
          // An interrupted deletion leaves entries from before the anchor.
          last = entry.number == anchor.number + 1 ? anchor.hash : entry.previous
          number = entry.number - 1
        }
        if entry.number == anchor.number, hash != anchor.hash {
          chain.say("audit: entry \(entry.number) was changed")
        }
        if entry.action == AuditAction.auditShortened.rawValue, anchor.isNamed(in: entry) {
          isAnchored = true
        }
      }
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
    if !isAnchored { chain.say("audit: the log does not say that its first entries were deleted") }
    if let wanted, let anchor, wanted == SHA256Digest.hexadecimal([UInt8](anchor.hash)) {
      chain.knowsWanted = true
    }
    chain.head = SHA256Digest.hexadecimal([UInt8](last))
    return chain
  }

  private mutating func say(_ fault: String) {
    if faults.count < Verification.maximumFaults { faults.append(fault) }
  }
}
