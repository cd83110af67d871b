public import GRDB
public import Reporting

/// The state of a commune's right to use a service.
public typealias AccountStatus = AccountFacts.Account.Status

extension AccountFacts.Account.Status: DatabaseValueConvertible {}
extension AccountFacts.Account.Evidence: DatabaseValueConvertible {}
extension BandwidthFacts.Interface.Kind: DatabaseValueConvertible {}
extension ScannerFacts.Scanner.Connection: DatabaseValueConvertible {}
extension ScannerFacts.Scanner.Evidence: DatabaseValueConvertible {}

extension Row {
  /// The state in a column that is never NULL.
  ///
  /// GRDB traps on a text that names no case; a file that another program has changed may hold one.
  ///
  /// - Throws: ``InventoryError`` with `databaseUnusable`, naming the table, column and text.
  func state<State: RawRepresentable<String>>(
    _ column: String, of table: String
  ) throws -> State {
    guard let state: State = try stateIfKnown(column, of: table) else {
      throw InventoryError.unusable("NULL", column, table)
    }
    return state
  }

  /// The state in a column, or nil if it is NULL.
  ///
  /// - Throws: ``InventoryError`` with `databaseUnusable`, naming the table, column and text.
  func stateIfKnown<State: RawRepresentable<String>>(
    _ column: String, of table: String
  ) throws -> State? {
    let value: DatabaseValue = self[column]
    guard !value.isNull else { return nil }
    guard let state = String.fromDatabaseValue(value).flatMap(State.init) else {
      throw InventoryError.unusable(value.description, column, table)
    }
    return state
  }
}

extension ColumnReader {
  /// The state in the next column, which is never NULL.
  ///
  /// - Throws: ``InventoryError`` with `databaseUnusable`, naming the table, column and text.
  mutating func state<State: RawRepresentable<String>>(
    _ column: String, of table: String
  ) throws -> State {
    let text: String? = next()
    guard let state = text.flatMap(State.init) else {
      throw InventoryError.unusable(text.map { String(reflecting: $0) } ?? "NULL", column, table)
    }
    return state
  }
}

extension InventoryError {
  fileprivate static func unusable(
    _ text: String, _ column: String, _ table: String
  ) -> InventoryError {
    InventoryError(
      .databaseUnusable,
      "The table \(table) has an unknown \(column), \(text.cleaned(40) ?? "-"): run commune-inventory verify and restore a backup."
    )
  }
}
