import GRDB
import Reporting

/// The part of the country that a user sees. It is a condition in every query: what is outside does
/// not exist for that user.
public enum Scope: Sendable, Hashable {
  case country
  /// By its two digits.
  case province(String)
  /// By its five digits.
  case commune(String)

  /// The area's code, or `country`, as the audit log writes it.
  public var code: String {
    switch self {
    case .country: "country"
    case .province(let code), .commune(let code): code
    }
  }

  /// Whether a user with this scope speaks about a commune as more than the commune itself.
  public var isMoreThanACommune: Bool {
    if case .commune = self { false } else { true }
  }

  /// - Parameter province: the commune's.
  public func contains(commune: String, in province: String) -> Bool {
    switch self {
    case .country: true
    case .province(let code): code == province
    case .commune(let code): code == commune
    }
  }

  /// A condition on the table `commune`.
  ///
  /// - Parameter table: its alias in the query, such as `c`; never external text.
  func condition(_ table: String) -> (sql: String, arguments: [String]) {
    switch self {
    case .country: ("1", [])
    case .province(let code): ("\(table).province = ?", [code])
    case .commune(let code): ("\(table).code = ?", [code])
    }
  }
}

extension Scope {
  /// - Throws: ``InventoryError`` with `communeUnknown`, also if the commune is outside the scope.
  func requireCommune(
    _ code: String, _ database: Database
  ) throws -> (name: String, province: String) {
    let inScope = condition("c")
    let row = try Row.fetchOne(
      database,
      sql: "SELECT c.name, c.province FROM commune c WHERE c.code = ? AND \(inScope.sql)",
      arguments: [code] + StatementArguments(inScope.arguments))
    guard let row else { throw InventoryError.unknownCommune(code) }
    return (row["name"], row["province"])
  }

  /// - Parameter province: nil is accepted.
  /// - Throws: ``InventoryError`` with `provinceUnknown`, also if no commune of the province is in
  ///   the scope.
  func requireProvince(_ province: String?, _ database: Database) throws {
    guard let province else { return }
    let inScope = condition("c")
    let known = try Bool.fetchOne(
      database,
      sql: """
        SELECT 1 FROM province p WHERE p.code = ? AND (? OR EXISTS
          (SELECT 1 FROM commune c WHERE c.province = p.code AND \(inScope.sql)))
        """,
      arguments: [province, self == .country] + StatementArguments(inScope.arguments))
    guard known == true else {
      throw InventoryError(
        .provinceUnknown,
        "There is no province \"\(province.prefix(20))\": a province code has two digits, such as 51 (Quảng Ngãi)."
      )
    }
  }
}

extension Scope {
  /// - Parameter row: with the columns `province` and `commune`, both NULL for the country.
  init(of row: Row) {
    self =
      (row["province"] as String?).map(Scope.province)
      ?? (row["commune"] as String?).map(Scope.commune) ?? .country
  }
}

extension InventoryError {
  /// A commune that is not in the register, or not in the scope. A code that lost its zeros in a
  /// spreadsheet is named as it should be.
  static func unknownCommune(_ code: String) -> InventoryError {
    if let hint = CommuneCode.hint(forShort: code) { return InventoryError(.communeUnknown, hint) }
    return InventoryError(
      .communeUnknown, "Commune \(code.prefix(20)) is not in the register: check its code.",
      typed: "Commune \(code.prefix(20)) is not in the register: run communes list.")
  }
}
