import FoundationEssentials

/// A letter as sent: a subject, and the same contents in plain text and HTML.
public struct LetterText: Sendable, Equatable {
  /// One line.
  public var subject: String
  /// Each line ends with a line feed.
  public var plain: String
  public var html: String

  /// - Parameters:
  ///   - pages: The address of the centre's pages, such as `https://centre.example.vn`; nil omits
  ///     the links.
  public init(
    _ document: LetterDocument, _ language: Language, messages: Messages, pages: String? = nil
  ) {
    let letter = LetterSections(document: document, language: language, messages: messages)
    subject = letter.subject
    var endings = [
      pages.map {
        messages("letter.settingsAt", language, ["address": "\($0)/administration/account"])
      }
        ?? messages("letter.settings", language)
    ]
    if letter.anySimulated { endings.insert(messages("letter.simulated", language), at: 0) }
    if letter.anyInterval { endings.insert(messages("letter.intervals", language), at: 0) }
    let introduction =
      document.isEmpty ? messages("letter.nothing", language) : letter.introduction
    let sections = letter.sections
    plain = Self.plain(introduction, sections, endings, pages)
    html = LetterHTML.make(
      subject: letter.subject, introduction, sections, endings, language, pages)
  }

  private static func plain(
    _ introduction: String, _ sections: [LetterSections.Section], _ endings: [String],
    _ pages: String?
  ) -> String {
    var parts = [introduction]
    for section in sections {
      let lines = section.lines.map { line in
        let address = line.path.flatMap { path in pages.map { "\n  \($0)\(path)" } } ?? ""
        return "- \(line.text)\(address)"
      }
      parts.append(([section.heading.uppercased()] + lines).joined(separator: "\n"))
    }
    parts.append("-- \n" + endings.joined(separator: "\n"))
    return parts.joined(separator: "\n\n") + "\n"
  }
}

/// A letter in HTML that mail programs can show: no style sheet, no script, no external resources.
enum LetterHTML {
  static func make(
    subject: String, _ introduction: String, _ sections: [LetterSections.Section],
    _ endings: [String], _ language: Language, _ pages: String?
  ) -> String {
    var html = """
      <!DOCTYPE html>
      <html lang="\(language.rawValue)"><head><meta charset="utf-8"><title>\(escaped(subject))</title></head>
      <body style="font-family: sans-serif; max-width: 44em; line-height: 1.4">
      <p>\(escaped(introduction))</p>

      """
    for section in sections {
      html += "<h2 style=\"font-size: 1.1em\">\(escaped(section.heading))</h2>\n<ul>\n"
      for line in section.lines {
        var shown = escaped(line.text)
        if let path = line.path, let pages {
          shown = "<a href=\"\(escaped(pages + path))\">\(shown)</a>"
        }
        html += "<li>\(shown)</li>\n"
      }
      html += "</ul>\n"
    }
    html += "<hr>\n"
    for ending in endings { html += "<p style=\"font-size: 0.9em\">\(escaped(ending))</p>\n" }
    return html + "</body></html>\n"
  }

  static func escaped(_ text: String) -> String {
    var escaped = ""
    for letter in text.unicodeScalars {
      switch letter {
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(letter)
      }
    }
    return escaped
  }
}
