import Delivery
import FoundationEssentials
import Probing
import TOMLGuard
import TOMLKit

/// What `probe.toml` sets.
struct Settings: Equatable {
  var server: String?
  /// A PEM file with the centre's CA.
  var certificateAuthority: String?
  var allowPlaintext = false
  /// Longest time for one request.
  var timeoutSeconds: Int?
  var scanners = ProbeSettings.Scanners()
  var accounts = ProbeSettings.Accounts()
  var bandwidth = BandwidthSettings()

  /// - Parameter required: whether a missing file is an error.
  static func read(_ path: String, required: Bool) throws(SettingsError) -> Settings {
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

  /// Pure: the text in, the settings out.
  static func parse(_ text: String, path: String) throws(SettingsError) -> Settings {
    if let line = TOMLGuard.lineOfNamelessHeading(in: text) {
      throw SettingsError("\(path) line \(line): a heading has no name in its brackets.")
    }
    if let line = TOMLGuard.lineOfDeepNesting(in: text) {
      throw SettingsError("\(path) line \(line) nests too deeply: see the example probe.toml.")
    }
    if let line = TOMLGuard.lineOfBrokenList(in: text) {
      throw SettingsError("\(path) line \(line): a list is not closed with ].")
    }
    // The reader would take a zero byte for the end, and leave the rest out silently.
    guard !text.utf8.contains(0) else {
      throw SettingsError("\(path) contains a zero byte: check that it is a text file.")
    }
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw SettingsError("\(path) line \(error.source.begin.line): \(error.description)")
    } catch {
      throw SettingsError("\(path) is not TOML: see the example probe.toml.")
    }
    var reader = SettingsReader(text: text, path: path)
    try reader.read(table)
    return reader.settings
  }
}

/// What measuring the line may cost.
struct BandwidthSettings: Equatable {
  var isEnabled = true
  var terms = BandwidthQuota.Terms()
}

/// Why `probe.toml` cannot be used: file, line, what to do.
struct SettingsError: Error, Equatable, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
