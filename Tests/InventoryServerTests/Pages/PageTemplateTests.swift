import Foundation
import InventoryStore
import Presentation
import Testing

@testable import InventoryServer

struct PageTemplateTests {
  @Test(arguments: [
    ("", ""), ("Măng Bút", "Măng Bút"), ("<b>", "&lt;b&gt;"),
    ("a & \"b\" 'c'", "a &amp; &quot;b&quot; &#39;c&#39;"),
    ("ộ<\u{301}>", "ộ&lt;\u{301}&gt;"), ("👩‍👩‍👧>", "👩‍👩‍👧&gt;"), ("\r\n\0<", "\r\n\0&lt;"),
    // A combining mark does not hide the character before it.
    ("<\u{20DD}script\u{20DD}>", "&lt;\u{20DD}script\u{20DD}&gt;"),
  ])
  func htmlIsEscaped(_ text: String, _ html: String) {
    #expect(PageEscape().escapeText(text) == html)
  }

  /// In sections, in partials and under the layout: wherever a template is rendered by itself.
  @Test(arguments: Language.allCases)
  func valuesAreEscapedAndTextsFilledIn(_ language: Language) throws {
    let hostile = "\u{301}<script>alert('x')</script>"
    let templates = try PageTemplates()
    let page =
      templates.render(
        .ranking, language,
        [
          "title": hostile, "subtitle": hostile, "explanation": hostile, "isEmpty": false,
          "rows": [
            ["name": hostile, "interval": ["ranks": hostile, "meaning": hostile] as PageValues]
              as PageValues
          ],
          "user": ["name": hostile] as PageValues,
        ]) ?? ""
    #expect(!page.contains("<script>alert"))
    #expect(
      page.components(separatedBy: "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;").count == 9 + 1
    )
    #expect(!page.contains("{{") && !page.contains("CONTENT_TYPE"))
    #expect(page.contains(templates.messages("ranking.intro", language)))
  }

  @Test func everyPageRendersInBothLanguages() throws {
    let templates = try PageTemplates()
    for page in PageTemplate.allCases {
      for language in Language.allCases {
        let text = try #require(templates.render(page, language, [:]))
        #expect(text.contains("<main") && text.contains("</html>"), "\(page)")
      }
    }
  }

  /// The start fails rather than leaving a page empty.
  @Test func missingTemplateFailsStartup() throws {
    let whole = Dictionary(uniqueKeysWithValues: PageTemplate.allCases.map { ($0.rawValue, "x") })
    try EmbeddedPages.requireAll(whole)
    for page in PageTemplate.allCases {
      var part = whole
      part[page.rawValue] = nil
      let error = #expect(throws: ServerError.self) { try EmbeddedPages.requireAll(part) }
      #expect(error?.message.contains("\(page.rawValue).mustache") == true)
    }
    for tag in ["{{>row}}", "{{> row }}", "{{<row}}{{/row}}"] {
      #expect(throws: ServerError.self) {
        try EmbeddedPages.requireAll(whole.merging(["plan": "a \(tag) b"]) { $1 })
      }
    }
  }

  /// A tag without a value is a misspelling, and would leave a gap.
  @Test func everyTagHasAValue() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let names = FileManager.default.enumerator(
      at: root.appending(path: "Sources/InventoryServer"), includingPropertiesForKeys: nil)
    var sources = ""
    while let file = names?.nextObject() as? URL {
      if file.pathExtension == "swift" { sources += try String(contentsOf: file, encoding: .utf8) }
    }
    let given = Set(sources.matches(of: /"([A-Za-z]+)"/).map { String($0.1) })
      .union(CheckStep.allCases.map(\.rawValue))
    for page in EmbeddedFile.names where page.hasPrefix("pages/") {
      let text = String(decoding: EmbeddedFile.bytes(page) ?? Data(), as: UTF8.self)
      for tag in text.matches(of: /\{\{\{?\s*([#^&]?)\s*([A-Za-z.]+)\s*\}\}/) {
        for name in tag.2.split(separator: ".") where name != "text" {
          #expect(
            given.contains(String(name)) || tag.2.hasPrefix("text."), "\(page): \(tag.0)")
        }
      }
    }
  }

  @Test func barsContainOnlyValidNumbers() {
    let bar = StackedBar(width: 240, height: 16)
    #expect(
      bar.rectangles([("c0", 250), ("c1", 0), ("c2", 125.21)], of: 1000)
        == #"<rect class="c0" x="0" width="60" height="16"/>"#
        + #"<rect class="c2" x="60" width="30.1" height="16"/>"#)
    #expect(bar.rectangles([("c0", 1)], of: 0) == "")
    #expect(StackedBar.pixels(.nan) == "0" && StackedBar.pixels(-1) == "0")
    #expect(StackedBar.pixels(.infinity) == "0" && StackedBar.pixels(999_999.96) == "1000000")
  }

  @Test(arguments: [
    ("plain-1.x_~", "/p?a=plain-1.x_~"), ("Măng", "/p?a=M%C4%83ng"),
    ("a b&c=d#e", "/p?a=a%20b%26c%3Dd%23e"),
    ("", "/p"),
  ])
  func queryValuesArePercentEncoded(_ value: String, _ address: String) {
    #expect(PageAddress.make("/p", ["a": value]) == address)
  }
}
