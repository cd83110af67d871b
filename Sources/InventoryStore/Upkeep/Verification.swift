import Cryptography
public import Foundation
import GRDB
import Reporting

/// The result of verifying an inventory's file.
public struct Verification: Codable, Sendable, Equatable {
  /// One line each; empty if the file is intact.
  public var faults: [String]
  public var machines: Int
  public var reports: Int
  public var sections: Int
  public var auditEntries: Int
  /// The hash of the log's last entry, 64 hexadecimal digits. Kept elsewhere, it proves later that
  /// no entry before it was removed.
  public var auditHead: String
  /// Whether the log has the earlier head that was asked for; nil if none was.
  public var hasEarlierHead: Bool?
  /// The log's first entry, if older ones were deleted for their age: heads from before it can no
  /// longer be found. nil while the log is complete.
  public var logBegins: AuditBeginning?
}

/// The entry with which a log begins.
public struct AuditBeginning: Codable, Sendable, Equatable {
  public var entry: Int64
  public var at: Date
}

extension Verification {
  /// Maximum number of faults listed; a damaged file has thousands.
  static let maximumFaults = 50

  /// Verifies an inventory's file without writing to it.
  ///
  /// - Parameter head: an earlier ``auditHead``. It is a fault if a complete log lacks it; for a
  ///   shortened log see ``hasEarlierHead`` and ``logBegins``.
  /// - Throws: ``InventoryError`` with `databaseUnusable` if the file cannot be read at all.
  public static func check(_ path: String, head: String? = nil) throws -> Verification {
    // A folder that this user may not enter says nothing about what is in it.
    guard access(path, F_OK) == 0 || errno != ENOENT else {
      throw InventoryError(
        .databaseUnusable,
        "The database \(path) does not exist: give another with --database or FILE.")
    }
    try InventoryFile.requireReadable(path)
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    do {
      return try DatabaseQueue(path: path, configuration: configuration).read { database in
        var check = Checker(database)
        try check.run(head: head)
        return try check.verification()
      }
    } catch let error as DatabaseError {
      throw InventoryError(
        .databaseUnusable,
        "The database \(path) cannot be read: \(error.message ?? "\(error.resultCode)"). Restore a backup."
      )
    }
  }

  /// Does the same as ``check(_:head:)`` and reports its progress.
  public static func checkWithProgress(_ path: String, head: String? = nil) throws -> Verification {
    try WorkProgress.reading(path, times: 2) { try check(path, head: head) }
  }

  private struct Checker {
    let database: Database
    var faults: [String] = []
    var head = ""
    var hasWanted: Bool?
    var beginning: AuditBeginning?

    init(_ database: Database) { self.database = database }

    mutating func run(head wanted: String?) throws {
      try integrity()
      try auditChain(wanted?.lowercased())
      try sectionDigests()
      try reports()
    }

    func verification() throws -> Verification {
      func count(_ table: String) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0
      }
      return Verification(
        faults: faults, machines: try count("machine"),
        reports: try count("(\(receipts))"),
        sections: try count("section"), auditEntries: try count("audit"),
        auditHead: head, hasEarlierHead: hasWanted, logBegins: beginning)
    }

    private mutating func say(_ fault: String) {
      if faults.count < Verification.maximumFaults { faults.append(fault) }
    }

    private mutating func integrity() throws {
      for line in try String.fetchAll(database, sql: "PRAGMA integrity_check") where line != "ok" {
        say("integrity: \(line)")
      }
      for row in try Row.fetchAll(database, sql: "PRAGMA foreign_key_check") {
        say(
          "foreign keys: a row of \(row["table"] as String? ?? "?") refers to a row of \(row["parent"] as String? ?? "?") that does not exist"
        )
      }
    }

    private mutating func auditChain(_ wanted: String?) throws {
      let chain = try AuditChain.check(database, wanted: wanted)
      for fault in chain.faults { say(fault) }
      head = chain.head
      beginning = try AuditAnchor.latest(database) == nil ? nil : firstEntry()
      guard let wanted else { return }
      hasWanted = chain.knowsWanted
    }

    private func firstEntry() throws -> AuditBeginning? {
      try Row.fetchOne(database, sql: "SELECT number, time FROM audit ORDER BY number LIMIT 1")
        .map { AuditBeginning(entry: $0["number"], at: $0.date("time")) }
    }

    private mutating func sectionDigests() throws {
      // Files of earlier versions keep every text.
      let columns = try database.columns(in: "section").map(\.name)
      let kept = columns.contains("kept") ? "kept" : "1 AS kept"
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT id, digest, body, \(kept)
          FROM section LEFT JOIN section_body ON section_body.section = id
          """)
      while let row = try rows.next() {
        let body: String? = row["body"]
        let isSound =
          row["kept"]
          ? Data(SHA256.hash(data: Data((body ?? "").utf8))) == row["digest"] as Data : body == nil
        if !isSound {
          say("sections: section \(row["id"] as Int64) does not match its digest")
        }
      }
    }

    /// SQL: machine and sequence number of each receipt, whole and old. Files of earlier versions
    /// have whole ones only.
    private var receipts: String {
      get throws {
        try "SELECT machine, sequence FROM report"
          + (database.tableExists("old_receipt")
            ? " UNION ALL SELECT machine, sequence FROM old_receipt" : "")
      }
    }

    /// Finds duplicates, which only a file that was tampered with can have.
    private mutating func reports() throws {
      let receipts = try receipts
      let twice = try Row.fetchAll(
        database,
        sql: """
          SELECT lower(hex(id)) AS what, count(*) AS n FROM report NOT INDEXED
          GROUP BY id HAVING n > 1
          UNION ALL SELECT m.id || ' sequence ' || r.sequence, count(*) AS n FROM (\(receipts)) r
          JOIN machine m ON m.number = r.machine GROUP BY r.machine, r.sequence HAVING n > 1
          """)
      for row in twice {
        say("reports: \(row["what"] as String) is on file \(row["n"] as Int) times")
      }
      let behind = try String.fetchAll(
        database,
        sql: """
          SELECT m.id FROM machine m JOIN (
            SELECT machine, max(sequence) AS last FROM (\(receipts)) GROUP BY machine) r
          ON r.machine = m.number WHERE m.lastSequence < r.last ORDER BY m.number
          """)
      for id in behind {
        say("reports: machine \(id) has a report beyond its last sequence number")
      }
    }
  }
}
