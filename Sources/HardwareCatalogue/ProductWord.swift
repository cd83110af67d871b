/// A word to look for in a product's name: at the beginning of a word there, in any case, with `#`
/// for any digit. `MG#` matches in `Canon MG2500 series`, not in `IMG20`.
public struct ProductWord: Equatable, Sendable {
  private let pattern: [UInt8]

  public init(_ pattern: String) { self.pattern = Array(pattern.lowercased().utf8) }

  /// - Parameter endsNumber: whether no further digit may follow: `TS70#` is the TS702, not the
  ///   TS7030.
  public func begins(in name: String, endsNumber: Bool = false) -> Bool {
    let text = Array(name.lowercased().utf8)
    guard !pattern.isEmpty, text.count >= pattern.count else { return false }
    return (0...(text.count - pattern.count)).contains { start in
      (start == 0 || !Self.isWordByte(text[start - 1]))
        && zip(pattern, text[start...]).allSatisfy { $0 == $1 || $0 == 35 && Self.isDigit($1) }
        && !(endsNumber && text[(start + pattern.count)...].first.map(Self.isDigit) ?? false)
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || (97...122).contains(byte) || byte >= 128
  }
}

/// The words in one maker's product names that show a scanner, and those that show a printer that
/// does not scan.
struct ProductWords: Sendable {
  private let scanners: [ProductWord]
  /// Models that only print, although a scanner's word begins in their names.
  private let printers: [ProductWord]
  /// Series that only print, apart from models that a scanner's word names.
  private let series: [ProductWord]

  /// - Parameter field: words separated by `|`, with `!` before a model and `~` before a series
  ///   that only prints.
  init(_ field: String) {
    let words = field.split(separator: "|")
    func marked(_ mark: Character) -> [ProductWord] {
      words.filter { $0.first == mark }.map { ProductWord(String($0.dropFirst())) }
    }
    scanners = words.filter { $0.first != "!" && $0.first != "~" }.map { ProductWord(String($0)) }
    (printers, series) = (marked("!"), marked("~"))
  }

  /// Whether there are no words, because everything that the maker makes scans.
  var isEmpty: Bool { scanners.isEmpty }

  func showScanner(in name: String) -> Bool {
    scanners.contains { $0.begins(in: name) } && !isModelOfPrinter(name)
  }

  /// Whether it is the name of a printer that does not scan. Names that show neither are not known.
  func showPrinter(in name: String) -> Bool {
    isModelOfPrinter(name) || !showScanner(in: name) && series.contains { $0.begins(in: name) }
  }

  private func isModelOfPrinter(_ name: String) -> Bool {
    printers.contains { $0.begins(in: name, endsNumber: true) }
  }
}
