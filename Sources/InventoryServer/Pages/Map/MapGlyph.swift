/// Shapes of marks, which express the same as their colours.
enum MapGlyph: String {
  case dot, diamond, ring, cross

  /// SVG path data of one mark.
  ///
  /// - Parameter radius: Half of its width, in the drawing's units.
  func path(x: Double, y: Double, radius: Double) -> String {
    let r = MapNumber.text(radius)
    switch self {
    case .dot, .ring:
      return "M\(MapNumber.text(x - radius)) \(MapNumber.text(y))"
        + "a\(r) \(r) 0 1 0 \(MapNumber.text(2 * radius)) 0"
        + "a\(r) \(r) 0 1 0 \(MapNumber.text(-2 * radius)) 0z"
    case .diamond:
      let wide = MapNumber.text(radius * 1.2)
      return "M\(MapNumber.text(x)) \(MapNumber.text(y - radius * 1.2))"
        + "l\(wide) \(wide)-\(wide) \(wide)-\(wide)-\(wide)z"
    case .cross:
      let arm = radius * 0.85
      let whole = MapNumber.text(2 * arm)
      return "M\(MapNumber.text(x - arm)) \(MapNumber.text(y - arm))"
        + "l\(whole) \(whole)m0-\(whole)l-\(whole) \(whole)"
    }
  }

  /// One of thousands of marks, as short as possible: dots and rings are the ends of zero-length
  /// lines.
  func shortPath(x: Double, y: Double) -> String {
    let (x, y) = (Int(x.rounded()), Int(y.rounded()))
    switch self {
    case .dot, .ring: return "M\(x) \(y)h0"
    case .diamond: return "M\(x) \(y - 4)l4 4-4 4-4-4z"
    case .cross: return "M\(x - 3) \(y - 3)l6 6m0-6l-6 6"
    }
  }
}

/// Numbers in SVG's notation, rounded to a tenth of a unit.
enum MapNumber {
  static func text(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
  }
}
