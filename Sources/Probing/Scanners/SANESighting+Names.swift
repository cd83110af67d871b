import HardwareCatalogue

/// The names that SANE's backends give a scanner.
extension SANESighting {
  /// Maker and model, without what drivers write into them besides: protocols, serial numbers, names
  /// that an officer chose. nil for what the driver does not say.
  var scannerName: ScannerName {
    ScannerName((shared?.sighting ?? self).listedModel.map(Self.spaced), maker: maker)
  }

  /// sane-airscan puts the protocol in place of the maker.
  private var maker: String? {
    let protocols: Set = ["escl", "wsd"]
    return protocols.contains(vendor?.lowercased() ?? "") ? nil : vendor
  }

  private var listedModel: String? {
    if let brother { return brother.model }
    return backend == EpsonScan2Name.backend
      ? model.flatMap(EpsonScan2Name.productName) : model
  }

  /// nil if it is another driver's.
  private var brother: BrotherNames? {
    guard backend.hasPrefix("brother") else { return nil }
    var isOnNetwork = false
    if case .network = place { isOnNetwork = true }
    return BrotherNames(backend: backend, isOnNetwork: isOnNetwork, model: model, type: type)
  }

  /// Its name besides the model: sane-airscan and hpaio include one.
  var ownName: String? {
    let parts = name.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    switch backend {
    case "airscan": return parts.count == 3 ? String(parts[2]) : nil
    case "hpaio":
      return name.split(separator: "/").last.map { String($0.prefix { $0 != "?" }) }
    default: return nil
    }
  }

  /// The names by which it is compared: that of the model, and its own.
  var comparedNames: [ScannerName] {
    let named = [listedModel, ownName].compactMap { $0 }.map(Self.spaced)
    return named.isEmpty
      ? [ScannerName(nil, maker: maker)] : named.map { ScannerName($0, maker: maker) }
  }

  /// Texts that may be, or end with, the name of its host.
  var possibleHosts: [String] {
    [brother.map(\.chosen) ?? model, ownName].compactMap { $0 }
  }

  /// hpaio writes `HP_LaserJet_M1132_MFP`.
  private static func spaced(_ name: String) -> String {
    String(name.map { $0 == "_" ? " " : $0 })
  }
}
