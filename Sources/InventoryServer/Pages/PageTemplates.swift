import Foundation
import InventoryStore
import Mustache
import Presentation

/// The pages' templates and texts, from the binary.
struct PageTemplates: Sendable {
  let messages: Messages
  let assets = PageAssets()
  private let library: MustacheLibrary
  /// The texts by language and key. A dot in a template goes down one level, so keys are written
  /// with underscores there.
  private let texts: [Language: [String: String]]

  init() throws {
    let messages = try Messages.embedded()
    self.messages = messages
    texts = Dictionary(
      uniqueKeysWithValues: Language.allCases.map { language in
        (
          language,
          Dictionary(
            uniqueKeysWithValues: messages.all(language).map {
              ($0.key.replacing(".", with: "_"), $0.value)
            })
        )
      })
    var templates: [String: MustacheTemplate] = [:]
    for name in EmbeddedFile.names where name.hasPrefix("pages/") {
      let key = name.dropFirst("pages/".count).prefix { $0 != "." }
      templates[String(key)] = try MustacheTemplate(
        string: String(decoding: Self.file(name), as: UTF8.self))
    }
    library = MustacheLibrary(templates: templates)
  }

  /// The page `name` as HTML; every value is escaped.
  func render(_ name: String, _ language: Language, _ values: [String: Any]) -> String {
    var values = values
    values["language"] = language.rawValue
    values["text"] = texts[language]
    return library.render(values, withTemplate: name) ?? ""
  }

  private static func file(_ name: String) throws -> Data {
    guard let bytes = EmbeddedFile.bytes(name) else {
      throw ServerError(.internalError, "the program lacks \(name)")
    }
    return bytes
  }
}
