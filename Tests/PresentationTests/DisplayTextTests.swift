import Foundation
import InventoryFixtures
import Presentation
import Testing

@Suite struct DisplayTextTests {
  @Test(arguments: ["Xã Thượng Nghĩa", "Đặc khu Lý Sơn", "Phường Bắc Giang", "ế ộ ữ ặ"])
  func vietnameseInBothForms(_ text: String) {
    let composed = text.precomposedStringWithCanonicalMapping
    let decomposed = text.decomposedStringWithCanonicalMapping
    #expect(decomposed.unicodeScalars.count > composed.unicodeScalars.count)
    for form in [composed, decomposed] {
      #expect(DisplayText.width(form) == composed.count)
      #expect(DisplayText.neutralised(form).unicodeScalars.elementsEqual(form.unicodeScalars))
    }
  }

  @Test(arguments: 1...12) func cutTextsFillTheirColumns(_ columns: Int) {
    for text in ["Thượng Nghĩa", "Thượng Nghĩa".decomposedStringWithCanonicalMapping, "漢字漢字", ""] {
      #expect(DisplayText.width(DisplayText.fitted(text, columns)) == columns)
      #expect(DisplayText.width(DisplayText.fitted(text, columns, toTheRight: true)) == columns)
    }
  }

  @Test func noLetterLosesItsMarks() {
    let text = "ộộộộ".decomposedStringWithCanonicalMapping
    #expect(DisplayText.fitted(text, 3) == "ộộ…".decomposedStringWithCanonicalMapping)
  }

  @Test(arguments: Example.hostile) func nothingMovesTheCursor(_ text: String) {
    let safe = DisplayText.neutralised(text)
    for scalar in safe.unicodeScalars {
      #expect(
        ![.control, .format, .lineSeparator, .paragraphSeparator].contains(
          scalar.properties.generalCategory))
    }
    #expect(safe.unicodeScalars.count <= 2000)
  }

  @Test func whatIsReplacedShows() {
    #expect(DisplayText.neutralised("a\u{1B}[2J\u{202E}b\u{A0}c") == "a\u{FFFD}[2J\u{FFFD}b c")
  }
}
