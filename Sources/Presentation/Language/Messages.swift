public import FoundationEssentials

/// Texts for people in both languages: flat keys and texts with `{name}` placeholders.
public struct Messages: Sendable {
  private let texts: [Language: [String: String]]

  /// - Parameters:
  ///   - vi: `inventory/messages/vi.json`: one JSON object of texts.
  ///   - en: The same keys with the same placeholders, in English.
  /// - Throws: ``MessagesError`` if a file is not such an object or the two do not match.
  public init(vi: Data, en: Data) throws {
    let vietnamese = try Self.read(vi, "vi.json")
    let english = try Self.read(en, "en.json")
    for key in Set(vietnamese.keys).union(english.keys).sorted() {
      guard let one = vietnamese[key], let other = english[key] else {
        throw MessagesError(
          message: """
            message "\(key)" is missing in \(vietnamese[key] == nil ? "vi.json" : "en.json"); \
            write it in both
            """)
      }
      guard Self.places(of: one) == Self.places(of: other) else {
        throw MessagesError(
          message: "message \"\(key)\" has different {places} in vi.json and en.json; align them")
      }
    }
    texts = [.vi: vietnamese, .en: english]
  }

  /// The text of a key; the key itself if the text is missing, so that the fault is visible but
  /// harmless.
  ///
  /// `{count:computer|computers}` stands for the first form if the count is 1, and for the second
  /// otherwise. Braces in an argument are literal: they are not filled again.
  public func callAsFunction(
    _ key: String, _ language: Language, _ arguments: [String: String] = [:]
  ) -> String {
    guard let text = texts[language]?[key] else { return key }
    if arguments.isEmpty { return text }
    var filled = ""
    Self.scan(text) { literal, place in
      filled += literal
      if let place { filled += Self.fill(place, arguments) ?? "{\(place)}" }
    }
    return filled
  }

  /// All texts of a language by key, for templates.
  public func all(_ language: Language) -> [String: String] { texts[language] ?? [:] }

  private static func read(_ json: Data, _ name: String) throws -> [String: String] {
    do {
      return try JSONDecoder().decode([String: String].self, from: json)
    } catch {
      throw MessagesError(message: "\(name) is not a JSON object of texts; correct it")
    }
  }

  /// The argument of a placeholder; for `count:computer|computers`, the form that matches the
  /// count.
  private static func fill(_ place: Substring, _ arguments: [String: String]) -> String? {
    guard let colon = place.firstIndex(of: ":") else { return arguments[String(place)] }
    guard let count = arguments[String(place[..<colon])] else { return nil }
    let forms = place[place.index(after: colon)...].split(
      separator: "|", omittingEmptySubsequences: false)
    return (count == "1" ? forms.first : forms.last).map(String.init)
  }

  private static func places(of text: String) -> Set<Substring> {
    var places: Set<Substring> = []
    scan(text) { _, place in
      if let place { places.insert(place.prefix { $0 != ":" }) }
    }
    return places
  }

  /// Calls `each` with every stretch of text and the placeholder after it.
  private static func scan(_ text: String, _ each: (Substring, Substring?) -> Void) {
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      each(rest[..<open], rest[rest.index(after: open)..<close])
      rest = rest[rest.index(after: close)...]
    }
    each(rest, nil)
  }
}

/// Why the message files cannot be used.
public struct MessagesError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The problem, then what to do.
  public let message: String
  public var description: String { message }
}
