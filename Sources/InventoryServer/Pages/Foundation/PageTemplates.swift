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
    let embedded = try EmbeddedPages.read.get()
    messages = embedded.messages
    sentences = embedded.sentences
    libraries = embedded.libraries
  }

  /// The page as HTML, every value escaped; nil if there is no such template.
  func render(_ template: PageTemplate, _ language: Language, _ values: PageValues) -> String? {
    var values = values
    values["language"] = language.rawValue
    onRender?(template, values)
    return libraries[language]?.render(values, withTemplate: template.rawValue)
  }
}
