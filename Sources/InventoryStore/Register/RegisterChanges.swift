import Foundation
import GRDB
import Reporting

/// The changes that importing a table would make in the register, or has made.
public struct RegisterChanges: Sendable, Equatable {
  /// A value that differs; nil means unknown.
  public struct Value: Sendable, Equatable {
    /// A column of the table, or `simulated`.
    public var column: String
    public var before: String?
    public var after: String?
    /// Whether a known value becomes unknown.
    public var isErased: Bool { before != nil && after == nil }
  }

  public struct Commune: Sendable, Equatable {
    public var code: String
    public var name: String
    /// Its line in the file, where the header is line 1.
    public var line: Int
    /// Only those that differ, in the order of the columns.
    public var values: [Value]
  }

  public var added: [Commune] = []
  public var changed: [Commune] = []
  /// Number of rows that change nothing.
  public var unchanged = 0
  /// Communes of the table's provinces that the table does not name: they stay as they are.
  public var absent: [(code: String, name: String)] { absentCommunes.map { ($0.code, $0.name) } }
  /// Number of communes of other provinces that the table does not name.
  public var absentElsewhere = 0
  /// SHA-256 of the file and of all that it would change: equal digests mean equal changes.
  public var digest = ""

  var absentCommunes: [Absent] = []

  struct Absent: Sendable, Equatable {
    var code: String
    var name: String
  }

  /// Number of communes whose figures would no longer be marked as made up.
  public var unmarked: Int {
    changed.count { $0.values.contains { $0.column == "simulated" && $0.after == "0" } }
  }

  /// Number of known values that would become unknown.
  public var erased: Int {
    changed.reduce(0) { sum, commune in sum + commune.values.count(where: \.isErased) }
  }
}

/// Compares a table with the register.
struct RegisterComparison {
  /// Columns with invented figures in a demonstration.
  private static let invented = ["officials", "dossiersPerMonth"]

  private let wanted: RegisterImport
  private var known: [String: Row] = [:]
  private var provinces: [String: String] = [:]
  private(set) var changes = RegisterChanges()

