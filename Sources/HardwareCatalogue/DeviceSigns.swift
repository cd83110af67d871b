/// Signs of a phone, a camera, or a reader of codes, cards or fingerprints, of any make.
enum CameraSigns {
  private static let names = ["mtp", "ptp", "adb", "android"].map { ProductWord($0) }
  private static let products =
    names
    + [
      "phone", "iphone", "ipad", "tablet", "camera", "digital camera", "player", "barcode",
      "bar code", "bar-code", "qr code", "fingerprint", "finger print", "palm", "vein", "iris",
      "card reader",
    ].map { ProductWord($0) }

  static func isShown(by peripheral: USBPeripheral) -> Bool {
    peripheral.interfaces.contains { interface in
      interface.isAndroidDebugging || names.contains { $0.begins(in: interface.name ?? "") }
    } || products.contains { $0.begins(in: peripheral.productName ?? "") }
  }
}

/// Signs of a printer of labels or receipts, of any make: these do not scan.
enum PrinterSigns {
  private static let products = [
    "label", "receipt", "thermal", "ticket", "pos-", "pos printer", "pos58", "pos80",
  ].map { ProductWord($0) }

  static func isShown(by product: String) -> Bool { products.contains { $0.begins(in: product) } }
}

/// Signs of a scanner of film or slides, of any make: it takes no document.
public enum FilmScannerSigns {
  private static let products = [
    "film", "filmscan", "opticfilm", "primefilm", "imagefilm", "slide", "coolscan", "dimage scan",
    "crystalscan", "digitdia", "canoscan fs",
  ].map { ProductWord($0) }

  public static func isShown(by product: String) -> Bool {
    products.contains { $0.begins(in: product) }
  }
}
