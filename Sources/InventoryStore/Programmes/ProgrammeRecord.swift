public import Foundation
import GRDB
import Prioritization

/// A programme with its line items, as far as a user may see them.
public struct ProgrammeRecord: Sendable, Equatable {
  public var programme: Programme
  /// By commune and item.
  public var items: [LineItem]
  /// Whether the programme covers more than the scope in which it was read.
  public var isPart: Bool
}

/// The documents frozen at adoption, each JSON.
public struct ProgrammeFoundation: Sendable, Equatable {
  public var document, policy, baseline: Data
}

extension InventoryStore.Programmes {
  /// Programmes with a line item in the scope, newest first.
  public func list(within scope: Scope) async throws -> [Programme] {
    let inScope = scope.condition("c")
    return try await store.rows(
      sql: """
        SELECT \(Programme.columns) FROM programme p WHERE EXISTS (
          SELECT 1 FROM programme_item i JOIN commune c ON c.code = i.commune
          WHERE i.programme = p.number AND \(inScope.sql))
        ORDER BY p.adoptedAt DESC, p.number DESC
        """, arguments: StatementArguments(inScope.arguments))
  }

  /// The programme with a number.
  ///
  /// - Throws: ``InventoryError`` with `programmeUnknown`, also if nothing of it is in the scope.
  public func programme(_ number: Int64, within scope: Scope) async throws -> Programme {
    try await store.pool.read { try Self.programme(number, within: scope, $0) }
  }

  /// A programme with those of its line items that are in the scope.
  ///
  /// - Throws: ``InventoryError`` with `programmeUnknown`.
  public func record(_ number: Int64, within scope: Scope) async throws -> ProgrammeRecord {
    try await store.pool.read { database in
      let programme = try Self.programme(number, within: scope, database)
      return ProgrammeRecord(
        programme: programme,
        items: try LineItemReader(scope: scope, programme: number, database).items(),
        isPart: !programme.isWithin(scope))
    }
  }

  /// Line items of one commune, of every programme, newest first.
  ///
  /// - Throws: ``InventoryError`` with `communeUnknown`.
  public func records(ofCommune code: String, within scope: Scope) async throws -> [ProgrammeRecord]
  {
    try await store.pool.read { database in
      _ = try scope.requireCommune(code, database)
      let programmes = try Programme.fetchAll(
        database,
        sql: """
          SELECT \(Programme.columns) FROM programme p WHERE p.number IN (
            SELECT programme FROM programme_item WHERE commune = ?)
          ORDER BY p.adoptedAt DESC, p.number DESC
          """, arguments: [code])
      return try programmes.map {
        ProgrammeRecord(
          programme: $0,
          items: try LineItemReader(
            scope: .commune(code), programme: $0.number, database
          ).items(), isPart: $0.area != .commune(code))
      }
    }
  }

  /// The documents frozen at a programme's adoption.
  ///
  /// - Throws: ``InventoryError`` with `programmeUnknown`.
  public func foundation(_ number: Int64, within scope: Scope) async throws -> ProgrammeFoundation {
    try await store.pool.read { database in
      _ = try Self.programme(number, within: scope, database)
      let row = try Row.fetchOne(
        database, sql: "SELECT document, policy, baseline FROM programme WHERE number = ?",
        arguments: [number])
      guard let row else { throw Self.unknown(number) }
      func bytes(_ column: String) -> Data { Data((row[column] as String).utf8) }
      return ProgrammeFoundation(
        document: bytes("document"), policy: bytes("policy"), baseline: bytes("baseline"))
    }
  }

  static func programme(
    _ number: Int64, within scope: Scope, _ database: Database
  ) throws -> Programme {
    let inScope = scope.condition("c")
    let found = try Programme.fetchOne(
      database,
      sql: """
        SELECT \(Programme.columns) FROM programme p WHERE p.number = ? AND EXISTS (
          SELECT 1 FROM programme_item i JOIN commune c ON c.code = i.commune
          WHERE i.programme = p.number AND \(inScope.sql))
        """, arguments: [number] + StatementArguments(inScope.arguments))
    guard let found else { throw unknown(number) }
    return found
  }

  /// The policy that was frozen with a programme; nil if there is no such programme.
  ///
  /// - Throws: ``InventoryError`` with `databaseUnusable` if it cannot be read.
  static func policy(of programme: Int64, _ database: Database) throws -> Policy? {
    let text = try String.fetchOne(
      database.cachedStatement(sql: "SELECT policy FROM programme WHERE number = ?"),
      arguments: [programme])
    guard let text else { return nil }
    guard let policy = try? JSONDecoder().decode(Policy.self, from: Data(text.utf8)) else {
      throw InventoryError(
        .databaseUnusable,
        "The policy of programme \(programme) cannot be read: run commune-inventory verify and restore a backup."
      )
    }
    return policy
  }

