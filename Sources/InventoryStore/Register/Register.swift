import DelimitedText
public import Foundation
import GRDB

extension InventoryStore.Register {
  /// Columns of a register's table beside `code`.
  public static var columns: [String] { RegisterTable.columns }

  /// Maximum size of a register to import, in bytes.
  public static let maximumBytes = DelimitedTable.maximumBytes

  /// Imports a register, all of it or nothing: adds new communes, and updates the table's columns
  /// of known ones.
  ///
  /// - Parameters:
  ///   - bytes: CSV, UTF-8, with a header line; see `RegisterTable`.
  ///   - source: the document from which the table was made.
  ///   - simulated: whether the figures were invented for a demonstration.
  ///   - allowErasing: whether a blank cell may make a known value unknown.
  /// - Returns: numbers of communes added, communes changed, and known values made unknown.
  /// - Throws: ``InventoryError`` with `registerMalformed`, naming the line and the remedy; with
  ///   `valuesErased` if known values would become unknown and that is not allowed.
  public func importTable(
    _ bytes: Data, source: String? = nil, simulated: Bool = false, allowErasing: Bool = false,
    by actor: Actor = .systemUser(), now: Date
  ) async throws -> (added: Int, changed: Int, erased: Int) {
    let changes = try await file(
      RegisterImport(bytes, source: source, simulated: simulated), allowErasing: allowErasing,
      by: actor, now: now)
    return (changes.added.count, changes.changed.count, changes.erased)
  }

  /// The changes that an import would make now.
  ///
  /// - Throws: ``InventoryError`` with `registerMalformed`.
  public func changes(by wanted: RegisterImport) async throws -> RegisterChanges {
    try await store.pool.read { try RegisterComparison(wanted, $0).changes }
  }

  /// Imports a table that has been read, all of it or nothing.
  ///
  /// - Parameter digest: of the changes that a preview showed; nil accepts any.
  /// - Returns: what was changed.
  /// - Throws: ``InventoryError`` as ``importTable(_:source:simulated:allowErasing:by:now:)``; with
  ///   `stateConflict` if the changes differ from the preview's.
  public func file(
    _ wanted: RegisterImport, allowErasing: Bool, expecting digest: String? = nil,
    by actor: Actor = .systemUser(), now: Date
  ) async throws -> RegisterChanges {
    try await store.write { group in
      let changes = try RegisterComparison(wanted, group.database).changes
      if let digest, digest != changes.digest {
        throw InventoryError(
          .stateConflict, "The register has changed since the preview: look at the preview again.")
      }
      if !allowErasing { try changes.refuseErasing() }
      try RegisterFiling(wanted, changes, by: actor, now: now).file(group)
      return changes
    }
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

  /// The register as the table that ``importTable(_:source:simulated:allowErasing:by:now:)`` reads,
  /// in order of province and code: `code` and every column; nil if unknown.
  ///
  /// - Throws: ``InventoryError`` with `provinceUnknown`.
  public func table(province: String?, within scope: Scope) async throws -> [[String?]] {
    try await store.pool.read { database in
      try scope.requireProvince(province, database)
      let selection = CommuneSelection(province: province, scope: scope)
      return try Row.fetchAll(
        database,
        sql: """
          SELECT c.*, c.province AS provinceCode, p.name AS provinceName, k.name AS contactName,
            k.phone AS contactPhone, k.email AS contactEmail
          FROM commune c JOIN province p ON p.code = c.province
          LEFT JOIN commune_contact k ON k.commune = c.code
          WHERE \(selection.sql) ORDER BY c.province, c.code
          """, arguments: selection.arguments
      ).map { row in
        (["code"] + RegisterTable.columns).map { RegisterComparison.text(row[$0]) }
      }
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
    let wanted = try RegisterImport(bytes)
    try store.commits.writeWhileOpening { group in
      let changes = try RegisterComparison(wanted, group.database).changes
      try RegisterFiling(wanted, changes, by: .centre, now: now).file(group)
    }
  }
}