  /// - Throws: ``InventoryError`` with `registerMalformed`.
  init(_ wanted: RegisterImport, _ database: Database) throws {
    self.wanted = wanted
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT c.*, k.name AS contactName, k.phone AS contactPhone, k.email AS contactEmail
        FROM commune c LEFT JOIN commune_contact k ON k.commune = c.code
        """)
    known = Dictionary(rows.map { ($0["code"], $0) }, uniquingKeysWith: { first, _ in first })
    for row in try Row.fetchAll(database, sql: "SELECT code, name FROM province") {
      provinces[row["code"]] = row["name"]
    }
    for row in wanted.table.rows { try compare(row) }
    findAbsent()
    changes.digest = digest()
  }

  private mutating func compare(_ row: RegisterTable.Row) throws {
    let before = known[row.code]
    if before == nil {
      for name in RegisterTable.needed where (row.cells[name] ?? nil) == nil {
        throw InventoryError.malformed(
          TableFault(.newLacks, line: row.line, column: name, ["code": row.code]),
          "Line \(row.line): commune \(row.code) is not in the register yet and the table has no \(name) for it."
        )
      }
    }
    var values: [RegisterChanges.Value] = []
    for name in wanted.table.columns where RegisterCell.column(for: name) != nil {
      let cell = try RegisterCell(row, name, row.cells[name] ?? nil).value
      let old: DatabaseValue = RegisterCell.column(for: name).flatMap { before?[$0] } ?? .null
      if cell != old {
        values.append(.init(column: name, before: Self.text(old), after: Self.text(cell)))
      }
    }
    if let value = try compareProvince(row) { values.append(value) }
    values += try compareContact(row, before)
    if let value = compareSimulated(row, before) { values.append(value) }
    let oldName: String? = before?["name"]
    let name = (row.cells["name"] ?? nil) ?? oldName ?? row.code
    let commune = RegisterChanges.Commune(
      code: row.code, name: name, line: row.line, values: values)
    if before == nil {
      changes.added.append(commune)
    } else if values.isEmpty {
      changes.unchanged += 1
    } else {
      changes.changed.append(commune)
    }
  }

  /// A province's name is stored once: the first row that gives another name changes it.
  private mutating func compareProvince(
    _ row: RegisterTable.Row
  ) throws -> RegisterChanges.Value? {
    if row.cells.keys.contains("provinceName") {
      _ = try RegisterCell(row, "provinceName", row.cells["provinceName"] ?? nil)
    }
    guard let code = row.cells["provinceCode"] ?? nil else { return nil }
    guard let name = row.cells["provinceName"] ?? nil else {
      guard provinces[code] != nil else {
        throw InventoryError.malformed(
          TableFault(.noProvince, line: row.line, ["code": code]),
          "Line \(row.line): province \(code) is not in the register and the table has no provinceName to add it."
        )
      }
      return nil
    }
    let before = provinces.updateValue(name, forKey: code)
    return before == name
      ? nil : .init(column: "provinceName", before: before, after: name)
  }

  private func compareContact(
    _ row: RegisterTable.Row, _ before: Row?
  ) throws -> [RegisterChanges.Value] {
    guard RegisterTable.contact.contains(where: row.cells.keys.contains) else { return [] }
    let old = before.flatMap { row -> ContactDetails? in
      try? ContactDetails(
        stored: row["contactName"], phone: row["contactPhone"], email: row["contactEmail"])
    }
    let new = try ContactDetails(row, replacing: old)
    return [
      ("contactName", old?.name, new.name), ("contactPhone", old?.phone, new.phone),
      ("contactEmail", old?.email, new.email),
    ].filter { $0.1 != $0.2 }.map { .init(column: $0.0, before: $0.1, after: $0.2) }
  }

  /// Real figures clear the mark only if they replace all invented ones; a table without such
  /// figures has none to mark.
  private func compareSimulated(
    _ row: RegisterTable.Row, _ before: Row?
  ) -> RegisterChanges.Value? {
    func isBrought(_ column: String) -> Bool { row.cells.keys.contains(column) }
    guard
      wanted.simulated
        ? before == nil || Self.invented.contains(where: isBrought)
        : Self.invented.allSatisfy(isBrought)
    else { return nil }
    let old: Bool = before?["simulated"] ?? false
    guard old != wanted.simulated else { return nil }
    return .init(
      column: "simulated", before: before == nil ? nil : Self.text(old.databaseValue),
      after: Self.text(wanted.simulated.databaseValue))
  }

  private mutating func findAbsent() {
    let named = Set(wanted.table.rows.map(\.code))
    let covered = Set(named.compactMap { code -> String? in known[code]?["province"] })
    for (code, row) in known where !named.contains(code) {
      let province: String = row["province"]
      if covered.contains(province) {
        changes.absentCommunes.append(.init(code: code, name: row["name"]))
      } else {
        changes.absentElsewhere += 1
      }
    }
    changes.absentCommunes.sort { $0.code < $1.code }
  }

  private func digest() -> String {
    var text = "\(wanted.digest)\n\(wanted.source ?? "")\n\(wanted.simulated)\n"
    for commune in changes.added + changes.changed {
      text += "\(commune.code)\n"
      for value in commune.values {
        text += "\(value.column)\t\(value.before ?? "\u{0}")\t\(value.after ?? "\u{0}")\n"
      }
    }
    return SHA256Digest.hexadecimal(of: Data(text.utf8))
  }

  /// As the table writes it; nil if unknown.
  static func text(_ value: DatabaseValue) -> String? {
    switch value.storage {
    case .null: nil
    case .int64(let number): String(number)
    case .double(let number):
      number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
    case .string(let text): text
    case .blob: nil
    }
  }
}
