import Delivery
import Probing
import TOMLDocument
import TOMLKit

/// Reads the tables of `probe.toml` into ``Settings``. An unknown key is an error, because a
/// misspelt setting must not be ignored silently.
struct SettingsReader {
  let lines: TOMLLines
  let path: String
  /// The heading of the table being read; empty for the keys before all headings.
  private var heading = ""
  private(set) var settings = Settings()

  init(lines: TOMLLines, path: String) {
    (self.lines, self.path) = (lines, path)
  }

  /// The known settings, by the heading of their table.
  private static let known = [
    "": ["server", "ca", "allowPlaintext", "timeoutSeconds", "scanners", "accounts", "bandwidth"],
    "scanners": ["addresses", "discovery", "sane"],
    "accounts": ["folder"],
    "bandwidth": ["enabled", "monthlyMegabytes", "minimumDays"],
  ]

  mutating func read(_ table: TOMLTable) throws(SettingsError) { try read(table, under: "") }

  private mutating func read(_ table: TOMLTable, under heading: String) throws(SettingsError) {
    for key in table.keys.sorted() {
      self.heading = heading
      try read(key, table[key])
    }
  }

  private mutating func read(_ key: String, _ value: Value) throws(SettingsError) {
    switch (heading, key) {
    case ("", "server"): settings.server = try string(key, value)
    case ("", "ca"): settings.certificateAuthority = try filePath(key, value)
    case ("", "allowPlaintext"): settings.allowPlaintext = try truth(key, value)
    case ("", "timeoutSeconds"): settings.timeoutSeconds = try whole(key, value, 1...3600)
    case ("", "scanners"), ("", "accounts"), ("", "bandwidth"):
      try read(try table(key, value), under: key)
    case ("scanners", "addresses"):
      settings.scanners.addresses = try scannerAddresses(key, value)
    case ("scanners", "discovery"): settings.scanners.discovery = try truth(key, value)
    case ("scanners", "sane"): settings.scanners.sane = try truth(key, value)
    case ("accounts", "folder"): settings.accounts.folder = try filePath(key, value)
    case ("bandwidth", "enabled"): settings.bandwidth.isEnabled = try truth(key, value)
    case ("bandwidth", "monthlyMegabytes"):
      settings.bandwidth.terms.monthlyMegabytes = try whole(key, value, 100...1_000_000)
    case ("bandwidth", "minimumDays"):
      settings.bandwidth.terms.minimumDays = try whole(key, value, 1...31)
    default: throw unknown(key, Self.known[heading] ?? [])
    }
  }

  private func scannerAddresses(
    _ key: String, _ value: Value
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

  private typealias Value = (any TOMLValueConvertible)?

  private func string(_ key: String, _ value: Value) throws(SettingsError) -> String {
    try required(key, value?.string, "a text in quotes")
  }

  private func strings(
    _ key: String, _ value: Value, most: Int
  ) throws(SettingsError) -> [String] {
    let list = value?.array.flatMap { $0.count <= most ? $0 : nil }
    var texts: [String] = []
    for element in try required(key, list, "a list of at most \(most) texts in quotes") {
      texts.append(try string(key, element))
    }
    return texts
  }

  private func filePath(_ key: String, _ value: Value) throws(SettingsError) -> String {
    let path = value?.string.flatMap { $0.hasPrefix("/") ? $0 : nil }
    return try required(key, path, "an absolute path in quotes")
  }

  private func truth(_ key: String, _ value: Value) throws(SettingsError) -> Bool {
    try required(key, value?.bool, "true or false")
  }

  private func whole(
    _ key: String, _ value: Value, _ range: ClosedRange<Int>
  ) throws(SettingsError) -> Int {
    let number = value?.int.flatMap { range ~= $0 ? $0 : nil }
    return try required(
      key, number, "a whole number from \(range.lowerBound) to \(range.upperBound)")
  }

  private func table(_ key: String, _ value: Value) throws(SettingsError) -> TOMLTable {
    guard let table = value?.table else {
      throw wrong(key, "[\(key)] must be a table of settings.")
    }
    return table
  }

  /// - Parameter kind: completes "must be".
  private func required<Found>(
    _ key: String, _ found: Found?, _ kind: String
  ) throws(SettingsError) -> Found {
    guard let found else { throw wrong(key, "\(key) must be \(kind).") }
    return found
  }
}
