import DelimitedText
public import Foundation

/// Orders and deliveries parsed from CSV, one line each, for any communes of a programme.
public struct PurchaseTable: Sendable {
  /// In the order of a template.
  public static let columns = [
    "kind", "commune", "item", "day", "count", "price", "document", "note",
  ]
  private static let optional: Set = ["price", "note"]

  public let records: [PurchaseRecord]
  /// Lines with neither day nor document, as in a template that is filled in only in part.
  public let skipped: Int

  /// - Parameter bytes: CSV, UTF-8, with a header line; the columns `price` and `note` may be
  ///   absent.
  /// - Throws: ``InventoryError`` with `purchasesMalformed`, naming every line that cannot be read,
  ///   or `registerMalformed` if the file is not such a table.
  public init(_ bytes: Data) throws {
    let table = try DelimitedTable.read(bytes)
    let places = try Self.places(table.header)
    var records: [PurchaseRecord] = []
    var faults: [PurchaseFault] = []
    var prices = PriceColumn()
    let rows = table.rows.filter { row in
      ["day", "document"].contains { places[$0].map { !row.cells[$0].isEmpty } ?? false }
    }
    for row in rows {
      do throws(PurchaseFault) {
        records.append(try Self.record(row, places, &prices))
      } catch {
        faults.append(error)
      }
    }
    faults += prices.doubtful
    faults.sort { ($0.fault.line ?? 0) < ($1.fault.line ?? 0) }
    guard faults.isEmpty else { throw PurchaseFault.error(faults) }
    skipped = table.rows.count - rows.count
    guard skipped == 0 || !records.isEmpty else {
      throw InventoryError(
        .purchasesMalformed,
        "No line has a day and a document: fill in those of the purchases that were made.",
        fault: TableFault(.nothingFilledIn, line: nil))
    }
    guard !records.isEmpty else {
      throw InventoryError.malformed(
        TableFault(.noRows, line: 1),
        "The table has no line below its header: add one per purchase.")
    }
    self.records = records
  }

  private static func places(_ header: [String]) throws -> [String: Int] {
    for name in header where !columns.contains(name) {
      throw InventoryError.malformed(
        TableFault(
          .unknownPurchaseColumn, line: 1, column: name,
          ["columns": columns.joined(separator: ", ")]),
        "Line 1: there is no column \"\(name.prefix(40))\"; the table has \(columns.joined(separator: ", "))."
      )
    }
    for name in columns where !optional.contains(name) && !header.contains(name) {
      throw InventoryError.malformed(
        TableFault(
          .missingPurchaseColumn, line: 1, column: name,
          ["columns": columns.joined(separator: ", ")]),
        "Line 1 has no column \"\(name)\": the table has \(columns.joined(separator: ", ")).")
    }
    return Dictionary(
      header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private static func record(
    _ row: DelimitedTable.Row, _ places: [String: Int], _ prices: inout PriceColumn
  ) throws(PurchaseFault) -> PurchaseRecord {
    func cell(_ name: String) -> String { places[name].map { row.cells[$0] } ?? "" }
    guard let kind = PurchaseEntry.Kind(rawValue: cell("kind")) else {
      throw PurchaseFault(
        .badEntryKind, line: row.line, ["written": cell("kind")],
        "\"\(cell("kind").cleaned(20) ?? "")\" in column kind is neither order nor delivery.")
    }
    let note = cell("note")
    let count = try Self.count(cell("count"), row.line)
    let price = cell("price")
    return PurchaseRecord(
      kind: kind, commune: cell("commune"), item: cell("item"),
      day: VietnamDay.written(cell("day")) ?? cell("day"), count: count,
      price: price.isEmpty ? nil : try prices.read(price, line: row.line),
      document: cell("document").precomposedStringWithCanonicalMapping,
      note: note.isEmpty ? nil : note, line: row.line)
  }

  private static func count(_ text: String, _ line: Int) throws(PurchaseFault) -> Int {
    guard !text.isEmpty, text.utf8.count <= 16, text.utf8.allSatisfy({ 48...57 ~= $0 }),
      let value = Int(text)
    else {
      throw PurchaseFault(
        .badPurchaseCount, line: line, ["written": text],
        "\"\(text.cleaned(20) ?? "")\" in column count is not a whole number in digits.")
    }
    return value
  }
}
