import SafeText
import TOMLDocument
import TOMLKit

/// One table of a policy file: typed and range-checked access to its values; errors say where.
struct PolicySection {
  let table: TOMLTable
  let lines: TOMLLines
  /// The table's name in the file, empty for the outermost.
  let name: String
  /// The index among tables of that name, from 0.
  let index: Int
  /// The name in messages: `criteria "scanners"`.
  let title: String
  /// The model that the file requests, from 1.
  let format: Int

  /// - Parameter counted: Whether the file has several tables of the name.
  init(
    _ table: TOMLTable, _ lines: TOMLLines, name: String = "", index: Int = 0,
    counted: Bool = false,
    format: Int = 1
  ) {
    (self.format, self.table, self.lines) = (format, table, lines)
    (self.name, self.index) = (name, index)
    let id = table["id"]?.string
    title =
      if name.isEmpty { "the policy" } else if !counted { "[\(name)]" } else if let id {
        "\(name) \(quoted(id))"
      } else { "\(name) \(index + 1)" }
  }

  init(_ document: TOMLDocument) { self.init(document.root, document.lines) }

  func failure(_ key: String?, _ message: String) -> PolicyError {
    PolicyError(line: lines.line(table: name, index: index, key: key), message: message)
  }

  /// The same section, read as another model.
  func meaning(_ format: Int) -> PolicySection {
    PolicySection(table, lines, name: name, index: index, format: format)
  }

  /// - Parameter newer: Keys of the second model only.
  func expect(keys: [String], newer: [String] = []) throws(PolicyError) {
    let keys = format >= 2 ? keys + newer : keys
    if let key = table.unknownKey(known: keys) {
      if newer.contains(key) {
        throw failure(
          key,
          """
          \(quoted(key)) in \(title) belongs to the second model of policies; write format = 2 \
          below the policy's version, or remove the key
          """)
      }
      let nearest = nearestName(to: key, among: keys) ?? ""
      throw failure(
        key,
        """
        unknown key \(quoted(key)) in \(title); did you mean "\(nearest)"? \
        Known keys: \(keys.joined(separator: ", "))
        """)
    }
  }

  func has(_ key: String) -> Bool { table[key] != nil }

  func required(_ key: String, _ what: String) throws(PolicyError)
    -> any TOMLValueConvertible
  {
    guard let value = table[key] else {
      throw failure(nil, "\(title) has no \"\(key)\"; write \(key) = \(what)")
    }
    return value
  }

  func wrongType(_ key: String, _ what: String) -> PolicyError {
    failure(key, "\"\(key)\" of \(title) has the wrong type; write \(key) = \(what)")
  }

  // MARK: - Texts

  func text(_ key: String, example: String) throws(PolicyError) -> String {
    guard let value = try required(key, "\"\(example)\"").string else {
      throw wrongType(key, "\"\(example)\"")
    }
    return try checked(value, key)
  }

  func text(_ key: String, else fallback: String) throws(PolicyError) -> String {
    has(key) ? try text(key, example: "…") : fallback
  }

  private func checked(_ value: String, _ key: String) throws(PolicyError) -> String {
    guard value.contains(where: { !$0.isWhitespace }) else {
      throw failure(key, "\"\(key)\" of \(title) is empty; write a text, or remove the key")
    }
    guard value.utf8.count <= 1000 else {
      throw failure(key, "\"\(key)\" of \(title) is longer than 1000 bytes; shorten it")
    }
    return value
  }

  /// An id, which names columns of tables and keys of JSON.
  func identifier(_ key: String) throws(PolicyError) -> String {
    let id = try text(key, example: "computers")
    guard id.utf8.allSatisfy(\.isNameByte), id.utf8.count <= 64 else {
      throw failure(
        key,
        "\"\(key)\" \(quoted(id)) is not an identifier; write 1 to 64 letters a-z, digits, - or _")
    }
    return id
  }

  /// Short names of services, each at most once; empty if the key is missing.
  func names(_ key: String) throws(PolicyError) -> [String] {
    guard let value = table[key] else { return [] }
    let example = "[\"treasury-payment\"]"
    guard let array = value.array, array.count <= 64 else {
      throw wrongType(key, "\(example), at most 64 names")
    }
    var names: [String] = []
    for element in array {
      guard let name = element.string else { throw wrongType(key, example) }
      guard name.utf8.allSatisfy({ $0.isNameByte || $0 == UInt8(ascii: ".") }),
        (1...64).contains(name.utf8.count)
      else {
        throw failure(
          key,
          "\(quoted(name)) in \"\(key)\" of \(title) is not a service; write its short name, for example \(example)"
        )
      }
      guard !names.contains(name) else {
        throw failure(key, "\(quoted(name)) occurs twice in \"\(key)\" of \(title); remove one")
      }
      names.append(name)
    }
    return names
  }

  /// A text for people: in both languages, or one text for both.
  func words(_ key: String, example: String) throws(PolicyError) -> LocalizedText {
    if try required(key, "\"\(example)\"").table != nil { return try label(key) }
    return LocalizedText(both: try text(key, example: example))
  }

  func words(_ key: String, else fallback: LocalizedText) throws(PolicyError) -> LocalizedText {
    has(key) ? try words(key, example: "…") : fallback
  }

  func label(_ key: String) throws(PolicyError) -> LocalizedText {
    let example = "{vi = \"…\", en = \"…\"}"
    guard let inner = try required(key, example).table else { throw wrongType(key, example) }
    for language in inner.keys where language != "vi" && language != "en" {
      throw failure(
        key, "unknown language \(quoted(language)) in \"\(key)\" of \(title); write \(example)")
    }
    guard let vi = inner["vi"]?.string, let en = inner["en"]?.string else {
      throw failure(key, "\"\(key)\" of \(title) needs both languages; write \(key) = \(example)")
    }
    return LocalizedText(vi: try checked(vi, key), en: try checked(en, key))
  }
}

extension UInt8 {
  /// Whether the byte may occur in ids and keys: an ASCII letter or digit, `_` or `-`.
  var isNameByte: Bool {
    (65...90).contains(self) || (97...122).contains(self) || (48...57).contains(self)
      || self == UInt8(ascii: "_") || self == UInt8(ascii: "-")
  }
}
