package import Delivery
import FoundationEssentials
package import Probing
import TOMLDocument

/// The settings in `probe.toml`.
package struct Settings: Equatable {
  package var server: String?
  /// A PEM file with the centre's CA.
  package var certificateAuthority: String?
  package var allowPlaintext = false
  /// Longest time for one request, in seconds; nil for the default.
  package var timeoutSeconds: Int?
  package var scanners = ProbeSettings.Scanners()
  package var accounts = ProbeSettings.Accounts()
  package var bandwidth = BandwidthSettings()

  /// - Parameter required: whether a missing file is an error.
  package static func read(_ path: String, required: Bool) throws(SettingsError) -> Settings {
    let found: Data?
    do throws(DeliveryError) {
      found = try FileTrust.read(path, limit: 64 * 1024)
    } catch {
      switch error.code {
      case .configuration: throw SettingsError(error.message)
      case .damaged: found = Data(count: 64 * 1024 + 1)
      default: throw SettingsError("\(path) cannot be read: check its permissions, or run as root.")
      }
    }
    guard let bytes = found else {
      guard required else { return Settings() }
      throw SettingsError("\(path) does not exist: check the path after --config.")
    }
    guard bytes.count <= 64 * 1024, let text = String(validating: bytes, as: UTF8.self) else {
      throw SettingsError(
        "\(path) is not a text file of at most 64 KiB: see the example probe.toml.")
    }
    return try parse(text, path: path)
  }

  /// Parses the text of `probe.toml`. Pure.
  static func parse(_ text: String, path: String) throws(SettingsError) -> Settings {
    let document: TOMLDocument
    do throws(TOMLFault) {
      document = try TOMLDocument(parsing: text)
    } catch {
      throw SettingsError(error, path: path)
    }
    var reader = SettingsReader(lines: document.lines, path: path)
    try reader.read(document.root)
    return reader.settings
  }
}

/// Limits of the bandwidth measurement.
package struct BandwidthSettings: Equatable, Sendable {
  package var isEnabled = true
  package var terms = BandwidthQuota.Terms()
}

/// Why `probe.toml` cannot be used: file, line, what to do.
package struct SettingsError: Error, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }

  init(_ fault: TOMLFault, path: String) {
    let place = fault.line.map { "\(path) line \($0)" } ?? path
    switch fault.kind {
    case .zeroByte: self.init("\(path) contains a zero byte: check that it is a text file.")
    case .namelessHeading: self.init("\(place): a heading has no name in its brackets.")
    case .deepNesting: self.init("\(place) nests too deeply: see the example probe.toml.")
    case .brokenList: self.init("\(place): a list is not closed with ].")
    case .syntax(let message?): self.init("\(place): \(message)")
    case .syntax(nil): self.init("\(path) is not TOML: see the example probe.toml.")
    }
  }
}
