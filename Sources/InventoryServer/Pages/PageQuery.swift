import Hummingbird
import HummingbirdCore
import Presentation

/// What stands behind the question mark of an address.
struct PageQuery {
  private let parameters: FlatDictionary<Substring, Substring>

  init(_ request: Request) { parameters = request.uri.queryParameters }

  /// nil where it is missing or blank.
  subscript(name: String) -> String? {
    guard let value = parameters[Substring(name)], !value.isEmpty else { return nil }
    return String(value)
  }

  /// Every parameter by its name; of one that stands twice the first.
  var all: [String: String?] {
    Dictionary(
      parameters.map { (String($0.key), String($0.value)) }, uniquingKeysWith: { first, _ in first }
    )
  }

  var province: String? { self["province"] }

  /// Vietnamese unless the address says otherwise.
  ///
  /// - Throws: ``ServerError`` with `argumentMalformed`.
  func language() throws -> Language {
    guard let name = self["language"] else { return .vi }
    guard let language = Language(rawValue: name) else {
      throw ServerError(
        .argumentMalformed, "There is no language \"\(name.prefix(20))\": use vi or en.")
    }
    return language
  }

  /// Counted from 1.
  var page: Int { max(1, self["page"].flatMap { Int($0) } ?? 1) }
}
