/// A text from a file inside a message: short, one line, nothing that moves a terminal's cursor.
func quoted(_ text: String) -> String {
  let shown = text.unicodeScalars.prefix(40).map { scalar -> String in
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
      "\u{FFFD}"
    default: String(scalar)
    }
  }
  return "\"\(shown.joined())\(text.unicodeScalars.count > 40 ? "…" : "")\""
}

extension UInt8 {
  var isNameByte: Bool {
    (65...90).contains(self) || (97...122).contains(self) || (48...57).contains(self)
      || self == UInt8(ascii: "_") || self == UInt8(ascii: "-")
  }
}
