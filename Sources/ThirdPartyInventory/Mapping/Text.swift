import HardwareCatalogue

/// Turns values as agents write them into facts; nil if a value cannot be a fact.
enum Text {
  static func line(_ text: String?) -> String? { PlainText.line(text) }

  /// `text` on one line; nil for makers' placeholders and for words that mean nothing.
  static func fact(_ text: String?) -> String? {
    guard let line = Placeholders.fact(text) else { return nil }
    // What Perl, WMI and dmidecode write if there is no value.
    let nothing = ["not specified", "unknown", "n/a", "undef", "-", "(standard disk drives)"]
    return nothing.contains(line.lowercased()) ? nil : line
  }

  /// The whole number at the start of `text`; nil outside `range`. ``Amount`` reads values with
  /// units.
  static func number(_ text: String?, in range: ClosedRange<Int>) -> Int? {
    guard let text = line(text) else { return nil }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, let number = Int(digits), range.contains(number) else { return nil }
    // 1.5E9 and 1,024 are not 1; nor is 0x1F.
    let rest = text.dropFirst(digits.count)
    if let next = rest.first, next == "," || next == "e" || next == "E" || next == "x" {
      return nil
    }
    return number
  }

  static func flag(_ text: String?) -> Bool? {
    switch text?.lowercased() {
    case "1", "true", "yes", "enabled", "on": true
    case "0", "false", "no", "disabled", "off": false
    default: nil
    }
  }
}
