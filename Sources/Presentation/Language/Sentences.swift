import CInventory
public import FoundationEssentials

/// English sentences of errors, help and short answers, with their Vietnamese translations.
///
/// They are composed where an error arises, in modules that know no language, and so are looked up
/// as a whole: `Line {1}: {2}` matches a sentence of that form, and the text at each placeholder is
/// looked up in turn unless it is quoted. A sentence that is not in the table stays English.
public struct Sentences: Sendable {
  private struct Template {
    /// The text before, between and after the placeholders.
    var literals: [String]
    /// The number of each placeholder, in the order of the English sentence.
    var places: [String]
    var vietnamese: String
    /// The length of the literal text: the longer it is, the more specific the template.
    var weight: Int
  }

  private let whole: [String: String]
  private let templates: [Template]

  /// - Parameter json: One object that maps English sentences, with placeholders `{1}` …, to
  ///   Vietnamese ones.
  /// - Throws: ``MessagesError`` if it is not such an object.
  public init(_ json: Data) throws {
    guard let table = try? JSONDecoder().decode([String: String].self, from: json) else {
      throw MessagesError(message: "sentences.vi.json is not a JSON object of texts; correct it")
    }
    whole = table.filter { !$0.key.contains("{1}") }
    templates = table.filter { $0.key.contains("{1}") }
      .map { english, vietnamese in
        let (literals, places) = Self.split(english)
        return Template(
          literals: literals, places: places, vietnamese: vietnamese,
          weight: literals.reduce(0) { $0 + $1.utf8.count })
      }
      .sorted { ($0.weight, $0.vietnamese) > ($1.weight, $1.vietnamese) }
  }

  /// The table embedded in the binary from `inventory/messages/sentences.vi.json`.
  ///
  /// - Throws: ``MessagesError`` if it is missing or malformed.
  public static func embedded() throws -> Sentences {
    let name = "messages/sentences.vi.json"
    guard let file = inventory_file_named(name) else {
      throw MessagesError(message: "\(name) is missing from the program; rebuild it")
    }
    return try Sentences(Data(bytes: file.pointee.bytes, count: file.pointee.count))
  }

  /// The sentence in a language; the English one if the table does not contain it.
  public func callAsFunction(_ english: String, _ language: Language) -> String {
    guard language != .en else { return english }
    return vietnamese(english, depth: 0) ?? english
  }

  /// A sentence that another module composed without its capital.
  private func capitalized(_ english: String, depth: Int) -> String? {
    guard let first = english.first, first.isUppercase else { return nil }
    let found = inTable(first.lowercased() + english.dropFirst(), depth: depth)
    return found.map { $0.prefix(1).uppercased() + $0.dropFirst() }
  }

  /// - Parameter depth: How deeply this sentence is nested in others; a few levels are enough.
  /// - Returns: nil if the table does not contain it.
  private func vietnamese(_ english: String, depth: Int) -> String? {
    guard depth < 5, !english.isEmpty else { return nil }
    return inTable(english, depth: depth) ?? capitalized(english, depth: depth)
  }

  private func inTable(_ english: String, depth: Int) -> String? {
    if let found = whole[english] { return found }
    return filled(english, depth: depth) ?? framed(english, depth: depth)
      ?? filled(english, depth: depth, behindColon: true)
  }

  /// The Vietnamese sentence of the best matching template, with its placeholders filled.
  ///
  /// - Parameter behindColon: Whether the first placeholder of a template may match text with a
  ///   colon. Such text is mostly a sentence in a frame, `Line 2: 3 ordered of …`, whose parts are
  ///   translated separately.
  private func filled(_ english: String, depth: Int, behindColon: Bool = false) -> String? {
    for template in templates {
      guard let values = Self.match(english[...], template.literals),
        behindColon || !Self.isFramed(values, template.literals)
      else { continue }
      var filled = template.vietnamese
      for (at, place) in template.places.enumerated().reversed() {
        let isQuoted = template.literals[at].last == "\"" || template.literals[at].last == "'"
        let value = String(values[at])
        filled = filled.replacing(
          "{\(place)}", with: isQuoted ? value : vietnamese(value, depth: depth + 1) ?? value)
      }
      return filled
    }
    return nil
  }

  /// Whether the text at a template's first placeholder extends beyond a colon.
  private static func isFramed(_ values: [Substring], _ literals: [String]) -> Bool {
    guard literals[0].isEmpty, let first = values.first else { return false }
    return first.contains(": ") || first.hasSuffix(":") && literals[1].hasPrefix(" ")
  }

  /// A sentence after a file's name, perhaps with a line, `facts.csv line 3: …`, or one with a full
  /// stop that its own module did not write.
  private func framed(_ english: String, depth: Int) -> String? {
    if english.hasSuffix("."), let found = vietnamese(String(english.dropLast()), depth: depth + 1)
    {
      return found + "."
    }
    guard let colon = english.firstRange(of: ": "),
      let found = vietnamese(String(english[colon.upperBound...]), depth: depth + 1)
    else { return nil }
    let frame = String(english[..<colon.lowerBound])
    return "\(vietnamese(frame, depth: depth + 1) ?? frame): \(found)"
  }

  /// The text at the placeholders of a template, each as short as possible; nil if it does not
  /// match.
  private static func match(_ text: Substring, _ literals: [String]) -> [Substring]? {
    guard let first = literals.first, let last = literals.last, text.hasPrefix(first) else {
      return nil
    }
    var rest = text.dropFirst(first.count)
    var values: [Substring] = []
    for literal in literals.dropFirst().dropLast() {
      guard !literal.isEmpty else {
        values.append(rest.prefix(0))
        continue
      }
      guard let found = rest.firstRange(of: literal) else { return nil }
      values.append(rest[..<found.lowerBound])
      rest = rest[found.upperBound...]
    }
    guard rest.count >= last.count, rest.hasSuffix(last) else { return nil }
    return values + [rest.dropLast(last.count)]
  }

  private static func split(_ english: String) -> (literals: [String], places: [String]) {
    var (literals, places, rest) = ([""], [String](), english[...])
    while let character = rest.popFirst() {
      if character == "{", let close = rest.firstIndex(of: "}"),
        rest[..<close].allSatisfy(\.isNumber)
      {
        places.append(String(rest[..<close]))
        literals.append("")
        rest = rest[rest.index(after: close)...]
      } else {
        literals[literals.count - 1].append(character)
      }
    }
    return (literals, places)
  }
}
