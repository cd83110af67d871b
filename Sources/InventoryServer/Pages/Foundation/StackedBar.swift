/// Amounts side by side, as SVG's rectangles. A template takes them unescaped, `{{{parts}}}`: they
/// hold numbers and our own classes, nothing from outside. Hundreds of them as a template's own
/// would take longer than the rest of a page.
struct StackedBar {
  /// Of the whole, in SVG's units.
  let width: Double
  let height: Int

  /// - Parameters:
  ///   - parts: in order, each with the class of its colour; those of nothing are left out.
  ///   - whole: what the full width stands for.
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

  /// To a tenth, in SVG's own spelling, whatever the language.
  static func pixels(_ value: Double) -> String {
    guard value.isFinite, (0..<1e6).contains(value) else { return "0" }
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}
