import DelimitedText
public import Foundation
import GRDB
import Reporting

extension InventoryStore.Register {
  /// Maximum bytes of a register that is imported.
  public static let maximumBytes = DelimitedTable.maximumBytes

  /// Imports a register, all of it or nothing: adds new communes, and updates the table's columns
  /// of known ones.
  ///
  /// - Parameters:
  ///   - bytes: CSV, UTF-8, with a header line; see `RegisterTable`.
  ///   - simulated: whether the figures were invented for a demonstration.
  ///   - allowErasing: whether a blank cell may make a known value unknown.
  /// - Returns: numbers of communes added, communes changed, and known values made unknown.
  /// - Throws: ``InventoryError`` with `registerMalformed`, naming the line and the remedy; with
  ///   `valuesErased` if known values would become unknown and that is not allowed.
  public func importTable(
    _ bytes: Data, simulated: Bool = false, allowErasing: Bool = false,
    by actor: Actor = .systemUser(), now: Date
  ) async throws -> (added: Int, changed: Int, erased: Int) {
    let table = try RegisterTable(bytes)
    let digest = SHA256Digest.hexadecimal(of: bytes)
    return try await store.write { group in
      let erased = try ErasedValues(table, group.database)
      if !allowErasing { try erased.refuse() }
      let added = try Self.file(
        table, simulated: simulated, erased: erased.count, digest: digest, by: actor, now: now,
        group)
      return (added, table.rows.count - added, erased.count)
    }
  }

  /// - Returns: number of communes added.
  private static func file(
    _ table: RegisterTable, simulated: Bool, erased: Int, digest: String, by actor: Actor,
    now: Date, _ group: WriteGroup
  ) throws -> Int {
    let database = group.database
    var added = 0
    for row in table.rows {
      if try file(row, simulated: simulated, database) { added += 1 }
    }
    try AuditLog.append(
      .registerImported, "register",
      [
        "added": .init(added), "changed": .init(table.rows.count - added),
        "erased": .init(erased), "sha256": .init(digest),
      ], by: actor, at: now, database)
    try group.touchAll(at: now)
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO setting (name, value)
        VALUES ('registerRevision', CAST(\(Revision.next) AS TEXT))
        """)
    return added
  }

  /// The register, in order of province and code.
  ///
  /// - Throws: ``InventoryError`` with `provinceUnknown`.
  public func communes(
    province: String? = nil, within scope: Scope
  ) async throws -> [CommuneRecord] {
    let inScope = scope.condition("c")
    return try await store.pool.read { database in
      try scope.requireProvince(province, database)
      return try CommuneRecord.fetchAll(
        database,
        sql: """
          SELECT c.*, p.name AS provinceName FROM commune c JOIN province p ON p.code = c.province
          WHERE \(inScope.sql) AND (? IS NULL OR c.province = ?) ORDER BY c.province, c.code
          """, arguments: StatementArguments(inScope.arguments) + [province, province])
    }
  }

  /// The provinces of a scope, by code.
  public func provinces(within scope: Scope) async throws -> [(code: String, name: String)] {
    let inScope = scope.condition("c")
    return try await store.pool.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT code, name FROM province p WHERE ? OR EXISTS
            (SELECT 1 FROM commune c WHERE c.province = p.code AND \(inScope.sql))
          ORDER BY code
          """, arguments: [scope == .country] + StatementArguments(inScope.arguments)
      ).map { ($0["code"], $0["name"]) }
    }
  }

  /// Imports the embedded register into a new file.
  func importEmbeddedIfEmpty(now: Date) throws {
    let isEmpty = try store.pool.read {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM commune") == 0
    }
    guard isEmpty else { return }
    guard let bytes = EmbeddedFile.bytes("communes.csv") else {
      throw InventoryError(
        .databaseUnusable, "The built-in register of communes is missing: reinstall the program.")
    }
    let table = try RegisterTable(bytes)
    let digest = SHA256Digest.hexadecimal(of: bytes)
    try store.commits.writeWhileOpening { group in
      _ = try Self.file(
        table, simulated: false, erased: 0, digest: digest, by: .centre, now: now, group)
    }
  }

  /// Columns with invented figures in a demonstration.
  private static let invented = ["officials", "dossiersPerMonth"]

  /// - Returns: whether the commune is new.
  private static func file(
    _ row: RegisterTable.Row, simulated: Bool, _ database: Database
  ) throws -> Bool {
    let values = try row.cells.sorted { $0.key < $1.key }.map { name, text in
      (column: RegisterCell.column(for: name), cell: try RegisterCell(row, name, text))
    }.filter { $0.column != nil }
    if let province = row.cells["provinceCode"] ?? nil, let name = row.cells["provinceName"] ?? nil
    {
      try database.cachedStatement(
        sql: """
          INSERT INTO province (code, name) VALUES (?, ?)
          ON CONFLICT DO UPDATE SET name = excluded.name
          """
      ).execute(arguments: [province, name])
    }
    let known = try Bool.fetchOne(
      database.cachedStatement(sql: "SELECT 1 FROM commune WHERE code = ?"), arguments: [row.code])
    if let province = row.cells["provinceCode"] ?? nil,
      try Bool.fetchOne(
        database.cachedStatement(sql: "SELECT 1 FROM province WHERE code = ?"),
        arguments: [province]) == nil
    {
      throw InventoryError(
        .registerMalformed,
        "Line \(row.line): province \(province) is not in the register and the table has no provinceName to add it."
      )
    }
    if known == nil { try insertBare(row, database) }
    if !values.isEmpty {
      let columns = values.compactMap(\.column).map { "\($0) = ?" }.joined(separator: ", ")
      try database.cachedStatement(sql: "UPDATE commune SET \(columns) WHERE code = ?")
        .execute(arguments: StatementArguments(values.map(\.cell.value) + [row.code.databaseValue]))
    }
    // Real figures clear the mark only if they replace all invented ones.
    if simulated || invented.allSatisfy({ row.cells.keys.contains($0) }) {
      try database.cachedStatement(sql: "UPDATE commune SET simulated = ? WHERE code = ?")
        .execute(arguments: [simulated, row.code])
    }
    return known == nil
  }

  private static func insertBare(_ row: RegisterTable.Row, _ database: Database) throws {
    for name in RegisterTable.needed where (row.cells[name] ?? nil) == nil {
      throw InventoryError(
        .registerMalformed,
        "Line \(row.line): commune \(row.code) is not in the register yet and the table has no \(name) for it."
      )
    }
    try database.execute(
      sql: "INSERT INTO commune (code, name, kind, province) VALUES (?, ?, ?, ?)",
      arguments: [
        row.code, row.cells["name"] ?? nil, row.cells["kind"] ?? nil,
        row.cells["provinceCode"] ?? nil,
      ])
  }
}
