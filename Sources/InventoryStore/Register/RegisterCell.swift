import GRDB

/// One cell of the register, checked against the values that its column allows.
struct RegisterCell {
  let value: DatabaseValue

  /// The column of the table `commune`, or nil if the value is stored elsewhere.
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
