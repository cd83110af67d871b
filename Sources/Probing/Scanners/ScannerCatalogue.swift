import Reporting

/// Tells the scanners on a USB from all else, by `probes/usb-scanners.csv` and
/// `probes/usb-cameras.csv`.
struct ScannerCatalogue: Sendable {
  /// A line of `usb-scanners.csv`.
  struct Entry: Equatable, Sendable {
    var manufacturer: String?
    var model: String?
    /// Where it is a vendor's line: what a scanner's product name has; empty for any name.
    var words: [ProductWord] = []
  }

  /// By `vvvv:pppp`.
  private var products: [String: Entry] = [:]
  private var vendors: [String: Entry] = [:]
  private var cameraVendors: Set<String> = []

  /// The lines of both files that concern `ids` (`vvvv:pppp`), so that a machine with five things
  /// on its USB does not read a thousand entries into memory.
  init(for ids: some Sequence<String>) {
    let wanted = Set(ids)
    let wantedVendors = Set(wanted.map { String($0.prefix(4)) })
    for fields in Self.rows(of: "usb-scanners.csv", vendors: wantedVendors) where fields.count >= 5
    {
      let entry = Entry(
        manufacturer: PlainText.line(fields[2]), model: PlainText.line(fields[3]),
        words: fields[4].split(separator: "|").map { ProductWord(String($0)) })
      let id = "\(fields[0]):\(fields[1])"
      if fields[1] == "*" {
        vendors[fields[0]] = entry
      } else if wanted.contains(id) {
        products[id] = entry
      }
    }
    for fields in Self.rows(of: "usb-cameras.csv", vendors: wantedVendors) {
      cameraVendors.insert(fields[0])
    }
  }

  /// The scanner that `peripheral` is; nil where it is something else.
  func scanner(_ peripheral: USBPeripheral) -> ScannerFacts.Scanner? {
    guard let entry = entry(for: peripheral) else { return nil }
    return ScannerFacts.Scanner(
      manufacturer: peripheral.manufacturer ?? entry.manufacturer,
      model: peripheral.productName ?? entry.model, connection: .usb, usbId: peripheral.id,
      evidence: .usb, ready: nil)
  }

  private func entry(for peripheral: USBPeripheral) -> Entry? {
    if let known = products[peripheral.id] { return known }
    guard peripheral.interfaces.contains(where: \.mayScan) else { return nil }
    if let vendor = vendors[peripheral.vendor] {
      // Makers of scanners make printers, cameras and phones too: the name decides.
      let name = peripheral.productName ?? ""
      guard !CameraSigns.isShown(by: peripheral) else { return nil }
      return vendor.words.isEmpty || vendor.words.contains { $0.begins(in: name) } ? vendor : nil
    }
    guard peripheral.interfaces.contains(where: \.isStillImage),
      !cameraVendors.contains(peripheral.vendor), !CameraSigns.isShown(by: peripheral)
    else { return nil }
    return Entry()
  }

  private static func rows(of file: String, vendors: Set<String>) -> [[String]] {
    EmbeddedFile.text(of: file).utf8.split(separator: 10).compactMap { line in
      guard vendors.contains(String(Substring(line.prefix(4)))) else { return nil }
      return Substring(line).split(separator: ",", omittingEmptySubsequences: false)
        .map { String($0) }
    }
  }
}

/// Signs by which a phone, a camera or a barcode reader shows itself, whoever made it.
enum CameraSigns {
  private static let names = ["mtp", "ptp", "adb", "android"].map { ProductWord($0) }
  private static let products =
    names
    + ["phone", "iphone", "ipad", "tablet", "camera", "digital camera", "player", "barcode"].map {
      ProductWord($0)
    }

  static func isShown(by peripheral: USBPeripheral) -> Bool {
    peripheral.interfaces.contains { interface in
      interface.isAndroidDebugging || names.contains { $0.begins(in: interface.name ?? "") }
    } || products.contains { $0.begins(in: peripheral.productName ?? "") }
  }
}
