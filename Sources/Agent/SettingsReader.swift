import Delivery
import Probing
import TOMLDocument
import TOMLKit

/// Reads the tables of `probe.toml` into ``Settings``. An unknown key is an error, because a misspelt
/// setting must not be ignored silently.
struct SettingsReader {
  let lines: TOMLLines
  let path: String
  /// The table that is being read, empty for the keys before all headings.
  private var heading = ""
  private(set) var settings = Settings()

  init(lines: TOMLLines, path: String) {
    self.lines = lines
    self.path = path
  }

  mutating func read(_ table: TOMLTable) throws(SettingsError) {
    for key in table.keys.sorted() {
      let value = table[key]
      heading = ""
      switch key {
      case "server": settings.server = try string(key, value)
      case "ca": settings.certificateAuthority = try filePath(key, value)
      case "allowPlaintext": settings.allowPlaintext = try truth(key, value)
      case "timeoutSeconds": settings.timeoutSeconds = try whole(key, value, 1...3600)
      case "scanners": try readScanners(try self.table(key, value))
      case "accounts": try readAccounts(try self.table(key, value))
      case "bandwidth": try readBandwidth(try self.table(key, value))
      default:
        throw unknown(
          key,
          ["server", "ca", "allowPlaintext", "timeoutSeconds", "scanners", "accounts", "bandwidth"])
      }
    }
  }

  private mutating func readScanners(_ table: TOMLTable) throws(SettingsError) {
    heading = "scanners"
    for key in table.keys.sorted() {
      let value = table[key]
      switch key {
      case "addresses": settings.scanners.addresses = try scannerAddresses(key, value)
      case "discovery": settings.scanners.discovery = try truth(key, value)
      case "sane": settings.scanners.sane = try truth(key, value)
      default: throw unknown(key, ["addresses", "discovery", "sane"])
      }
    }
  }

  private func scannerAddresses(
    _ key: String, _ value: (any TOMLValueConvertible)?
  ) throws(SettingsError) -> [String] {
    let texts = try strings(key, value, most: 32)
    for text in texts where ESCLAddress(text) == nil {
      throw wrong(
        key,
        "\"\(text.prefix(60))\" is not a scanner address: write it like "
          + "\"http://192.168.1.20\" or \"https://scanner.local:443/eSCL\".")
    }
    return texts
  }

  private mutating func readAccounts(_ table: TOMLTable) throws(SettingsError) {
    heading = "accounts"
    for key in table.keys.sorted() {
      let value = table[key]
      switch key {
      case "folder": settings.accounts.folder = try filePath(key, value)
      default: throw unknown(key, ["folder"])
      }
    }
  }

  private mutating func readBandwidth(_ table: TOMLTable) throws(SettingsError) {
    heading = "bandwidth"
    for key in table.keys.sorted() {
      let value = table[key]
      switch key {
      case "enabled": settings.bandwidth.isEnabled = try truth(key, value)
      case "monthlyMegabytes":
        settings.bandwidth.terms.monthlyMegabytes = try whole(key, value, 100...1_000_000)
      case "minimumDays": settings.bandwidth.terms.minimumDays = try whole(key, value, 1...31)
      default: throw unknown(key, ["enabled", "monthlyMegabytes", "minimumDays"])
      }
    }
  }

  private func wrong(_ key: String, _ what: String) -> SettingsError {
    let place = lines.line(table: heading, key: key).map { " line \($0)" } ?? ""
    return SettingsError("\(path)\(place): \(what)")
  }

  private func unknown(_ key: String, _ known: [String]) -> SettingsError {
    let table = heading.isEmpty ? "" : " in [\(heading)]"
    let suggestion = nearestName(to: key, among: known).map { "Did you mean \"\($0)\"? " } ?? ""
    return wrong(
      key,
      "\"\(key.prefix(40))\" is not a setting\(table). \(suggestion)"
        + "Known settings\(table): \(known.joined(separator: ", ")).")
  }

  private func string(
    _ key: String, _ value: (any TOMLValueConvertible)?
  ) throws(SettingsError) -> String {
    guard let text = value?.string else { throw wrong(key, "\(key) must be a text in quotes.") }
    return text
  }

  private func strings(
    _ key: String, _ value: (any TOMLValueConvertible)?, most: Int
  ) throws(SettingsError) -> [String] {
    guard let list = value?.array, list.count <= most else {
      throw wrong(key, "\(key) must be a list of at most \(most) texts in quotes.")
    }
    var texts: [String] = []
    for element in list { texts.append(try string(key, element)) }
    return texts
  }

  private func filePath(
    _ key: String, _ value: (any TOMLValueConvertible)?
  ) throws(SettingsError) -> String {
    guard let text = value?.string, text.hasPrefix("/") else {
      throw wrong(key, "\(key) must be an absolute path in quotes.")
    }
    return text
  }

  private func truth(
    _ key: String, _ value: (any TOMLValueConvertible)?
  ) throws(SettingsError) -> Bool {
    guard let truth = value?.bool else { throw wrong(key, "\(key) must be true or false.") }
    return truth
  }

  private func whole(
    _ key: String, _ value: (any TOMLValueConvertible)?, _ range: ClosedRange<Int>
  ) throws(SettingsError) -> Int {
    guard let number = value?.int, range ~= number else {
      throw wrong(
        key, "\(key) must be a whole number from \(range.lowerBound) to \(range.upperBound).")
    }
    return number
  }

  private func table(
    _ key: String, _ value: (any TOMLValueConvertible)?
  ) throws(SettingsError) -> TOMLTable {
    guard let table = value?.table else {
      throw wrong(key, "[\(key)] must be a table of settings.")
    }
    return table
  }
}
