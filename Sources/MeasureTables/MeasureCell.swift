import DelimitedText
import SafeText

/// One cell of a table as a number; blank means unknown.
enum MeasureCell {
  typealias Place = (line: Int, column: String)

  static func number(_ cell: String, _ place: Place) throws(MeasureTableError) -> Double? {
    if cell.isEmpty { return nil }
    guard let value = plain(cell[...]) else {
      throw MeasureTableError(line: place.line, column: place.column, message: remedy(cell))
    }
    return value
  }

  /// A number, or two with `–` or `..` between them.
  static func range(
    _ cell: String, _ place: Place
  ) throws(MeasureTableError) -> ClosedRange<Double>? {
    if cell.isEmpty { return nil }
    if let value = plain(cell[...]) { return value...value }
    guard let (low, high) = ends(cell) else {
      throw MeasureTableError(line: place.line, column: place.column, message: remedy(cell))
    }
    guard low <= high else {
      throw MeasureTableError(
        line: place.line, column: place.column,
        message: "\(quoted(cell)) starts above its end; put the lower figure first")
    }
    return low...high
  }

  private static func ends(_ cell: String) -> (Double, Double)? {
    for mark in ["–", ".."] {
      guard let found = cell.firstRange(of: mark) else { continue }
      let parts = (cell[..<found.lowerBound], cell[found.upperBound...])
      if let low = plain(trimmed(parts.0)), let high = plain(trimmed(parts.1)) {
        return (low, high)
      }
    }
    return nil
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }

  /// Digits with at most a sign, a decimal point and an exponent; never `nan` or hexadecimal.
  private static func plain(_ text: Substring) -> Double? {
    let allowed = text.utf8.allSatisfy {
      (48...57).contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
        || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E")
    }
    guard allowed, text.utf8.count <= 40, let value = Double(text), value.isFinite else {
      return nil
    }
    return value
  }

  private static func remedy(_ cell: String) -> String {
    let number = quoted(cell)
    if cell.contains("%") {
      return "\(number) is a percentage; write a fraction, such as 0.45"
    }
    if cell.contains(",") {
      let written = cell.replacing(",", with: ".")
      return plain(written[...]) == nil
        ? "\(number) has a comma; use a decimal point and no thousands separators"
        : "\(number) has a decimal comma; write \(written)"
    }
    if cell.dropFirst().contains("-") || cell.contains("—") {
      return "\(number) is not a number; write a range as 2..3"
    }
    return
      "\(number) is not a number; write 0.5, a range such as 0.4..0.6, or leave it blank if unknown"
  }
}
