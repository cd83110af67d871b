import Testing

@testable import TOMLDocument

struct TOMLDocumentTests {
  @Test(arguments: [
    ("a = 1\u{0}", TOMLFault(.zeroByte)), ("a = 1\n[", TOMLFault(.namelessHeading, line: 2)),
    ("a = [1, }", TOMLFault(.brokenList, line: 1)),
    ("a = " + String(repeating: "[", count: 101), TOMLFault(.deepNesting, line: 1)),
  ])
  func faultsHaveALine(_ text: String, _ fault: TOMLFault) {
    #expect(throws: fault) { try TOMLDocument(parsing: text) }
  }

  @Test func aSyntaxErrorHasItsPlace() {
    let fault = #expect(throws: TOMLFault.self) { try TOMLDocument(parsing: "a = 1\nb = \n") }
    #expect(fault?.line == 2)
  }

  /// A key of the same name elsewhere is not mistaken for it.
  @Test(arguments: [
    ("", "folder", 1), ("accounts", "folder", 3), ("answers.locked", "body", 5),
    ("answers", "locked", 4),
  ])
  func keysHaveALine(_ table: String, _ key: String, _ line: Int) {
    let text = """
      folder = "a"
      [accounts]
      folder = "b"
      [answers.locked]
      body = "e"
      """
    #expect(TOMLLines(text).line(table: table, key: key) == line)
  }

  @Test func aTableInOneLineIsFound() {
    #expect(TOMLLines("a = 1\nanswers = {locked = {x = 1}}").line(table: "answers", key: "x") == 2)
    #expect(
      TOMLLines("a = 1\nanswers = {locked = {x = 1}}").line(table: "answers.locked", key: "x") == 2)
  }

  @Test func theNearestNameIsSuggested() throws {
    let known = ["server", "ca", "timeoutSeconds"]
    let document = try TOMLDocument(parsing: "ca = 1\ntimeoutSecond = 3")
    #expect(document.root.unknownKey(known: known) == "timeoutSecond")
    #expect(nearestName(to: "timeoutSecond", among: known) == "timeoutSeconds")
  }
}