  static func unknown(_ number: Int64) -> InventoryError {
    InventoryError(
      .programmeUnknown, "There is no programme \(number): check its number.",
      typed: "There is no programme \(number): run programme list.")
  }
}

/// Reads line items with their entries, evidence and changes.
struct LineItemReader {
  let scope: Scope
  let programme: Int64
  let database: Database

  init(scope: Scope, programme: Int64, _ database: Database) {
    (self.scope, self.programme, self.database) = (scope, programme, database)
  }

  func items() throws -> [LineItem] {
    let entries = try self.entries()
    let changes = try self.changes()
    return try rows(
      """
      SELECT i.*, c.name AS communeName, p.name AS provinceName FROM programme_item i
      JOIN commune c ON c.code = i.commune JOIN province p ON p.code = c.province
      """, order: "i.commune, i.number"
    ).map { row in
      let number: Int64 = row["number"]
      return LineItem(
        number: number, commune: row["commune"], communeName: row["communeName"],
        provinceName: row["provinceName"], item: row["item"],
        evidence: (row["evidence"] as String?).flatMap(EvidenceKind.init),
        plannedCount: row["plannedCount"], plannedPrice: row["plannedPrice"], count: row["count"],
        price: row["price"], cancelledAt: row.dateIfKnown("cancelledAt"),
        entries: (entries[number] ?? []).settled, changes: changes[number] ?? [])
    }
  }

  private func entries() throws -> [Int64: [PurchaseEntry]] {
    var evidence: [Int64: [PurchaseEntry.Evidence]] = [:]
    for row in try rows(
      """
      SELECT v.* FROM programme_item i JOIN commune c ON c.code = i.commune
      JOIN programme_entry e ON e.lineItem = i.number
      JOIN programme_evidence v ON v.delivery = e.number AND v.voidedAt IS NULL
      """, order: "v.seenAt, v.subject")
    {
      evidence[row["delivery"], default: []].append(
        PurchaseEntry.Evidence(
          subject: row["subject"], seenAt: row.date("seenAt"), machine: row["machine"]))
    }
    var entries: [Int64: [PurchaseEntry]] = [:]
    for row in try rows(
      """
      SELECT e.* FROM programme_item i JOIN commune c ON c.code = i.commune
      JOIN programme_entry e ON e.lineItem = i.number AND e.withdrawnAt IS NULL
      """, order: "e.day, e.number")
    {
      let number: Int64 = row["number"]
      entries[row["lineItem"], default: []].append(
        PurchaseEntry(
          number: number, kind: try row.state("kind", of: "programme_entry"), day: row["day"],
          count: row["count"], price: row["price"], document: row["document"], note: row["note"],
          recordedBy: row["recordedBy"], recordedAt: row.date("recordedAt"),
          evidence: evidence[number] ?? []))
    }
    return entries
  }

  private func changes() throws -> [Int64: [LineItemChange]] {
    var changes: [Int64: [LineItemChange]] = [:]
    for row in try rows(
      """
      SELECT h.* FROM programme_item i JOIN commune c ON c.code = i.commune
      JOIN programme_change h ON h.lineItem = i.number
      """, order: "h.number")
    {
      changes[row["lineItem"], default: []].append(
        LineItemChange(
          field: try row.state("field", of: "programme_change"), before: row["before"],
          after: row["after"], reason: row["reason"], changedBy: row["changedBy"],
          changedAt: row.date("changedAt")))
    }
    return changes
  }

  private func rows(_ select: String, order: String) throws -> [Row] {
    let inScope = scope.condition("c")
    return try Row.fetchAll(
      database,
      sql: "\(select) WHERE i.programme = ? AND \(inScope.sql) ORDER BY \(order)",
      arguments: [programme] + StatementArguments(inScope.arguments))
  }
}

extension InventoryStore.Programmes {
  /// The contacts of communes in the scope, by code; communes without one are missing.
  public func contacts(
    of communes: Set<String>, within scope: Scope
  ) async throws -> [String: ContactDetails] {
    guard !communes.isEmpty else { return [:] }
    let inScope = scope.condition("c")
    return try await store.pool.read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT c.code, k.name, k.phone, k.email FROM commune_contact k
          JOIN commune c ON c.code = k.commune
          WHERE \(inScope.sql) AND c.code IN (SELECT value FROM json_each(?))
          """,
        arguments: StatementArguments(inScope.arguments)
          + [String(decoding: try JSONEncoder().encode(communes.sorted()), as: UTF8.self)])
      return Dictionary(
        rows.map { ($0["code"], ContactDetails(stored: $0)) },
        uniquingKeysWith: { first, _ in first })
    }
  }
}
