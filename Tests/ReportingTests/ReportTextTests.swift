import Foundation
import Reporting
import Testing

struct ReportTextTests {
  @Test func membersAsSent() throws {
    let text = try ReportText(
      Data(#" { "format":1 , "a":{"x":"}\"]"}, "b":[1,[2]], "c":null}"#.utf8))
    #expect(text.members.map(\.name) == ["format", "a", "b", "c"])
    #expect(text["a"] == Data(#"{"x":"}\"]"}"#.utf8))
    #expect(text["b"] == Data("[1,[2]]".utf8))
    #expect(text["d"] == nil)
  }

  @Test func emptyObject() throws { #expect(try ReportText(Data("{}".utf8)).members.isEmpty) }

  @Test(arguments: [
    "", "[]", "null", "{", "{}x", #"{"a":1"#, #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{"":1}"#,
    #"{"a":1,"a":2}"#, #"{"\u0061":1}"#, #"{"a":"x"#, "{\"a\":\"\u{1}\"}", "{\"a\":1}\u{0}",
    "\u{FEFF}{}", #"{"a":"# + String(repeating: "[", count: 100),
    "{" + (0..<100).map { "\"a\($0)\":1" }.joined(separator: ",") + "}",
    #"{"a":"\"#,
  ])
  func refused(_ body: String) {
    #expect(throws: ReportTextError.self) { try ReportText(Data(body.utf8)) }
  }

  @Test func notUTF8() {
    #expect(throws: ReportTextError.self) { try ReportText(Data([0x7B, 0xFF, 0x7D])) }
    #expect(throws: ReportTextError.self) {
      try ReportText("{}".data(using: .utf16LittleEndian) ?? Data())
    }
  }
}
