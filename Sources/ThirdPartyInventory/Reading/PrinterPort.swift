import HardwareCatalogue

/// The kind of a printer's port, which is all that is kept: the port itself may be an address or
/// the name of a colleague's PC.
enum PrinterPort: String {
  case usb = "USB"
  case network = "NETWORK"
  /// On another computer: shared by it, or the computer from which a remote session came.
  case elsewhere = "ELSEWHERE"
  /// No device: a file, a fax, or nothing.
  case nothing = "NOTHING"

  /// - Parameter text: as Windows names it; nil if it does not show the kind.
  init?(_ text: String) {
    let port = text.uppercased()
    if port.hasPrefix("USB") || port.hasPrefix("DOT4") {
      self = .usb
    } else if port.hasPrefix("\\\\") || Self.isOfSession(port) {
      self = .elsewhere
    } else if Self.nothings.contains(where: port.hasPrefix) || port.dropFirst().hasPrefix(":\\") {
      self = .nothing
    } else if Self.isNetwork(port) {
      self = .network
    } else {
      return nil
    }
  }

  private static let nothings = ["NUL", "FILE:", "SHRFAX:", "PORTPROMPT:", "XPSPORT:"]

  /// `TS001`: redirected by Remote Desktop.
  private static func isOfSession(_ port: String) -> Bool {
    let number = port.dropFirst(2)
    return port.hasPrefix("TS") && number.count >= 3
      && number.allSatisfy { $0.isASCII && $0.isNumber }
  }

  /// An address, a URL, or a name that a maker's port monitor gives a device on the network:
  /// `WSD-…`, `IP_192.168.1.20`, `BRN30055C0A1B2C`, `CNBJNP_…`, `EP0F7A12:L3250 SERIES`.
  private static func isNetwork(_ port: String) -> Bool {
    if ["WSD", "IP_", "CNBJNP_"].contains(where: port.hasPrefix) { return true }
    if ["HTTP", "HTTPS", "IPP", "IPPS"].contains(where: { port.hasPrefix("\($0)://") }) {
      return true
    }
    if port.first?.isNumber == true { return true }
    if port.filter({ $0 == ":" }).count > 1 {
      return port.allSatisfy { $0.isHexDigit || ":.%".contains($0) }
    }
    return AddressTail.ofHost(port.prefix { !":_".contains($0) }) != nil
  }
}
