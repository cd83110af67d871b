import ArgumentParser
import Presentation

/// The option that every command takes. ``OutputLanguage`` reads it for everything but documents.
struct LanguageOption: ParsableArguments {
  @Option(
    help:
      "Language of all output: vi or en. Without it, rankings, plans, other documents and cards are Vietnamese; lists, messages and help follow LANG."
  )
  var language: Language = .vi
}
