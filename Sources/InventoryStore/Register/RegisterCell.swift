import GRDB

/// One cell of the register, checked against the values that its column allows.
struct RegisterCell {
  let value: DatabaseValue

  /// The column of the table `commune`, or nil if the value is stored elsewhere.
  static func column(for name: String) -> String? {
    switch name {
    case "provinceCode": "province"
    case "provinceName": nil
    default:
      RegisterTable.columns.contains(name) && !RegisterTable.contact.contains(name) ? name : nil
    }
  }

  /// - Throws: ``InventoryError`` with `registerMalformed`.
  init(_ row: RegisterTable.Row, _ name: String, _ text: String?) throws {
    func refuse(
      _ kind: TableFault.Kind, _ wanted: String, _ values: [String: String] = [:]
    ) -> InventoryError {
      InventoryError.malformed(
        TableFault(
          kind, line: row.line, column: name,
          ["code": row.code, "written": text ?? ""].merging(values) { $1 }),
        "Line \(row.line): \(name) of commune \(row.code) is \"\((text ?? "").cleaned(40) ?? "")\"; enter \(wanted)."
      )
    }
    guard let text else {
      guard !RegisterTable.needed.contains(name) else { throw refuse(.needsValue, "a value") }
      value = .null
      return
    }
    switch name {
    case "kind":
      // Some keyboards write a letter and its marks apart, which compares equal but is stored otherwise.
      guard let kind = ["xã", "phường", "đặc khu"].first(where: { $0 == text }) else {
        throw refuse(.badKind, "xã, phường or đặc khu")
      }
      value = kind.databaseValue
    case "provinceCode":
      guard text.utf8.count == 2, text.utf8.allSatisfy({ 48...57 ~= $0 }) else {
        throw refuse(.badProvince, "two digits, with the leading zero")
      }
      value = text.databaseValue
    case "latitude", "longitude", "areaSquareKilometres":
      let range = name == "latitude" ? 6.0...24 : name == "longitude" ? 101.0...118 : 0.001...50_000
      guard let number = Double(text), range.contains(number) else {
        throw refuse(
          .badNumber, "a number from \(range.lowerBound) to \(range.upperBound)",
          ["least": "\(range.lowerBound)", "most": "\(range.upperBound)"])
      }
      value = number.databaseValue
    case "remote", "border", "island":
      guard text == "0" || text == "1" else {
        throw refuse(.badFlag, "1, 0, or blank if unknown")
      }
      value = (text == "1").databaseValue
    case "population", "officials", "dossiersPerMonth":
      let most = 10_000_000
      guard let number = Int(text), 0...most ~= number else {
        throw refuse(
          .badCount, "a whole number from 0 to \(most), or blank if unknown", ["most": "\(most)"])
      }
      value = number.databaseValue
    default:
      guard text.cleaned(100) == text else {
        throw refuse(.badText, "at most 100 characters, without control or format characters")
      }
      value = text.databaseValue
    }
  }
}

extension ContactDetails {
  /// The contact that results from applying a row to a known one: columns that the table lacks keep
  /// their values.
  ///
  /// - Throws: ``InventoryError`` with `registerMalformed`.
  init(_ row: RegisterTable.Row, replacing known: ContactDetails?) throws {
    func text(_ column: String, _ before: String?) -> String? {
      guard let cell = row.cells[column] else { return before }
      // Our own tables write an apostrophe before a text that a spreadsheet would take for a
      // formula.
      return cell.map { $0.hasPrefix("'") ? String($0.dropFirst()) : $0 }
    }
    do throws(Fault) {
      try self.init(
        name: text("contactName", known?.name), phone: text("contactPhone", known?.phone),
        email: text("contactEmail", known?.email), replacing: known)
    } catch {
      let kind: TableFault.Kind =
        switch error {
        case .name: .badContactName
        case .phone: .badContactPhone
        case .phoneLacksZero: .phoneLacksZero
        case .email: .badContactEmail
        }
      throw InventoryError.malformed(
        TableFault(
          kind, line: row.line,
          ["code": row.code, "written": text("contactPhone", known?.phone) ?? ""]),
        "Line \(row.line), commune \(row.code): \(error.message).")
    }
  }
}
