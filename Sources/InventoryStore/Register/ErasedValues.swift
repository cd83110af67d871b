import GRDB

/// The known values that blank cells of a register would make unknown.
struct ErasedValues {
  private static let shown = 5

  private(set) var count = 0
  /// The first few, as `21250 officials (31)`.
  private var examples: [String] = []

  init(_ table: RegisterTable, _ database: Database) throws {
    for row in table.rows {
      // Required values are refused when the row is filed.
      let blank = row.cells.filter { $0.value == nil && !RegisterTable.needed.contains($0.key) }
        .keys.sorted()
        .compactMap { name in RegisterCell.column(for: name).map { (name: name, column: $0) } }
      guard !blank.isEmpty,
        let known = try GRDB.Row.fetchOne(
          database.cachedStatement(sql: "SELECT * FROM commune WHERE code = ?"),
          arguments: [row.code])
      else { continue }
      for (name, column) in blank {
        let value: DatabaseValue = known[column]
        guard !value.isNull else { continue }
        count += 1
        if examples.count < Self.shown {
          examples.append("\(row.code) \(name) (\(value.description.prefix(40)), line \(row.line))")
        }
      }
    }
  }

  func refuse() throws {
    guard count > 0 else { return }
    throw InventoryError(
      .valuesErased,
      "\(count) known \(count == 1 ? "value" : "values") would become unknown: \(examples.joined(separator: ", "))\(count > examples.count ? ", …" : ""). Write the values into the blank cells or leave those rows or columns out; --allow-erasing makes them unknown."
    )
  }
}
