/// Quotes a text from a file in a message: short, on one line, without anything that moves a
/// terminal's cursor.
public func quoted(_ text: String) -> String {
  let shown = text.unicodeScalars.prefix(40).map { $0.isPrintable ? String($0) : "\u{FFFD}" }
  return "\"\(shown.joined())\(text.unicodeScalars.count > 40 ? "…" : "")\""
}
