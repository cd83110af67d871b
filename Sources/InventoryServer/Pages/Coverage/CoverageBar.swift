import InventoryStore
import Presentation

/// Shares of a whole side by side, as SVG.
struct CoverageBar {
  static let width = 160.0

  /// - Parameter parts: in order, each with the class of its colour.
  static func values(_ parts: [(kind: String, count: Int)], of whole: Int) -> [[String: Any]] {
    guard whole > 0 else { return [] }
    var x = 0.0
    return parts.filter { $0.count > 0 }.map { kind, count in
      let width = Double(count) / Double(whole) * Self.width
      defer { x += width }
      return ["kind": kind, "x": pixels(x), "width": pixels(width)]
    }
  }

  /// In SVG's own spelling, whatever the language.
  private static func pixels(_ value: Double) -> String {
    PeopleFormat(.en).number(value, decimals: 1, trimmed: true)
  }
}
