/// One setting: its name in the file and in the environment, and the values that it takes.
struct Setting: Sendable {
  /// The table in the file; empty for keys before the first heading.
  let table: String
  let key: String
  let kind: Kind
  let set: @Sendable (inout CentreSettings, SettingValue) -> Void
  let get: @Sendable (CentreSettings) -> SettingValue?

  enum Kind: Sendable {
    /// An absolute path in the file; elsewhere it may be relative.
    case path
    case address
    case whole(ClosedRange<Int>)
    case flag
    case choice([String])
    /// A text that `isValid` accepts; `example` is shown for one that it refuses.
    case text(example: String, isValid: @Sendable (String) -> Bool)
    /// Texts that `isValid` accepts; `example` is shown for one that it refuses.
    case list(example: String, isValid: @Sendable (String) -> Bool)
  }

  /// As messages name it: `retention.audit-months`.
  var name: String { table.isEmpty ? key : "\(table).\(key)" }

  /// `COMMUNE_INVENTORY_RETENTION_AUDIT_MONTHS`.
  var variable: String {
    Self.prefix + name.uppercased().map { $0 == "-" || $0 == "." ? "_" : String($0) }.joined()
  }

  static let prefix = "COMMUNE_INVENTORY_"

  /// The allowed values, as the end of a sentence.
  var allowed: String {
    switch kind {
    case .path: "must be an absolute path in quotes."
    case .address: "must be \"ADDRESS:PORT\", for example \"127.0.0.1:8080\"."
    case .whole(let range):
      "must be a whole number from \(range.lowerBound) to \(range.upperBound)."
    case .flag: "must be true or false."
    case .choice(let choices):
      "must be one of \(choices.map { "\"\($0)\"" }.joined(separator: ", "))."
    case .text(let example, _): "must be a text such as \"\(example)\"."
    case .list(let example, _): "must be a list of texts such as [\"\(example)\"]."
    }
  }
}

/// A setting's value, from whatever source.
enum SettingValue: Equatable, Sendable {
  case text(String)
  case whole(Int)
  case flag(Bool)
  case list([String])
}

extension Setting {
  /// The value if it is allowed; nil if not.
  func checked(_ value: SettingValue) -> SettingValue? {
    switch (kind, value) {
    case (.path, .text(let text)): text.isEmpty || text.utf8.contains(0) ? nil : value
    case (.address, .text(let text)): ListenAddress(text) == nil ? nil : value
    case (.whole(let range), .whole(let number)): range ~= number ? value : nil
    case (.flag, .flag): value
    case (.text(_, let isValid), .text(let text)): isValid(text) ? value : nil
    case (.choice(let choices), .text(let text)): choices.contains(text) ? value : nil
    case (.list(_, let isValid), .list(let texts)): texts.allSatisfy(isValid) ? value : nil
    default: nil
    }
  }

  /// The value of an environment variable; nil if it is not allowed.
  func parsed(_ text: String) -> SettingValue? {
    switch kind {
    case .path, .address, .choice, .text: checked(.text(text))
    case .whole: Int(text).flatMap { checked(.whole($0)) }
    case .flag: Bool(text).map(SettingValue.flag)
    case .list:
      checked(
        .list(text.split(separator: ",").map { $0.trimming { $0 == " " } }.filter { !$0.isEmpty }))
    }
  }
}

extension Substring {
  fileprivate func trimming(_ isDropped: (Character) -> Bool) -> String {
    var rest = drop(while: isDropped)
    while let last = rest.last, isDropped(last) { rest.removeLast() }
    return String(rest)
  }
}
