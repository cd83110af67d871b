import SafeText

/// Texts as a workbook can hold them.
enum SheetText {
  /// Maximum UTF-16 units in a cell; spreadsheets allow 32,767.
  static let maximumUnits = 32_000

  /// One line without control or format characters, cut to the length that a cell may have.
  static func cell(_ text: String) -> String {
    var clean = String.UnicodeScalarView()
    var units = 0
    for scalar in text.unicodeScalars {
      var kept = scalar
      switch scalar.properties.generalCategory {
      case .control where [0x09, 0x0A, 0x0D].contains(scalar.value), .lineSeparator,
        .paragraphSeparator:
        kept = " "
      default: if !scalar.isPrintable { continue }
      }
      units += UTF16.width(kept)
      if units > maximumUnits { break }
      clean.append(kept)
    }
    return String(clean)
  }

  /// A name that a sheet may have: at most 31 units, none of `[]:*?/\`, no apostrophe at an end,
  /// and none that `taken` has already, whatever the case.
  static func sheetName(_ text: String, taken: [String]) -> String {
    var name = String(cell(text).map { "[]:*?/\\".contains($0) ? "-" : $0 })
    name = trimmed(cut(name, 31))
    if name.isEmpty || name.lowercased() == "history" { name = "Sheet" }
    let others = Set(taken.map { $0.lowercased() })
    var unique = name
    var number = 2
    while others.contains(unique.lowercased()) {
      unique = "\(trimmed(cut(name, 26))) \(number)"
      number += 1
    }
    return unique
  }

  private static func cut(_ text: String, _ units: Int) -> String {
    var text = text
    while text.utf16.count > units { text.removeLast() }
    return text
  }

  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    while let first = text.first, first == "'" || first == " " { text.removeFirst() }
    while let last = text.last, last == "'" || last == " " { text.removeLast() }
    return String(text)
  }
}
