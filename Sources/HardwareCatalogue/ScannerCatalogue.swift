public import Reporting

/// Recognises scanners on the USB: by number (`probes/usb-scanners.csv`, made from the lists of
/// HPLIP and SANE), then by name (`scanner-models.csv`, `scanner-words.csv`). If only a name or the
/// kind of its interface shows that a device is a scanner, it is a likely one; if nothing tells
/// whether a printer also scans, that is not known (``isUnjudged(_:)``).
public struct ScannerCatalogue: Sendable {
  /// What a table says about a number or a name.
  private enum Kind: String {
    case scanner, printer
    /// A printer and a scanner share this number.
    case shared
    /// Its name says that it scans, but no driver supports it.
    case perhaps
  }

  /// By `vvvv:pppp`.
  private var products: [String: (kind: Kind, name: Name)] = [:]
  /// By the folded name of a model.
  private var models: [String: Kind] = [:]
  private var makers: [String: (name: Name, words: ProductWords)] = [:]
  private var cameraVendors: Set<String> = []

  /// The name for a device that does not give its own.
  private struct Name: Sendable {
    var manufacturer: String?
    var model: String?
  }

  /// Reads the lines of the tables for `ids` (`vvvv:pppp`), so that a machine with five USB devices
  /// does not read thousands of entries into memory.
  public init(for ids: some Sequence<String>) {
    let wanted = Set(ids)
    let vendors = Set(wanted.map { String($0.prefix(4)) })
    for fields in Self.rows(of: "usb-scanners.csv", of: vendors) where fields.count == 5 {
      let id = "\(fields[0]):\(fields[1])"
      guard wanted.contains(id), let kind = Kind(rawValue: fields[2]) else { continue }
      products[id] = (
        kind, Name(manufacturer: PlainText.line(fields[3]), model: PlainText.line(fields[4]))
      )
    }
    for fields in Self.rows(of: "scanner-models.csv", of: vendors) where fields.count == 3 {
      models[fields[2]] = Kind(rawValue: fields[1])
    }
    // Two makers may share a number: Fuji Xerox became FUJIFILM.
    let words = Self.rows(of: "scanner-words.csv", of: vendors).filter { $0.count == 3 }
    for (vendor, rows) in Dictionary(grouping: words, by: { $0[0] }) {
      makers[vendor] = (
        Name(manufacturer: rows.count == 1 ? PlainText.line(rows[0][1]) : nil),
        ProductWords(rows.map { $0[2] }.joined(separator: "|"))
      )
    }
    for fields in Self.rows(of: "usb-cameras.csv", of: vendors) { cameraVendors.insert(fields[0]) }
  }

  /// Reads the models of only one maker.
  private init(vendor: String) {
    for fields in Self.rows(of: "scanner-models.csv", of: [vendor]) where fields.count == 3 {
      models[fields[2]] = Kind(rawValue: fields[1])
    }
  }

  /// `peripheral` as a scanner; nil if it is something else or not known.
  public func scanner(_ peripheral: USBPeripheral) -> ScannerFacts.Scanner? {
    guard case .scanner(let name, let isLikely) = verdict(on: peripheral) else { return nil }
    return ScannerFacts.Scanner(
      manufacturer: peripheral.manufacturer ?? name.manufacturer,
      model: peripheral.productName ?? name.model, connection: .usb, usbId: peripheral.id,
      evidence: .usb, likely: isLikely ? true : nil, ready: nil)
  }

  /// Whether `peripheral` is a printer that may also scan, and neither its number nor its name tells
  /// whether it does.
  public func isUnjudged(_ peripheral: USBPeripheral) -> Bool {
    if case .unknown = verdict(on: peripheral) { true } else { false }
  }

  /// The tables' name for a product that scans; nil if they have none.
  ///
  /// - Parameter id: `vvvv:pppp`.
  public func knownName(of id: String) -> ScannerName? {
    guard let (kind, name) = products[id], kind != .printer, name.model != nil else { return nil }
    return ScannerName(name.model, maker: name.manufacturer)
  }

