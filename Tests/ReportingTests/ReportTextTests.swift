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

  @Test func equalNamesInDifferentObjects() throws {
    let body = #"{"a":{"b":{"b":[{"b":"b"},{"b":":"}]},"c":"b","B":1,"\":":2},"b":["b","b"]}"#
    #expect(try ReportText(Data(body.utf8)).members.map(\.name) == ["a", "b"])
    let many = (0..<5000).map { "\"k\($0)\":{\"k\":\($0)}" }.joined(separator: ",")
    #expect(try ReportText(Data("{\"a\":{\(many)}}".utf8)).members.count == 1)
  }

  @Test func emptyObject() throws { #expect(try ReportText(Data("{}".utf8)).members.isEmpty) }

  @Test(arguments: [
    "", "[]", "null", "{", "{}x", #"{"a":1"#, #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{"":1}"#,
    #"{"a":1,"a":2}"#, #"{"\u0061":1}"#, #"{"a":"x"#, "{\"a\":\"\u{1}\"}", "{\"a\":1}\u{0}",
    "\u{FEFF}{}", #"{"a":"# + String(repeating: "[", count: 100),
    "{" + (0..<100).map { "\"a\($0)\":1" }.joined(separator: ",") + "}",
    #"{"a":"\"#,
    // a name that occurs twice in an object, at any depth and in any spelling
    #"{"a":{"b":1,"b":2}}"#, #"{"a":{"b":1,"c":{},"b":1}}"#, #"{"a":{"b" :1,"\u0062":2}}"#,
    #"{"a":[[{"b":{"c":{"d":0,"d":0}}}]]}"#, #"{"a":{"b":"b","x":[{"b":1},{"b":1,"b":1}]}}"#,
    #"{"a":{"é":1,"e\u0301":2}}"#, #"{"a":{"/":1,"\/":2}}"#, #"{"a":{"":1,"":2}}"#,
    #"{"a":{"\ud800":1}}"#,
    #"{"a":{"# + (0..<40).map { "\"k\($0)\":1," }.joined() + #""k3":2}}"#,
    #"{"a":{"# + (0..<40).map { "\"k\($0)\":1," }.joined() + #""\u006b39":2}}"#,
  ])
  func refused(_ body: String) {
    #expect(throws: ReportTextError.self) { try ReportText(Data(body.utf8)) }
  }

  /// A decoder skips the number of an unknown member unread, and would file text that is not valid
  /// JSON.
  @Test(arguments: [
    "1+", "+1", "01", "-", "1.", ".5", "1e", "1e+", "0x1", "1_000", "--1", "NaN", "Infinity",
    "True",
    "nul", "nulll", "1 2e", "'a'", "\u{7F}", "é",
  ])
  func noScalarOfJSON(_ scalar: String) {
    for body in [
      "{\"a\":\(scalar)}", "{\"a\":{\"b\":[1,\(scalar)]}}", "{\"a\":{\"b\":\(scalar),\"c\":1}}",
    ] {
      #expect(throws: ReportTextError.self) { try ReportText(Data(body.utf8)) }
    }
  }

  @Test(arguments: [
    "0", "-0", "10", "-12.50", "0.1", "1e5", "1E+05", "-3.25e-7", "true", "false", "null",
  ])
  func scalarsOfJSON(_ scalar: String) throws {
    for body in [
      "{\"a\":\(scalar)}", "{\"a\":{\"b\":[1, \(scalar) ]}}", "{\"a\":{\"b\" : \(scalar)\n}}",
    ] {
      #expect(try ReportText(Data(body.utf8)).members.map(\.name) == ["a"])
    }
  }

  @Test func notUTF8() {
    #expect(throws: ReportTextError.self) { try ReportText(Data([0x7B, 0xFF, 0x7D])) }
    #expect(throws: ReportTextError.self) {
      try ReportText("{}".data(using: .utf16LittleEndian) ?? Data())
    }
  }
}
