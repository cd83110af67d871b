/// The name that somebody most likely meant: the one with the fewest letters to change.
func nearestName(to written: String, among names: [String]) -> String? {
  names.min { editDistance(written, $0) < editDistance(written, $1) }
}

/// Letters to insert, remove or replace (Levenshtein), of the first 64 letters.
func editDistance(_ one: String, _ other: String) -> Int {
  let one = Array(one.lowercased().unicodeScalars.prefix(64))
  let other = Array(other.lowercased().unicodeScalars.prefix(64))
  var row = Array(0...other.count)
  for (i, letter) in one.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, candidate) in other.enumerated() {
      let replaced = diagonal + (letter == candidate ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j + 1] + 1, row[j] + 1)
    }
  }
  return row[other.count]
}

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
