/// Quotes a text from a file in a message: short, on one line, without anything that moves a
/// terminal's cursor.
public func quoted(_ text: String) -> String {
  let shown = text.unicodeScalars.prefix(40).map { scalar -> String in
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
      "\u{FFFD}"
    default: String(scalar)
    }
  }
  return "\"\(shown.joined())\(text.unicodeScalars.count > 40 ? "…" : "")\""
}
