public import Foundation
import GRDB
import Reporting

/// Results of browser checks, kept with their author and time beside what machines report.
extension InventoryStore.Checks {
  /// Stores a result. It is on disk when this returns.
  ///
  /// - Parameters:
  ///   - facts: of any kind but a scanner, which only
  ///     ``proveScanner(code:commune:machine:within:format:signs:by:now:)`` can prove.
  ///   - machine: the id of one of the commune's machines; nil for the office as a whole.
  /// - Throws: ``InventoryError`` with `communeUnknown`, `machineUnknown` or `argumentMalformed`.
  public func keep(
    _ facts: CheckResult.Facts, commune: String, machine: String?, within scope: Scope,
    by finder: CheckFinder, now: Date
  ) async throws {
    guard facts.kind != .scanner else {
      throw InventoryError(.argumentMalformed, "Only a scanned sheet proves a scanner.")
    }
    try await store.write(for: commune, within: scope) { group, database in
      let number = try Self.number(of: machine, commune: commune, database)
      try Self.insert(
        facts, commune: commune, machine: number, by: finder, at: now, database)
      group.touch(commune: commune, at: now, measuresMayDiffer: true)
    }
  }

  /// The latest result of each kind of each machine of a commune, and of the office, newest first.
  ///
  /// - Throws: ``InventoryError`` with `communeUnknown`.
  public func latest(of commune: String, within scope: Scope) async throws -> [CheckResult] {
    try await store.pool.read { database in
      _ = try scope.requireCommune(commune, database)
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT r.*, m.id AS machineId FROM check_result r
          LEFT JOIN machine m ON m.number = r.machine
          WHERE r.commune = :commune AND r.id = (
            SELECT x.id FROM check_result x
            WHERE x.commune = r.commune AND x.kind = r.kind AND x.machine IS r.machine
            ORDER BY x.foundAt DESC, x.id DESC LIMIT 1)
          ORDER BY r.foundAt DESC, r.id DESC LIMIT 100
          """, arguments: ["commune": commune])
      return rows.compactMap(Self.result)
    }
  }

  static func insert(
    _ facts: CheckResult.Facts, commune: String, machine: Int64?, by finder: CheckFinder,
    at now: Date, _ database: Database
  ) throws {
    var line: CheckResult.Line?
    if case .line(let found) = facts { line = found }
    try database.execute(
      sql: """
        INSERT INTO check_result
          (commune, machine, kind, evidence, foundAt, foundBy, byLink, facts, lineBitsPerSecond,
            mayCarryMore)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        commune, machine, facts.kind.rawValue, facts.kind == .scanner ? "scan" : "browser",
        now.microseconds, finder.name.cleaned(128) ?? "-", finder.isByLink,
        String(decoding: try encoded(facts), as: UTF8.self),
        line.map { min($0.downloadBitsPerSecond, $0.uploadBitsPerSecond) },
        line.map { !$0.isSettled },
      ])
  }

  /// The row number of one of the commune's machines that are not retired; nil if `machine` is nil.
  ///
  /// - Throws: ``InventoryError`` with `machineUnknown`.
  static func number(of machine: String?, commune: String, _ database: Database) throws -> Int64? {
    guard let machine else { return nil }
    let number = try Int64.fetchOne(
      database,
      sql: "SELECT number FROM machine WHERE id = ? AND commune = ? AND state <> 'retired'",
      arguments: [machine, commune])
    guard let number else {
      throw InventoryError(
        .machineUnknown, "This commune has no such computer: choose one from the list.")
    }
    return number
  }

  private static func encoded(_ facts: CheckResult.Facts) throws -> [UInt8] {
    let bytes =
      switch facts {
      case .line(let line): try CanonicalJSON.encode(line)
      case .system(let system): try CanonicalJSON.encode(system)
      case .services(let services): try CanonicalJSON.encode(services)
      case .scanner(let scanner): try CanonicalJSON.encode(scanner)
      }
    return Array(bytes)
  }

  /// nil if this version cannot read the facts.
  private static func result(_ row: Row) -> CheckResult? {
    let text = Data((row["facts"] as String).utf8)
    let decoder = JSONDecoder()
    let facts: CheckResult.Facts? =
      switch CheckResult.Kind(rawValue: row["kind"]) {
      case .line: (try? decoder.decode(CheckResult.Line.self, from: text)).map { .line($0) }
      case .system: (try? decoder.decode(CheckResult.System.self, from: text)).map { .system($0) }
      case .services:
        (try? decoder.decode([CheckResult.Service].self, from: text)).map { .services($0) }
      case .scanner:
        (try? decoder.decode(CheckResult.Scanner.self, from: text)).map { .scanner($0) }
      case nil: nil
      }
    return facts.map {
      CheckResult(
        machine: row["machineId"], facts: $0, foundAt: Date(microseconds: row["foundAt"]),
        foundBy: row["foundBy"], isByLink: row["byLink"])
    }
  }
}
