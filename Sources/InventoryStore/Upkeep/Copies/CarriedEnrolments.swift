import Foundation
import GRDB

/// Carries over into a restored file the machines and keys since its backup, which would be refused
/// for good otherwise. See also ``CarriedDecisions``.
struct CarriedEnrolments {
  let present: Database
  let restored: Database

  /// - Returns: number of machines that the backup does not know.
  func carry() throws -> Int {
    try carryRows("enrolment_token", key: "id", unless: "id = :id OR digest = :digest")
    let machines = try carryRows(
      "machine", key: "number", unless: "number = :number OR id = :id",
      // Their reports are not in the backup, so they count as waiting.
      setting: [
        "lastReportAt": nil, "reportTimeDoubtedAt": nil, "hardwareUnseenSince": nil,
        "scannersUnseenSince": nil, "accountsUnseenSince": nil,
      ])
    try carryRows(
      "machine_key", key: "machine",
      unless: "(machine = :machine AND number = :number) OR publicKey = :publicKey")
    for table in ["machine_evidence", "third_party_machine"] {
      try carryRows(table, key: "machine", unless: "machine = :machine", of: machines)
    }
    try carryRows(
      "third_party_identity", key: "machine",
      unless: "commune = :commune AND digest = :digest")
    // The serving process recomputes all measures.
    try restored.execute(sql: "DELETE FROM setting WHERE name = 'measureRules'")
    return machines.count
  }

  /// Copies rows that the restored file lacks; rows about a machine only if both files know it
  /// under one number and id.
  @discardableResult
  private func carryRows(
    _ table: String, key: String, unless: String, setting: [String: DatabaseValue?] = [:],
    of machines: Set<Int64>? = nil
  ) throws -> Set<Int64> {
    guard try present.tableExists(table), try restored.tableExists(table) else { return [] }
    let known = Set(try restored.columns(in: table).map(\.name))
    let columns = try present.columns(in: table).map(\.name).filter(known.contains)
    var carried: Set<Int64> = []
    for row in try Row.fetchAll(present, sql: "SELECT * FROM \(table)") {
      let number: Int64 = row[key]
      if let machines, !machines.contains(number) { continue }
      if key == "machine", try !isOneMachine(number) { continue }
      var values = Dictionary(
        uniqueKeysWithValues: columns.map { ($0, row[$0] as DatabaseValue) })
      for (name, value) in setting where known.contains(name) { values[name] = value ?? .null }
      let wanted = Dictionary(
        uniqueKeysWithValues: values.filter { unless.contains(":\($0.key)") }.map {
          ($0.key, $0.value as (any DatabaseValueConvertible)?)
        })
      let isThere = try Bool.fetchOne(
        restored, sql: "SELECT EXISTS (SELECT 1 FROM \(table) WHERE \(unless))",
        arguments: StatementArguments(wanted))
      guard isThere == false else { continue }
      try restored.execute(
        sql: """
          INSERT INTO \(table) (\(columns.joined(separator: ", ")))
          VALUES (\(columns.map { ":\($0)" }.joined(separator: ", ")))
          """,
        arguments: StatementArguments(values.mapValues { $0 as (any DatabaseValueConvertible)? }))
      carried.insert(number)
    }
    return carried
  }

  private func isOneMachine(_ number: Int64) throws -> Bool {
    func id(_ database: Database) throws -> String? {
      try String.fetchOne(
        database.cachedStatement(sql: "SELECT id FROM machine WHERE number = ?"),
        arguments: [number])
    }
    guard let mine = try id(present) else { return false }
    return try mine == id(restored)
  }
}
