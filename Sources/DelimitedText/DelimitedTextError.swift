/// Why a text is not the required table, where, and what to write instead.
public struct DelimitedTextError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Counted from 1; nil if the fault is not on a line.
  public var line: Int?
  /// The column's name in the header.
  public var column: String?
  /// The problem, then what to do.
  public var message: String
  /// The fault, for texts in other languages; nil if the reader of the table words it.
  public var kind: Kind?
  /// The values of such a text's placeholders, by name.
  public var values: [String: String]

  /// The faults of a file and its rows.
  public enum Kind: String, Sendable, CaseIterable {
    case tooLarge, empty, blankHeader, tooManyRows, twinColumns, namelessColumn
    case workbook, utf16, nul, notUTF8, separatorLine, formula, unequal
    case quoteInside, quoteOpen, textAfterQuote
  }

  public init(
    line: Int? = nil, column: String? = nil, message: String, kind: Kind? = nil,
    values: [String: String] = [:]
  ) {
    (self.line, self.column, self.message) = (line, column, message)
    (self.kind, self.values) = (kind, values)
  }

  public var description: String {
    let place = [line.map { "line \($0)" }, column.map { "column \"\($0)\"" }].compactMap { $0 }
    return place.isEmpty ? message : "\(place.joined(separator: ", ")): \(message)"
  }
}
