import Foundation
import TOMLDocument
import TOMLKit

extension CentreSettings {
  /// Maximum size of the file in bytes.
  static let maximumBytes = 1 << 20

  /// The environment variable that names the file.
  static let fileVariable = Setting.prefix + "CONFIG"

  /// Reads the settings of a file and of the environment, which takes precedence.
  ///
  /// - Parameter path: of the file; nil takes the one that ``fileVariable`` names, if any.
  /// - Throws: ``SettingsError`` for the first setting that cannot be used.
  public init(file path: String?, environment: [String: String]) throws(SettingsError) {
    self.init()
    if let path = path ?? Self.fileOf(environment) {
      try read(toml: try Self.text(of: path), path: path)
    }
    try read(environment)
  }

  /// The file that the environment names, if any.
  public static func fileOf(_ environment: [String: String]) -> String? {
    environment[fileVariable].flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func text(of path: String) throws(SettingsError) -> String {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue,
      let bytes = try? FileHandle(forReadingAtPath: path)?.read(upToCount: maximumBytes + 1)
    else {
      throw SettingsError(
        "Cannot read the settings \(path): check the name and the file's permissions.")
    }
    guard bytes.count <= maximumBytes, let text = String(validating: bytes, as: UTF8.self) else {
      throw SettingsError("\(path) is not UTF-8 text, or larger than 1 MiB.")
    }
    return text
  }

  /// Reads a `centre.toml`. An unknown key is an error, because a misspelt setting must not be
  /// ignored silently.
  ///
  /// - Parameter path: of the file, for messages.
  /// - Throws: ``SettingsError`` with file, line and key.
  public mutating func read(toml text: String, path: String) throws(SettingsError) {
    let document: TOMLDocument
    do {
      document = try TOMLDocument(parsing: text)
    } catch {
      throw SettingsError(error.sentence(in: path))
    }
    let reader = SettingsReader(path: path, lines: document.lines)
    try reader.read(document.root, table: "", into: &self)
  }

  /// Reads the variables that begin with `COMMUNE_INVENTORY_`; one that is unknown is an error.
  /// Empty ones count as not set.
  public mutating func read(_ environment: [String: String]) throws(SettingsError) {
    for (name, text) in environment.sorted(by: { $0.key < $1.key })
    where name.hasPrefix(Setting.prefix) && name != Self.fileVariable && !text.isEmpty {
      guard let setting = Setting.all.first(where: { $0.variable == name }) else {
        let known = Setting.all.map(\.variable) + [Self.fileVariable]
        throw SettingsError(
          "The environment variable \(name.prefix(80)) is not a setting. Did you mean \"\(nearestName(to: name, among: known) ?? Self.fileVariable)\"?"
        )
      }
      guard let value = setting.parsed(text) else {
        throw SettingsError("The environment variable \(name): \(setting.allowedInEnvironment)")
      }
      setting.set(&self, value)
    }
  }
}

/// Applies the keys of a parsed file, each through its ``Setting``.
private struct SettingsReader {
  let path: String
  let lines: TOMLLines

  func read(
    _ table: TOMLTable, table name: String, into settings: inout CentreSettings
  ) throws(SettingsError) {
    let known = Setting.all.filter { $0.table == name }
    let names = known.map(\.key) + (name.isEmpty ? Setting.tables : [])
    if let key = table.unknownKey(known: names) {
      let suggestion = nearestName(to: key, among: names).map { " Did you mean \"\($0)\"?" } ?? ""
      throw wrong(
        name, String(key.prefix(40)),
        "is not a setting.\(suggestion) Known settings: \(names.joined(separator: ", ")).")
    }
    for setting in known {
      guard let written = table[setting.key] else { continue }
      guard let value = value(written, setting) else {
        throw wrong(name, setting.key, setting.allowed)
      }
      setting.set(&settings, value)
    }
    guard name.isEmpty else { return }
    for inner in Setting.tables {
      guard let written = table[inner] else { continue }
      guard let innerTable = written.table else {
        throw wrong("", inner, "must be a table: write [\(inner)] in a line of its own.")
      }
      try read(innerTable, table: inner, into: &settings)
    }
  }

  /// nil if the value is of the wrong type or not allowed.
  private func value(
    _ written: any TOMLValueConvertible, _ setting: Setting
  ) -> SettingValue? {
    switch setting.kind {
    case .path:
      written.string.flatMap { $0.hasPrefix("/") ? setting.checked(.text($0)) : nil }
    case .address, .choice, .text: written.string.flatMap { setting.checked(.text($0)) }
    // For a float, TOMLKit would return the number's beginning.
    case .whole: written.type == .int ? written.int.flatMap { setting.checked(.whole($0)) } : nil
    case .flag: written.type == .bool ? written.bool.map(SettingValue.flag) : nil
    case .list:
      written.array.flatMap { array in
        let texts = array.compactMap(\.string)
        return texts.count == array.count && texts.count <= 100
          ? setting.checked(.list(texts)) : nil
      }
    }
  }

  private func wrong(_ table: String, _ key: String, _ what: String) -> SettingsError {
    let line = lines.line(table: table, key: key)
    let at = line.map { " line \($0)" } ?? ""
    return SettingsError(
      "\(path)\(at), \([table, key].filter { !$0.isEmpty }.joined(separator: ".")): \(what)")
  }
}

extension Setting {
  /// Like ``allowed``, but for a variable's value, which has no quotes.
  fileprivate var allowedInEnvironment: String {
    switch kind {
    case .path: "must be a path."
    case .list(let example, _): "must be a list separated by commas, such as \(example)."
    default: allowed
    }
  }
}
