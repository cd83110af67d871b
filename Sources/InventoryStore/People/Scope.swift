/// What of the country somebody sees. It stands inside the queries: what is outside is as if it
/// did not exist.
public enum Scope: Sendable, Hashable {
  case country
  /// By its two digits.
  case province(String)
  /// By its five digits.
  case commune(String)

  /// The place's digits, or `country`: as the audit log writes it.
  public var code: String {
    switch self {
    case .country: "country"
    case .province(let code), .commune(let code): code
    }
  }

  /// A condition on the table `commune` under its name in a query.
  ///
  /// - Parameter table: the name, such as `c`; never text from outside.
  func condition(_ table: String) -> (sql: String, arguments: [String]) {
    switch self {
    case .country: ("1", [])
    case .province(let code): ("\(table).province = ?", [code])
    case .commune(let code): ("\(table).code = ?", [code])
    }
  }
}
