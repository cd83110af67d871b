/// Translates the actors and subjects that records name in English into the reader's language.
public struct RecordedName: Sendable {
  private let language: Language
  private let messages: Messages

  public init(_ language: Language, messages: Messages) {
    (self.language, self.messages) = (language, messages)
  }

  /// `user root` is a user of the centre's operating system at its command line; a name alone is a
  /// user of the pages.
  public func actor(_ name: String) -> String {
    if name == "centre" { return text("actor.centre") }
    if let rest = name.after("user ") {
      let names = rest.split(separator: " ")
      guard names.count == 3, names[1] == "as" else {
        return text("actor.commandLine", ["name": rest])
      }
      return text(
        "actor.commandLineAs", ["name": String(names[0]), "other": String(names[2])])
    }
    for (kind, key) in [("machine ", "actor.machine"), ("link of ", "actor.link")] {
      if let rest = name.after(kind) { return text(key, ["name": rest]) }
    }
    return name
  }

  /// The subject of an entry of the audit log.
  public func subject(_ name: String) -> String {
    let known = ["register", "clock", "groups", "bundle", "database"]
    if known.contains(name) { return text("subject.\(name)") }
    // The longer of two with a common beginning comes first.
    for kind in [
      "program token", "programme", "token", "user", "machine", "group", "commune", "policy",
    ] {
      if let rest = name.after(kind + " ") {
        let key = kind == "program token" ? "apiToken" : kind
        return text("subject.\(key)", ["name": rest])
      }
    }
    return name
  }

  private func text(_ key: String, _ values: [String: String] = [:]) -> String {
    messages(key, language, values)
  }
}

extension String {
  /// The rest after a prefix; nil if the prefix is missing or nothing follows it.
  fileprivate func after(_ beginning: String) -> String? {
    guard hasPrefix(beginning), count > beginning.count else { return nil }
    return String(dropFirst(beginning.count))
  }
}
