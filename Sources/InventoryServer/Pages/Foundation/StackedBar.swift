/// Amounts side by side, as SVG rectangles. A template includes them unescaped, `{{{parts}}}`: they
/// contain only numbers and our own classes, no external text. Rendering hundreds of them by a
/// template would take longer than the rest of a page.
struct StackedBar {
  /// The width of the whole, in SVG units.
  let width: Double
  let height: Int

  /// - Parameters:
  ///   - parts: In order, each with the class of its colour; empty ones are left out.
  ///   - whole: The amount that fills the width.
  func rectangles(_ parts: [(kind: String, amount: Double)], of whole: Double) -> String {
    guard whole > 0 else { return "" }
    var x = 0.0
    var svg = ""
    for (kind, amount) in parts where amount > 0 {
      let length = amount / whole * width
      svg += "<rect class=\"\(kind)\" x=\"\(Self.pixels(x))\""
      svg += " width=\"\(Self.pixels(length))\" height=\"\(height)\"/>"
      x += length
    }
    return svg
  }

  /// Rounded to a tenth, in SVG's notation, regardless of the language.
  static func pixels(_ value: Double) -> String {
    guard value.isFinite, (0..<1e6).contains(value) else { return "0" }
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}
