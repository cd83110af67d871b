import Foundation
import InventoryStore
import Mustache
import Presentation

/// The pages' files embedded in the binary, parsed.
struct EmbeddedPages: Sendable {
  let messages: Messages
  let sentences: Sentences
  let libraries: [Language: MustacheLibrary]

  /// Read once: parsing takes more than a tenth of a second.
  static let read = Result { try EmbeddedPages() }

  private init() throws {
    let messages = try Messages.embedded()
    self.messages = messages
    sentences = try Sentences.embedded()
    MustacheContentTypes.register(PageEscape(), named: PageEscape.name)
    let names = EmbeddedFile.names.filter { $0.hasPrefix("pages/") }
    let templates = try names.map {
      (Self.key($0), String(decoding: try Self.file($0), as: UTF8.self))
    }
    try Self.requireAll(Dictionary(uniqueKeysWithValues: templates))
    libraries = try Dictionary(
      uniqueKeysWithValues: Language.allCases.map { language in
        let texts = messages.all(language)
        let written = try templates.map { name, template in
          (name, try MustacheTemplate(string: try Self.write(texts, in: template)))
        }
        return (language, MustacheLibrary(templates: Dictionary(uniqueKeysWithValues: written)))
      })
  }

  /// Requires that all templates exist: a missing one would silently leave a hole in a page, or all
  /// of it empty.
  static func requireAll(_ templates: [String: String]) throws {
    for template in PageTemplate.allCases where templates[template.rawValue] == nil {
      throw ServerError(.internalError, "the program lacks \(template.rawValue).mustache")
    }
    for (name, text) in templates {
      for named in text.matches(of: /\{\{\s*[<>]\s*([^}\s]+)\s*\}\}/)
      where templates[String(named.1)] == nil {
        throw ServerError(.internalError, "\(name).mustache names \(named.1): no such page")
      }
    }
  }

  /// The template with the texts of one language filled in, `{{text.plan_budget}}` for
  /// `plan.budget`, and with our escaping selected in each part that is rendered separately.
  private static func write(_ texts: [String: String], in template: String) throws -> String {
    let escape = PageEscape()
    let pragma = "{{% CONTENT_TYPE:\(PageEscape.name)}}"
    var written = pragma
    var rest = template[...]
    while let start = rest.utf8.firstIndex(ofPair: "{") {
      written += rest[..<start]
      guard let end = rest[start...].utf8.firstIndex(ofPair: "}") else {
        throw ServerError(.internalError, "a template has {{ without }}")
      }
      let after = rest.utf8.index(end, offsetBy: 2)
      let tag = rest[rest.utf8.index(start, offsetBy: 2)..<end]
      if tag.hasPrefix("text.") {
        let key = String(tag.dropFirst("text.".count)).replacing("_", with: ".")
        guard let text = texts[key], text.utf8.firstIndex(ofPair: "{") == nil else {
          throw ServerError(.internalError, "no text for \(key)")
        }
        written += escape.escapeText(text)
      } else {
        written += rest[start..<after]
        if tag.hasPrefix("$") { written += pragma }
      }
      rest = rest[after...]
    }
    return written + rest
  }

  /// The template's name: `plan-saved` for `pages/plan/plan-saved.mustache`.
  private static func key(_ file: String) -> String {
    String((file.split(separator: "/").last ?? "").prefix { $0 != "." })
  }

  private static func file(_ name: String) throws -> Data {
    guard let bytes = EmbeddedFile.bytes(name) else {
      throw ServerError(.internalError, "the program lacks \(name)")
    }
    return bytes
  }
}

extension BidirectionalCollection<UInt8> {
  /// The first index at which an ASCII character occurs twice in a row.
  fileprivate func firstIndex(ofPair character: Unicode.Scalar) -> Index? {
    var before = false
    for index in indices {
      let found = self[index] == UInt8(ascii: character)
      if found && before { return self.index(before: index) }
      before = found
    }
    return nil
  }
}
