/// The reason why a workbook cannot be made.
public struct SpreadsheetError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The problem, then what to do.
  public let message: String
  public var description: String { message }
}
