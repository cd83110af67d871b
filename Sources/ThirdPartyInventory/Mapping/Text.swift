import HardwareCatalogue

/// Values as agents write them, made facts; what cannot be one is nil.
enum Text {
  static func line(_ text: String?) -> String? { PlainText.line(text) }

  /// Without placeholders of makers.
  static func fact(_ text: String?) -> String? {
    guard let line = Placeholders.fact(text) else { return nil }
    // What Perl, WMI and dmidecode write for nothing.
    let nothing = ["not specified", "unknown", "n/a", "undef", "-", "(standard disk drives)"]
    return nothing.contains(line.lowercased()) ? nil : line
  }

  /// The whole number that `text` begins with; nil outside `range`. ``Amount`` reads what has a unit.
  static func number(_ text: String?, in range: ClosedRange<Int>) -> Int? {
    guard let text = line(text) else { return nil }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, let number = Int(digits), range.contains(number) else { return nil }
    // 1.5E9 and 1,024 are other numbers than 1; so is 0x1F.
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
