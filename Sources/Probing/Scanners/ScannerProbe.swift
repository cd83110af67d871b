public import Reporting

/// The document scanners that hang on this machine's USB, by their descriptors: no driver is asked,
/// so nothing is said of whether they are ready. A multi-function printer counts once.
///
/// Absent means that the bus could be read and has no scanner on it, or that there is no USB;
/// failed, that the bus could not be read.
public struct ScannerProbe: Probe {
  public static let name = "scanners"
  public static var section: WritableKeyPath<Report, Outcome<ScannerFacts>?> { \.scanners }

  public init() {}

  public func observe(_ host: Host) throws(ProbeError) -> ScannerFacts? {
    guard let peripherals = try USBPeripheral.all(on: host) else { return nil }
    let catalogue = ScannerCatalogue(for: peripherals.map(\.id))
    let scanners = peripherals.compactMap(catalogue.scanner)
    return scanners.isEmpty ? nil : ScannerFacts(scanners: scanners)
  }
}
