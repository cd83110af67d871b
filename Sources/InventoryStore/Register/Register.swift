import DelimitedText
public import Foundation
import GRDB
import Reporting

extension InventoryStore {
  /// Bytes of the largest register that is read.
  public static let largestRegister = DelimitedTable.maximumBytes

  /// Files a register: new communes are added, known ones get the columns that the table has. All
  /// of it or nothing.
  ///
  /// - Parameters:
  ///   - bytes: CSV, UTF-8, with a header line; see `RegisterTable`.
  ///   - simulated: whether the figures were invented for a demonstration.
  ///   - allowErasing: whether a blank cell may make a known value unknown.
  /// - Returns: how many communes were added, how many changed, and how many known values became
  ///   unknown.
  /// - Throws: ``InventoryError`` with `registerMalformed`, naming the line and the remedy; with
  ///   `valuesErased` where known values would become unknown and that is not allowed.
  public func importRegister(
    _ bytes: Data, simulated: Bool = false, allowErasing: Bool = false,
    by actor: Actor = .systemUser(), now: Date
  ) throws -> (added: Int, changed: Int, erased: Int) {
    let table = try RegisterTable(bytes)
    return try writing { database in
      let erased = try ErasedValues(table, database)
      if !allowErasing { try erased.refuse() }
      var added = 0
      for row in table.rows {
        if try Self.file(row, simulated: simulated, database) { added += 1 }
      }
      try AuditLog.append(
        .registerImported, "register",
        [
          "added": .init(added), "changed": .init(table.rows.count - added),
          "erased": .init(erased.count),
          "sha256": .init(SHA256Digest.hexadecimal(of: bytes)),
        ], by: actor, at: now, database)
      try Measures.renewAll(rules: rules, now: now, database)
      try Self.bumpRevision(database)
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO setting (name, value)
          SELECT 'registerRevision', value FROM setting WHERE name = 'revision'
          """)
      return (added, table.rows.count - added, erased.count)
    }
  }

  /// The register, in order of province and code.
  ///
  /// - Parameter scope: outside of it there is nothing.
  /// - Throws: ``InventoryError`` with `provinceUnknown`.
  public func communes(
    province: String? = nil, within scope: Scope = .country
  ) async throws -> [CommuneRecord] {
    let inScope = scope.condition("c")
    return try await pool.read { database in
      try Self.requireProvince(province, within: scope, database)
      return try Row.fetchAll(
        database,
        sql: """
          SELECT c.*, p.name AS provinceName FROM commune c JOIN province p ON p.code = c.province
          WHERE \(inScope.sql) AND (? IS NULL OR c.province = ?) ORDER BY c.province, c.code
          """, arguments: StatementArguments(inScope.arguments) + [province, province]
      ).map(CommuneRecord.init)
    }
  }

  /// The provinces of a scope, by code.
  public func provinces(
    within scope: Scope = .country
  ) async throws -> [(code: String, name: String)] {
    let inScope = scope.condition("c")
    return try await pool.read { database in
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

  static func requireProvince(
    _ province: String?, within scope: Scope = .country, _ database: Database
  ) throws {
    guard let province else { return }
    let inScope = scope.condition("c")
    let known = try Bool.fetchOne(
      database,
      sql: """
        SELECT 1 FROM province p WHERE p.code = ? AND (? OR EXISTS
          (SELECT 1 FROM commune c WHERE c.province = p.code AND \(inScope.sql)))
        """,
      arguments: [province, scope == .country] + StatementArguments(inScope.arguments))
    guard known == true else {
      throw InventoryError(
        .provinceUnknown,
        "There is no province \"\(province.prefix(20))\": a province code has two digits, such as 51 (Quảng Ngãi)."
      )
    }
  }

  func importRegisterIfEmpty(now: Date) throws {
    let empty = try pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM commune") == 0 }
    guard empty else { return }
    guard let bytes = EmbeddedFile.bytes("communes.csv") else {
      throw InventoryError(
        .databaseUnusable, "The built-in register of communes is missing: reinstall the program.")
    }
    _ = try importRegister(bytes, by: .centre, now: now)
  }

  /// What the revision will be once the transaction has ended, as SQL.
  static let nextRevision =
    "coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'revision'), 0) + 1"

  static func bumpRevision(_ database: Database) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO setting (name, value) VALUES ('revision', '1')
        ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1
        """
    ).execute()
  }

