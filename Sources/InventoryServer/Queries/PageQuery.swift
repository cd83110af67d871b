import Foundation
import Hummingbird
import HummingbirdCore
import InventoryStore
import Presentation

/// The query of an address, as forms encode it: a plus sign is a space (WHATWG URL, section 5).
/// Malformed encodings are left unchanged and will match nothing.
struct PageQuery {
  /// Further parameters are ignored.
  static let maximumParameters = 100

  private let items: [(name: String, value: String)]

  init(_ request: Request) { self.init(encoded: request.uri.query ?? "") }

  init(encoded query: String) {
    items = query.split(separator: "&", maxSplits: Self.maximumParameters)
      .prefix(Self.maximumParameters).map { part in
        let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (Self.decoded(sides[0]), sides.count > 1 ? Self.decoded(sides[1]) : "")
      }
  }

  private static func decoded(_ text: Substring) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") })
    else { return String(text) }
    let spaced = String(text).replacing("+", with: " ")
    return spaced.removingPercentEncoding ?? spaced
  }

  /// nil if missing or blank; the first if repeated.
  subscript(name: String) -> String? {
    guard let value = items.first(where: { $0.name == name })?.value, !value.isEmpty else {
      return nil
    }
    return value
  }

  /// Every parameter by name; the first if repeated.
  var all: [String: String?] {
    Dictionary(items.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  var province: String? { self["province"] }

  /// The requested time in the past, `asOf=2026-10-31` (the end of that day in Vietnam) or RFC
  /// 3339; nil for now.
  ///
  /// - Throws: ``ServerError`` with `timeMalformed`.
  func asOf(_ name: String = "asOf", now: Date) throws -> Date? {
    guard let text = self[name] else { return nil }
    guard let time = PastTime(text) else {
      throw ServerError(
        .timeMalformed,
        "\"\(text.prefix(40))\" is not a time: use 2026-10-31 (its end in Vietnam) or RFC 3339.")
    }
    guard let date = time.date(now: now) else {
      throw ServerError(.timeMalformed, "\"\(text.prefix(40))\" is in the future: use a past time.")
    }
    return date
  }

  /// Vietnamese unless the address says otherwise.
  ///
  /// - Throws: ``ServerError`` with `argumentMalformed`.
  func language() throws -> Language {
    guard let name = self["language"] else { return .vi }
    guard let language = Language(rawValue: name) else {
      throw ServerError(
        .argumentMalformed, "Unknown language \"\(name.prefix(20))\": use vi or en.")
    }
    return language
  }

  /// Whether a page is shown as it will be printed.
  var isPaper: Bool { self["paper"] == "1" }

  /// Whether a list is shown unpaged.
  var showsAllRows: Bool { isPaper || self["rows"] == "all" }

  /// Counted from 1.
  var page: Int { max(1, self["page"].flatMap { Int($0) } ?? 1) }
}
