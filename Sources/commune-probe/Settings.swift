import FoundationEssentials
import TOMLKit

/// What `probe.toml` sets.
struct Settings: Equatable {
  var server: String?
  /// A PEM file with the centre's CA.
  var certificateAuthority: String?
  var allowPlaintext = false
  /// Longest time for one request.
  var timeoutSeconds: Int?

  /// - Parameter required: whether a missing file is an error.
  static func read(_ path: String, required: Bool) throws(SettingsError) -> Settings {
    guard FileManager.default.fileExists(atPath: path) else {
      guard required else { return Settings() }
      throw SettingsError("\(path) is not there: check the path after --config.")
    }
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw SettingsError("\(path) cannot be read: check its mode, or run as root.")
    }
    guard bytes.count <= 64 * 1024, let text = String(validating: bytes, as: UTF8.self) else {
      throw SettingsError("\(path) is not a text of at most 64 KiB: see the example probe.toml.")
    }
    return try parse(text, path: path)
  }

  /// Pure: the text in, the settings out.
  static func parse(_ text: String, path: String) throws(SettingsError) -> Settings {
    if let line = HeadingGuard.lineOfNamelessHeading(in: text) {
      throw SettingsError("\(path) line \(line): a heading needs a name between its brackets.")
    }
    if let line = HeadingGuard.lineOfDeepNesting(in: text) {
      throw SettingsError("\(path) line \(line) nests too deeply: see the example probe.toml.")
    }
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw SettingsError("\(path) line \(error.source.begin.line): \(error.description)")
    } catch {
      throw SettingsError("\(path) is not TOML: see the example probe.toml.")
    }
    var settings = Settings()
    for key in table.keys.sorted() {
      func wrong(_ what: String) -> SettingsError {
        let place = line(of: key, in: text).map { " line \($0)" } ?? ""
        return SettingsError("\(path)\(place): \(what)")
      }
      let value = table[key]
      switch key {
      case "server":
        guard let text = value?.string else { throw wrong("server is a text in quotes.") }
        settings.server = text
      case "ca":
        guard let text = value?.string, text.hasPrefix("/") else {
          throw wrong("ca is the path of a file, in quotes, from the root on.")
        }
        settings.certificateAuthority = text
      case "allowPlaintext":
        guard let truth = value?.bool else { throw wrong("allowPlaintext is true or false.") }
        settings.allowPlaintext = truth
      case "timeoutSeconds":
        guard let seconds = value?.int, 1...3600 ~= seconds else {
          throw wrong("timeoutSeconds is a whole number from 1 to 3600.")
        }
        settings.timeoutSeconds = seconds
      default:
        throw wrong(
          "\"\(key.prefix(40))\" is no setting: remove it; there are server, ca, allowPlaintext and timeoutSeconds."
        )
      }
    }
    return settings
  }

  /// The first line that sets `key` or opens a table of that name; toml++ tells places of syntax
  /// errors only.
  private static func line(of key: String, in text: String) -> Int? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let index = lines.firstIndex { line in
      let word = line.drop { " \t[\"'".contains($0) }
      guard word.hasPrefix(key) else { return false }
      return word.dropFirst(key.count).first.map { " \t=.]\"'".contains($0) } ?? false
    }
    return index.map { $0 + 1 }
  }
}

/// Why `probe.toml` cannot be used: file, line, what to do.
struct SettingsError: Error, Equatable, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
