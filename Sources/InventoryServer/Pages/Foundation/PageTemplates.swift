import InventoryStore
import Mustache
import Presentation

/// The pages' templates and texts, embedded in the binary.
struct PageTemplates: Sendable {
  let messages: Messages
  /// Translates what other modules compose in English.
  let sentences: Sentences
  let assets = PageAssets()
  /// The state of the centre that the frame of every page reports.
  let condition: CentreCondition
  private let libraries: [Language: MustacheLibrary]
  /// Receives each page's values before they are rendered; for tests, which look for tags without
  /// values.
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

  /// The page as HTML with every value escaped; nil if the template does not exist.
  func render(_ template: PageTemplate, _ language: Language, _ values: PageValues) -> String? {
    var values = values
    values["language"] = language.rawValue
    onRender?(template, values)
    return libraries[language]?.render(values, withTemplate: template.rawValue)
  }
}
