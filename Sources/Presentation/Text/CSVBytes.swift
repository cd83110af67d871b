import FoundationEssentials

/// Appends CSV according to RFC 4180, with the byte order mark that makes spreadsheets read UTF-8.
struct CSVBytes {
  private(set) var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
  private var startsRow = true

  /// Characters that begin a formula, including the wide and small forms of East Asian
  /// spreadsheets.
  private static let formulaic: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    "\u{FE62}", "\u{FE63}", "\u{FE66}", "\u{FE6B}",
  ]

  mutating func endRow() {
    bytes.append(0x0D)
    bytes.append(0x0A)
    startsRow = true
  }

  mutating func empty() { separate() }

  mutating func integer(_ value: Int) {
    separate()
    bytes.append(contentsOf: String(value).utf8)
  }

  /// Empty if nil.
  mutating func optional(_ value: Int?) {
    if let value { integer(value) } else { empty() }
  }

  /// With a decimal point in every language, and at most six digits after it; empty if unknown.
  mutating func number(_ value: Double?) {
    separate()
    guard let value, value.isFinite else { return }
    bytes.append(contentsOf: Self.digits(value).utf8)
  }

  /// RFC 3339 in UTC, to the second; empty if nil.
  mutating func time(_ date: Date?) {
    guard let time = date.flatMap({ CivilTime($0) }) else { return empty() }
    separate()
    time.appendRFC3339(to: &bytes)
  }

  /// A text that a spreadsheet shows as text. One that might run as a formula gets an apostrophe,
  /// and every text is quoted, so that a spreadsheet that reads "quoted fields as text" keeps the
  /// leading zeros of a commune's code.
  mutating func text(_ text: String) {
    separate()
    guard !text.isEmpty else { return }
    let isFormulaic = Self.isFormulaic(text)
    let guarded = isFormulaic ? "'" + text : text
    bytes.append(0x22)
    for byte in guarded.utf8 {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }

  /// Whether a spreadsheet may run the text. Some ignore invisible characters before it, or
  /// quotation marks around it.
  private static func isFormulaic(_ text: String) -> Bool {
    for scalar in text.unicodeScalars {
      if formulaic.contains(scalar) { return true }
      switch scalar.properties.generalCategory {
      case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator: continue
      default: if scalar == "\"" || scalar == "'" { continue }
      }
      return false
    }
    return false
  }

  static func digits(_ value: Double) -> String {
    // Beyond this, six digits after the point are meaningless.
    guard abs(value) < 1e9 else { return value.description }
    let digits = DecimalDigits(value, decimals: 6, trimmed: true)
    let sign = digits.isNegative ? "-" : ""
    return "\(sign)\(digits.whole)" + (digits.fraction.isEmpty ? "" : ".\(digits.fraction)")
  }

  private mutating func separate() {
    if !startsRow { bytes.append(0x2C) }
    startsRow = false
  }
}
