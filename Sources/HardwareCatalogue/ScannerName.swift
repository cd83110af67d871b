/// Maker and model as they are shown and compared.
public struct ScannerName: Equatable, Sendable {
  public var manufacturer: String?
  public var model: String?

  /// Makers of scanners: the name shown, then how else devices and backends begin it.
  private static let makers: [(name: String, spellings: [String])] = [
    ("HP", ["hewlett-packard", "hewlett packard", "hp inc.", "hp"]),
    ("Konica Minolta", ["konica minolta", "konicaminolta", "minolta"]),
    ("Fuji Xerox", ["fuji xerox"]), ("FUJIFILM", ["fujifilm business innovation", "fujifilm"]),
    ("Kodak Alaris", ["kodak alaris"]),
    ("Kodak", ["eastman kodak company", "eastman kodak", "kodak"]),
    (
      "Canon",
      ["canon electronics inc.", "canon electronics", "canon inc.", "canon, inc.", "canon"]
    ),
    ("Epson", ["seiko epson corp.", "seiko epson corporation", "seiko epson", "epson"]),
    ("Brother", ["brother industries, ltd", "brother industries", "brother"]),
    ("Fujitsu", ["fujitsu ltd", "fujitsu"]), ("Ricoh", ["pfu limited", "pfu", "ricoh"]),
    ("Samsung", ["samsung electronics co., ltd.", "samsung electronics", "samsung"]),
    ("Lexmark", ["lexmark international", "lexmark"]), ("Kyocera", ["kyocera"]),
    ("Xerox", ["xerox"]), ("Panasonic", ["panasonic"]), ("Sharp", ["sharp"]),
    ("Toshiba", ["toshiba"]), ("OKI", ["oki data", "oki"]), ("Pantum", ["pantum"]),
    ("Plustek", ["plustek"]), ("Avision", ["avision"]), ("Microtek", ["microtek"]),
    ("Mustek", ["mustek"]), ("Visioneer", ["visioneer"]), ("Dell", ["dell inc.", "dell"]),
    ("Genius", ["genius"]), ("BenQ", ["benq"]), ("Umax", ["umax"]), ("Agfa", ["agfa"]),
  ]

  /// Splits the maker off the front of `text`, where it is one that we know.
  ///
  /// - Parameter maker: said apart; it goes first.
  public init(_ text: String?, maker: String? = nil) {
    model = Placeholders.fact(text)
    manufacturer = Placeholders.fact(maker)
    guard let line = model else { return }
    let lower = line.lowercased()
    for (name, spellings) in Self.makers {
      for spelling in spellings where lower.hasPrefix(spelling) {
        let rest = line.dropFirst(spelling.count)
        guard rest.first.map({ " _-,".contains($0) }) ?? true else { continue }
        manufacturer = manufacturer ?? name
        model = PlainText.line(String(rest.drop { " _-,".contains($0) }))
        return
      }
    }
  }

  /// Whether two names can be of one model: the makers do not differ, and the model numbers of one
  /// are among those of the other, or all words are the same where there is no number.
  public func isAlike(_ other: ScannerName) -> Bool { NameWords(self).isAlike(NameWords(other)) }
}

/// A name, cut into what is compared.
public struct NameWords: Equatable, Sendable {
  /// In lower case.
  public var maker: String?
  /// Words with a digit, and the others without those that say nothing.
  private var numbers: Set<String>
  private var plain: Set<String>

  /// Makers that others took over: their scanners go by both names.
  private static let heirs = [
    "ricoh": "fujitsu", "kodak alaris": "kodak", "fuji xerox": "xerox", "fujifilm": "xerox",
  ]
  private static let empty: Set = [
    "series", "scanner", "printer", "mfp", "multifunction", "all", "in", "one", "aio",
    "network", "usb", "device", "the", "ssl",
  ]

  public init(_ name: ScannerName) {
    let split = ScannerName(name.model)
    let model = Self.withoutRemarks(split.model ?? "")
    maker =
      (name.manufacturer.flatMap { ScannerName($0).manufacturer }?.lowercased()
      ?? split.manufacturer?.lowercased()).map { Self.heirs[$0] ?? $0 }
    let words = Set(
      model.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
    numbers = words.filter { $0.contains(where: \.isNumber) }
    plain = words.subtracting(numbers).subtracting(Self.empty)
    // Not a model: a driver that knows only the product number (epson2: `PID 1115`).
    if Self.isNobodys(words) { (numbers, plain) = ([], []) }
  }

  /// Whether it names no model.
  public var isNameless: Bool { numbers.isEmpty && plain.isEmpty }

  /// `ET-2710 Series (Network)`, `OfficeJet 8020 [72CF42]`: without what stands in brackets, unless
  /// nothing else does.
  private static func withoutRemarks(_ model: String) -> String {
    var kept = ""
    var depth = 0
    for character in model {
      if "([".contains(character) { depth += 1 }
      if depth == 0 { kept.append(character) }
      if ")]".contains(character) { depth = max(0, depth - 1) }
    }
    return kept.contains { $0.isLetter || $0.isNumber } ? kept : model
  }

  private static func isNobodys(_ words: Set<String>) -> Bool {
    if words.isSubset(of: ["unknown", "generic", "model", "scanner", "device"]) { return true }
    return words.count == 2 && words.contains("pid")
  }

  /// Whether they have a word or a maker in common, and not two makers: enough where the host says
  /// the rest.
  public func isRelated(to other: NameWords) -> Bool {
    if let maker, let otherMaker = other.maker { return maker == otherMaker }
    return !numbers.isDisjoint(with: other.numbers) || !plain.isDisjoint(with: other.plain)
  }

  public func isAlike(_ other: NameWords) -> Bool {
    if let maker, let otherMaker = other.maker, maker != otherMaker { return false }
    guard !numbers.isEmpty, !other.numbers.isEmpty else {
      return !plain.isEmpty && plain == other.plain && numbers == other.numbers
    }
    if numbers == other.numbers { return true }
    return (numbers.isSubset(of: other.numbers) || other.numbers.isSubset(of: numbers))
      && !plain.isDisjoint(with: other.plain)
  }
}
