import Foundation
import GRDB
import Reporting

/// Files the changes of an import, with the source of each figure.
struct RegisterFiling {
  let wanted: RegisterImport
  let changes: RegisterChanges
  let actor: Actor
  let now: Date

  init(_ wanted: RegisterImport, _ changes: RegisterChanges, by actor: Actor, now: Date) {
    (self.wanted, self.changes, self.actor, self.now) = (wanted, changes, actor, now)
  }

  func file(_ group: WriteGroup) throws {
    let database = group.database
    try fileProvinces(database)
    let rows = Dictionary(
      wanted.table.rows.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    for commune in changes.added {
      guard let row = rows[commune.code] else { continue }
      try insert(row, database)
      try update(commune, row, database)
    }
    for commune in changes.changed {
      guard let row = rows[commune.code] else { continue }
      try update(commune, row, database)
    }
    try fileSources(database)
    try AuditLog.append(
      .registerImported, "register", details, by: actor, at: now, database)
    // Only these may have other measures now; a commune about which nothing is known has none.
    let touched = Set((changes.added + changes.changed).map(\.code))
    for commune in try Measures.communes(database) where touched.contains(commune) {
      group.touch(commune: commune, at: now, measuresMayDiffer: true)
    }
    group.recordChange()
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO setting (name, value)
        VALUES ('registerRevision', CAST(\(Revision.next) AS TEXT))
        """)
  }

  private var details: [AuditDetailName: AuditLog.Detail] {
    var details: [AuditDetailName: AuditLog.Detail] = [
      .added: .init(changes.added.count), .changed: .init(changes.changed.count),
      .erased: .init(changes.erased), .sha256: .init(wanted.digest),
    ]
    if let source = wanted.source { details[.source] = .init(source) }
    return details
  }

  private func fileProvinces(_ database: Database) throws {
    var names: [String: String] = [:]
    for row in wanted.table.rows {
      if let code = row.cells["provinceCode"] ?? nil, let name = row.cells["provinceName"] ?? nil {
        names[code] = name
      }
    }
    for (code, name) in names.sorted(by: { $0.key < $1.key }) {
      try database.execute(
        sql: """
          INSERT INTO province (code, name) VALUES (?, ?)
          ON CONFLICT DO UPDATE SET name = excluded.name
          """, arguments: [code, name])
    }
  }

  private func insert(_ row: RegisterTable.Row, _ database: Database) throws {
    try database.cachedStatement(
      sql: "INSERT INTO commune (code, name, kind, province) VALUES (?, ?, ?, ?)"
    ).execute(arguments: [
      row.code, row.cells["name"] ?? nil, row.cells["kind"] ?? nil,
      row.cells["provinceCode"] ?? nil,
    ])
  }

  private func update(
    _ commune: RegisterChanges.Commune, _ row: RegisterTable.Row, _ database: Database
  ) throws {
    var columns: [String] = []
    var values: StatementArguments = []
    for value in commune.values {
      if value.column == "simulated" {
        columns.append("simulated = ?")
        values += [value.after == "1"]
      } else if let column = RegisterCell.column(for: value.column) {
        columns.append("\(column) = ?")
        values += [try RegisterCell(row, value.column, row.cells[value.column] ?? nil).value]
      }
    }
    if !columns.isEmpty {
      try database.cachedStatement(
        sql: "UPDATE commune SET \(columns.joined(separator: ", ")) WHERE code = ?"
      ).execute(arguments: values + [commune.code])
    }
    if commune.values.contains(where: { RegisterTable.contact.contains($0.column) }) {
      let known = try InventoryStore.Communes.contact(of: commune.code, database)?.details
      _ = try InventoryStore.Communes.file(
        ContactDetails(row, replacing: known), of: commune.code, by: actor, now: now, database)
    }
  }

  /// Every figure that the table gives has this import as its source, changed or not; a figure that
  /// it makes unknown has none.
  private func fileSources(_ database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO register_import (source, digest, importedBy, importedAt) VALUES (?, ?, ?, ?)
        """,
      arguments: [
        wanted.source, Data(SHA256Digest.bytes(wanted.digest) ?? []), actor.name,
        Instant(now),
      ])
    let number = database.lastInsertedRowID
    for name in wanted.table.columns {
      guard let column = RegisterCell.column(for: name) else { continue }
      let given = try Self.json(wanted.table.rows, name, isBlank: false)
      let blank = try Self.json(wanted.table.rows, name, isBlank: true)
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO commune_figure_source (commune, figure, import)
          SELECT value, ?, ? FROM json_each(?)
          """, arguments: [column, number, given])
      try database.execute(
        sql: """
          DELETE FROM commune_figure_source
          WHERE figure = ? AND commune IN (SELECT value FROM json_each(?))
          """, arguments: [column, blank])
    }
  }

  /// The codes of the rows whose cell is blank, or of the others.
  private static func json(
    _ rows: [RegisterTable.Row], _ name: String, isBlank: Bool
  ) throws -> String {
    let codes = rows.filter { (($0.cells[name] ?? nil) == nil) == isBlank }.map(\.code)
    return String(decoding: try JSONEncoder().encode(codes), as: UTF8.self)
  }
}

extension RegisterChanges {
  private static let shown = 5

  /// - Throws: ``InventoryError`` with `valuesErased` if known values would become unknown.
  func refuseErasing() throws {
    let count = erased
    guard count > 0 else { return }
    let examples = changed.lazy.flatMap { commune in
      commune.values.lazy.filter(\.isErased).map { value in
        "\(commune.code) \(value.column) (\((value.before ?? "").prefix(40)), line \(commune.line))"
      }
    }.prefix(Self.shown)
    throw InventoryError(
      .valuesErased,
      "Known values would become unknown (\(count)): \(examples.joined(separator: ", "))\(count > Self.shown ? ", …" : ""). Write the values into the blank cells or leave those rows or columns out; --allow-erasing makes them unknown."
    )
  }
}
