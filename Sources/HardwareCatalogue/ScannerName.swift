/// Maker and model in the form that is shown and compared.
public struct ScannerName: Equatable, Sendable {
  public var manufacturer: String?
  public var model: String?

  /// Makers of scanners: the name shown, and how devices and backends begin it otherwise.
  private static let makers: [(name: String, spellings: [String])] = [
    ("HP", ["hewlett-packard", "hewlett packard", "hp inc.", "hp"]),
    ("Konica Minolta", ["konica minolta", "konicaminolta", "minolta"]),
    // FX and FF begin the names of their Windows drivers.
    ("Fuji Xerox", ["fuji xerox", "fx"]),
    ("FUJIFILM", ["fujifilm business innovation", "fujifilm", "ff"]),
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
    ("Gestetner", ["gestetner"]), ("Lanier", ["lanier"]), ("Savin", ["savin"]), ("NRG", ["nrg"]),
    ("Plustek", ["plustek"]), ("Avision", ["avision"]), ("Microtek", ["microtek"]),
    ("Mustek", ["mustek"]), ("Visioneer", ["visioneer"]), ("Dell", ["dell inc.", "dell"]),
    ("Genius", ["genius"]), ("BenQ", ["benq"]), ("Umax", ["umax"]), ("Agfa", ["agfa"]),
  ]

  /// Names under which Ricoh sells its own models.
  private static let brandsOfRicoh: Set = ["Gestetner", "Lanier", "Savin", "NRG"]

  /// The maker who names the models, whatever name is on the device.
  var modelMaker: String? {
    manufacturer.map { Self.brandsOfRicoh.contains($0) ? "Ricoh" : $0 }
  }

  /// Splits a known maker off the front of `text`.
  ///
  /// - Parameter maker: the maker if given separately; it takes precedence.
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
        // Drivers put the maker before a name that has it already: `Canon Canon MF240 Series`.
        let inner = ScannerName(model)
        if inner.manufacturer == name { model = inner.model }
        return
      }
    }
  }

  /// Whether two names can mean one model: the makers do not differ, and the model numbers of one
  /// are among those of the other, or all words are equal if there is no number.
  public func isAlike(_ other: ScannerName) -> Bool { NameWords(self).isAlike(NameWords(other)) }
}