  private static let plainScanners = [
    "CanoScan", "LiDE", "imageFORMULA", "DR-", "Perfection", "GT-", "DS-", "ES-", "ScanJet",
    "ScanSnap", "fi-", "ADS-", "OpticPro", "OpticSlim", "ColorPage", "SnapScan", "DocuMate", "KV-S",
  ].map { ProductWord($0) }

  /// Whether it is the name of a scanner that does not print: such a name cannot be a printer
  /// driver's.
  public static func isPlainScanner(_ name: ScannerName) -> Bool {
    plainScanners.contains { $0.begins(in: name.model ?? "") }
  }

  private enum Verdict {
    case scanner(Name, isLikely: Bool)
    case other
    /// A printer that may also scan.
    case unknown
  }

  private func verdict(on peripheral: USBPeripheral) -> Verdict {
    let named = peripheral.productName.flatMap(kind(ofModel:))
    if let (kind, name) = products[peripheral.id] {
      switch kind {
      case .scanner: return .scanner(name, isLikely: false)
      case .printer: return .other
      case .perhaps: return .scanner(name, isLikely: true)
      case .shared:
        return named == .printer ? .other : .scanner(name, isLikely: named != .scanner)
      }
    }
    let product = peripheral.productName ?? ""
    guard peripheral.interfaces.contains(where: \.mayScan), !CameraSigns.isShown(by: peripheral),
      !FilmScannerSigns.isShown(by: product)
    else { return .other }
    let unmatched: Verdict =
      peripheral.mayBeMultifunctionPrinter && !PrinterSigns.isShown(by: product) ? .unknown : .other
    if let maker = makers[peripheral.vendor] {
      // Makers of scanners also make printers, cameras and phones: the name decides.
      if let named { return named == .scanner ? .scanner(maker.name, isLikely: true) : .other }
      if maker.words.isEmpty || maker.words.showScanner(in: product) {
        return .scanner(maker.name, isLikely: true)
      }
      return maker.words.showPrinter(in: product) ? .other : unmatched
    }
    guard peripheral.interfaces.contains(where: \.isStillImage),
      !cameraVendors.contains(peripheral.vendor)
    else { return unmatched }
    return .scanner(Name(), isLikely: true)
  }

  /// The Officejet 6100 only prints; those of the "Officejet 6100 series" scan.
  private func kind(ofModel name: String) -> Kind? {
    let folded = Self.folded(name)
    if let kind = models[folded] { return kind }
    return folded.hasSuffix("series") ? models[String(folded.dropLast(6))] : nil
  }

  /// The multifunction printer that a printer driver is named after; nil if the driver does not
  /// certainly name one: `EPSON L3150 Series` scans, `Canon LBP2900` does not.
  public static func multifunctionPrinter(driver: String) -> ScannerName? {
    let name = ScannerName(PrinterDriverName.device(driver))
    guard let maker = name.modelMaker, let model = name.model else { return nil }
    // Not read as lines without comments: in the words, # is a digit.
    for line in CatalogueFile.text(of: "scanner-words.csv").split(separator: "\n") {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 3, ScannerName(fields[1]).manufacturer == maker || fields[1] == maker,
        // Anything by a maker of scanners may be one, but not the device of its printer driver.
        !fields[2].isEmpty
      else { continue }
      let catalogue = ScannerCatalogue(vendor: fields[0])
      if let kind = catalogue.kind(ofModel: model) { return kind == .scanner ? name : nil }
      if ProductWords(fields[2]).showScanner(in: model) { return name }
    }
    return nil
  }

  /// A model's name in the form of `scanner-models.csv`: letters and digits in lower case, without
  /// HP in front.
  static func folded(_ name: String) -> String {
    name.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
      .drop { ["hp", "hewlett", "packard"].contains($0) }.joined()
  }

  private static func rows(of file: String, of vendors: Set<String>) -> [[String]] {
    CatalogueFile.text(of: file).utf8.split(separator: 10).compactMap { line in
      guard vendors.contains(String(Substring(line.prefix(4)))) else { return nil }
      return Substring(line).split(separator: ",", omittingEmptySubsequences: false)
        .map { String($0) }
    }
  }
}
