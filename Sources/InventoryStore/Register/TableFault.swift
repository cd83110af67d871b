import DelimitedText
import Foundation

/// A fault of a table to import or of a form, in a form that can be worded in any language.
public struct TableFault: Error, Equatable, Sendable {
  /// In the file, where the header is line 1; nil if the fault has no place.
  public var line: Int?
  /// The column's name in the header, cleaned.
  public var column: String?
  /// The name of a text, such as `notUTF8`: see ``Kind`` and `DelimitedTextError.Kind`.
  public var kind: String
  /// The values of the text's placeholders, cleaned.
  public var values: [String: String]

  /// Faults in the contents of a table.
  public enum Kind: String, Sendable, CaseIterable {
    case noCode, unknownColumn, badCode, duplicate, tooManyCommunes
    case newLacks, noProvince
    case needsValue, badKind, badProvince, badNumber, badFlag, badCount, badText
    case badContactName, badContactPhone, phoneLacksZero, badContactEmail
    case noGroup, unknownCommune, badGroup, duplicateMember, tooManyGroups
    case noRows, unknownPurchaseColumn, missingPurchaseColumn
    case badEntryKind, badDay, futureDay, badPurchaseCount, badPrice, ambiguousPrice, noDocument
    case unknownPurchaseCommune, unknownPurchase, cancelledPurchase, repeatedDocument
    case beyondProgramme, beforeOrder, beyondOrder, unlikelyPrice, nothingFilledIn
    case notInProgramme, badChangedCount, belowOrdered, badChangedPrice, tooCostly
  }

  init(_ kind: Kind, line: Int?, column: String? = nil, _ values: [String: String] = [:]) {
    self.line = line
    self.column = column?.cleaned(40)
    self.kind = kind.rawValue
    self.values = values.mapValues { $0.cleaned(100) ?? "" }
  }

  /// nil if the error has no kind.
  init?(_ error: DelimitedTextError) {
    guard let kind = error.kind else { return nil }
    line = error.line
    column = error.column?.cleaned(40)
    self.kind = kind.rawValue
    values = error.values.mapValues { $0.cleaned(100) ?? "" }
  }
}

extension DelimitedTable {
  /// - Throws: ``InventoryError`` with `registerMalformed`, naming the line and the remedy.
  static func read(_ bytes: Data) throws(InventoryError) -> DelimitedTable {
    do {
      return try DelimitedTable(bytes)
    } catch {
      throw InventoryError(error)
    }
  }
}

extension InventoryError {
  /// A table that cannot be imported.
  ///
  /// - Parameter message: the problem, with its line, then what to do, in English.
  static func malformed(_ fault: TableFault, _ message: String) -> InventoryError {
    InventoryError(.registerMalformed, message, fault: fault)
  }

  /// `line 2, column "x": what to do` as a sentence.
  init(_ error: DelimitedTextError) {
    let text = "\(error)"
    self.init(
      .registerMalformed, text.prefix(1).uppercased() + text.dropFirst() + ".",
      fault: TableFault(error))
  }
}
