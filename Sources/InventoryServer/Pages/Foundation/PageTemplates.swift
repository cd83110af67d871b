import Foundation
import InventoryStore
import Mustache
import Presentation

/// The pages' templates and texts, from the binary.
struct PageTemplates: Sendable {
  let messages: Messages
  /// For what other modules composed in English.
  let sentences: Sentences
  let assets = PageAssets()
  /// What the frame of every page says.
  let condition: CentreCondition
  private let libraries: [Language: MustacheLibrary]
  /// Sees each page's values before they are rendered; for tests, which look for tags without one.
  private let onRender: (@Sendable (PageTemplate, PageValues) -> Void)?

  init(
    condition: CentreCondition = .unknown,
    onRender: (@Sendable (PageTemplate, PageValues) -> Void)? = nil
  ) throws {
    self.condition = condition
    self.onRender = onRender
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

  /// The page as HTML, every value escaped; nil if there is no such template.
  func render(_ template: PageTemplate, _ language: Language, _ values: PageValues) -> String? {
    var values = values
    values["language"] = language.rawValue
    onRender?(template, values)
    return libraries[language]?.render(values, withTemplate: template.rawValue)
  }

  /// A template that another one names and that is not there would leave a hole in a page, or the
  /// whole of it empty, without a word.
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

  /// The template with the texts of one language where it names them, `{{text.plan_budget}}` for
  /// `plan.budget`, and with our way of escaping in each part that is rendered by itself.
  private static func write(_ texts: [String: String], in template: String) throws -> String {
    let escape = PageEscape()
    let pragma = "{{% CONTENT_TYPE:\(PageEscape.name)}}"
    var written = pragma
    var rest = template[...]
    while let start = rest.range(of: "{{") {
      written += rest[..<start.lowerBound]
      guard let end = rest[start.upperBound...].range(of: "}}") else {
        throw ServerError(.internalError, "a template has {{ without }}")
      }
      let tag = rest[start.upperBound..<end.lowerBound]
      if tag.hasPrefix("text.") {
        let key = String(tag.dropFirst("text.".count)).replacing("_", with: ".")
        guard let text = texts[key], !text.contains("{{") else {
          throw ServerError(.internalError, "no text for \(key)")
        }
        written += escape.escapeText(text)
      } else {
        written += rest[start.lowerBound..<end.upperBound]
        if tag.hasPrefix("$") { written += pragma }
      }
      rest = rest[end.upperBound...]
    }
    return written + rest
  }

  /// `pages/plan/plan-saved.mustache` is `plan-saved`.
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
