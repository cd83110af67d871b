import Foundation
import Presentation
import Testing

/// English sentences and their Vietnamese lookup.
struct SentencesTests {
  private let sentences = try? Sentences(
    Data(
      #"""
      {"Line {1}: {2}": "Dòng {1}: {2}", "the cell \"{1}\" is empty": "ô \"{1}\" trống",
       "empty": "trống", "{1} of {2}": "{2} có {1}", "{1}{2} left": "còn {1}{2}"}
      """#.utf8))

  @Test func sentencesInSentencesAreFound() {
    #expect(sentences?("Line 3: the cell \"a\" is empty", .vi) == "Dòng 3: ô \"a\" trống")
    #expect(sentences?("Line 3: the cell \"a\" is empty", .en) == "Line 3: the cell \"a\" is empty")
  }

  @Test func whatIsQuotedStaysAsItIs() {
    #expect(sentences?("the cell \"empty\" is empty", .vi) == "ô \"empty\" trống")
    #expect(sentences?("the cell \"{1}\" is empty", .vi) == "ô \"{1}\" trống")
  }

  @Test func aFileNameStandsBefore() {
    #expect(
      sentences?("/tmp/a: b.csv: Line 1: empty.", .vi) == "/tmp/a: b.csv: Dòng 1: trống.")
  }

  @Test func othersStayEnglish() {
    for text in ["", "x", "Line", "Line 3", "nothing known", "a\nb", "{1}", ": ", "."] {
      #expect(sentences?(text, .vi) == text)
    }
    #expect(sentences?("3 of 7", .vi) == "7 có 3")
  }

  @Test func theTableInTheBinaryIsRead() throws {
    let table = try Sentences.embedded()
    #expect(
      table("Commune 99999 is not in the register: check the code.", .vi)
        == "Đơn vị 99999 không có trong danh mục: hãy kiểm tra mã.")
  }
}