  /// What a demonstration invents.
  private static let invented = ["officials", "dossiersPerMonth"]

  /// Whether the commune is new.
  private static func file(
    _ row: RegisterTable.Row, simulated: Bool, _ database: Database
  ) throws -> Bool {
    let values = try row.cells.sorted { $0.key < $1.key }.map { name, text in
      (column: RegisterCell.column(for: name), cell: try RegisterCell(row, name, text))
    }.filter { $0.column != nil }
    if let province = row.cells["provinceCode"] ?? nil, let name = row.cells["provinceName"] ?? nil
    {
      try database.cachedStatement(
        sql: "INSERT INTO province VALUES (?, ?) ON CONFLICT DO UPDATE SET name = excluded.name"
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
    // Real figures take the mark away only where they replace all that were invented.
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

/// One cell of the register, checked against what its column may hold.
struct RegisterCell {
  let value: DatabaseValue

  /// The column of the table `commune`, or nil for what stands elsewhere.
  static func column(for name: String) -> String? {
    switch name {
    case "provinceCode": "province"
    case "provinceName": nil
    default: RegisterTable.columns.contains(name) ? name : nil
    }
  }

  init(_ row: RegisterTable.Row, _ name: String, _ text: String?) throws {
    func refuse(_ wanted: String) -> InventoryError {
      InventoryError(
        .registerMalformed,
        "Line \(row.line): \(name) of commune \(row.code) is \"\((text ?? "").cleaned(40) ?? "")\"; enter \(wanted)."
      )
    }
    guard let text else {
      guard !RegisterTable.needed.contains(name) else { throw refuse("a value") }
      value = .null
      return
    }
    switch name {
    case "kind":
      guard ["xã", "phường", "đặc khu"].contains(text) else {
        throw refuse("xã, phường or đặc khu")
      }
      value = text.databaseValue
    case "provinceCode":
      guard text.utf8.count == 2, text.utf8.allSatisfy({ 48...57 ~= $0 }) else {
        throw refuse("two digits, with the leading zero")
      }
      value = text.databaseValue
    case "latitude", "longitude", "areaSquareKilometres":
      let range = name == "latitude" ? 6.0...24 : name == "longitude" ? 101.0...118 : 0.001...50_000
      guard let number = Double(text), range.contains(number) else {
        throw refuse("a number from \(range.lowerBound) to \(range.upperBound)")
      }
      value = number.databaseValue
    case "remote", "border", "island":
      guard text == "0" || text == "1" else { throw refuse("1, 0, or blank if unknown") }
      value = (text == "1").databaseValue
    case "population", "officials", "dossiersPerMonth":
      guard let number = Int(text), 0...10_000_000 ~= number else {
        throw refuse("a whole number, or blank if unknown")
      }
      value = number.databaseValue
    default:
      guard text.cleaned(100) == text else {
        throw refuse("at most 100 characters, without control or format characters")
      }
      value = text.databaseValue
    }
  }
}

extension CommuneRecord {
  init(row: Row) {
    self.init(
      code: row["code"], name: row["name"], kind: row["kind"], provinceCode: row["province"],
      provinceName: row["provinceName"], latitude: row["latitude"], longitude: row["longitude"],
      areaSquareKilometres: row["areaSquareKilometres"], remote: row["remote"],
      border: row["border"], island: row["island"], population: row["population"],
      officials: row["officials"], dossiersPerMonth: row["dossiersPerMonth"],
      simulated: row["simulated"])
  }
}
