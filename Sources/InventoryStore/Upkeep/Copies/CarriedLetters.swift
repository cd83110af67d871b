import Foundation
import GRDB

/// Carries over into a restored file which letters have been sent since its backup: no letter is
/// sent twice.
struct CarriedLetters {
  let present: Database
  let restored: Database

  func carry() throws {
    for database in [present, restored] {
      guard try database.tableExists("letter") else { return }
    }
    try carryOutcomes()
    try carryPeriods()
    try carryLetters()
  }

  /// Lets nobody receive a letter of a backup twice if it is unknown what was sent since.
  static func doubt(in restored: Database) throws {
    guard try restored.tableExists("letter") else { return }
    try restored.execute(
      sql: """
        UPDATE letter SET state = 'doubtful',
          problem = 'It waited when the backup was made, and may have been sent since.'
        WHERE state IN ('waiting', 'sending')
        """)
  }

  /// Of letters that waited when the backup was made.
  private func carryOutcomes() throws {
    for letter in try rows("state <> 'waiting'") {
      try restored.execute(
        sql: """
          UPDATE letter SET state = :state, attempts = :attempts, startedAt = :startedAt,
            endedAt = :endedAt, problem = :problem,
            text = CASE WHEN :state IN ('sent', 'cancelled') THEN NULL ELSE text END
          WHERE identity = :identity AND state IN ('waiting', 'sending')
          """,
        arguments: [
          "state": letter["state"] as String, "attempts": letter["attempts"] as Int,
          "startedAt": letter["startedAt"] as Int64?, "endedAt": letter["endedAt"] as Int64?,
          "problem": letter["problem"] as String?, "identity": letter["identity"] as String,
        ])
    }
  }

  private func carryPeriods() throws {
    for period in try Row.fetchAll(present, sql: "SELECT * FROM letter_period") {
      try insert(period, into: "letter_period")
    }
  }

  /// Letters made since, to users whom the restored file knows, and to webhooks.
  private func carryLetters() throws {
    var texts: [Int64: Int64] = [:]
    for letter in try rows("true") {
      guard try isMissing(letter) else { continue }
      var columns = Dictionary(
        letter.map { ($0, $1) }, uniquingKeysWith: { first, _ in first })
      columns["number"] = nil
      if let text = letter["text"] as Int64? {
        if texts[text] == nil { texts[text] = try carryText(text) }
        columns["text"] = texts[text]?.databaseValue
      }
      try insert(Row(columns), into: "letter")
    }
  }

  private func isMissing(_ letter: Row) throws -> Bool {
    let known = try Bool.fetchOne(
      restored, sql: "SELECT 1 FROM letter WHERE identity = ?",
      arguments: [letter["identity"] as String])
    guard known == nil else { return false }
    guard let user = letter["user"] as Int64? else { return true }
    let names = try [present, restored].map {
      try String.fetchOne($0, sql: "SELECT name FROM user WHERE number = ?", arguments: [user])
    }
    return names[1] != nil && names[0] == names[1]
  }

  private func carryText(_ number: Int64) throws -> Int64? {
    let text = try Row.fetchOne(
      present, sql: "SELECT subject, plain, html FROM letter_text WHERE number = ?",
      arguments: [number])
    guard let text else { return nil }
    try insert(text, into: "letter_text")
    return restored.lastInsertedRowID
  }

  private func rows(_ condition: String) throws -> [Row] {
    try Row.fetchAll(present, sql: "SELECT * FROM letter WHERE \(condition) ORDER BY number")
  }

  private func insert(_ row: Row, into table: String) throws {
    let columns = row.map(\.0)
    try restored.execute(
      sql: """
        INSERT OR IGNORE INTO \(table) (\(columns.joined(separator: ", ")))
        VALUES (\(columns.map { ":\($0)" }.joined(separator: ", ")))
        """,
      arguments: StatementArguments(
        Dictionary(row.map { ($0, $1) }, uniquingKeysWith: { first, _ in first })))
  }
}
