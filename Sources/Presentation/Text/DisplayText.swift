import SafeText

/// Makes external text safe for a terminal: one line that moves no cursor and reverses no text.
public enum DisplayText {
  /// The most scalars in one letter: Vietnamese needs three, while overwriting other lines takes
  /// many.
  private static let maximumScalars = 4

  /// Replaces control, format (including bidirectional overrides) and unassigned scalars with
  /// U+FFFD, and every space with a plain one.
  public static func neutralised(_ text: String) -> String {
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
    var safe = String.UnicodeScalarView()
    var marks = 0
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case _ where !scalar.isPrintable:
        marks = 0
        safe.append("\u{FFFD}")
      case .spaceSeparator:
        marks = 0
        safe.append(" ")
      case .nonspacingMark, .enclosingMark, .spacingMark:
        marks += 1
        if marks < maximumScalars { safe.append(scalar) }
      default:
        marks = 0
        safe.append(scalar)
      }
    }
    return String(safe)
  }

  /// The width of a neutralised text in terminal columns: a combining mark takes none, a wide East
  /// Asian letter two.
  public static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
  }

  /// The text cut or padded to a number of columns; an ellipsis marks a cut.
  public static func fitted(_ text: String, _ columns: Int, toTheRight: Bool = false) -> String {
    guard columns > 0 else { return "" }
    var shown = text
    var used = width(text)
    if used > columns {
      shown = ""
      used = 1
      // Cuts between whole letters, so that none loses its marks.
      for letter in text {
        let wide = width(String(letter))
        if used + wide > columns { break }
        shown.append(letter)
        used += wide
      }
      shown.append("…")
    }
    let fill = String(repeating: " ", count: columns - used)
    return toTheRight ? fill + shown : shown + fill
  }

  private static func width(of scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: return isWide(scalar.value) ? 2 : 1
    }
  }

  /// East_Asian_Width W and F (UAX #11), by the blocks that contain them.
  private static func isWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
      0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
