import Testing

@testable import TOMLDocument

/// Input that passes the guard must not crash the process.
struct TOMLGuardTests {
  @Test(arguments: [
    ("a = [}", 1), ("a = [1, }", 1), ("a = 1\nb = [\n# }\n}", 4), ("a = [\u{2028}]", 1),
    ("a = [\u{85}]", 1), ("a = [[1], [\"]\", }", 1), (#"a = ["""x"""", }"#, 1),
    ("a = ['', }", 1), (#"a = ["\"", }"#, 1), ("a = [{b = [}]", 1),
  ])
  func brokenLists(_ text: String, _ line: Int) {
    #expect(TOMLGuard.lineOfBrokenList(in: text) == line)
  }

  @Test(arguments: [
    "a = {b = 1}", "a = [{b = [1, 2]}, {c = 2}]", "a = [\"}\", '}', \"\"\"}\n}\"\"\"]",
    "a = [ # }\n1]", #"a = ["\"}", '\', 1]"#, "a = \"[\"\nb = {c = 1}", "a = ''\nb = {c = 1}",
    "x = '''[\n'''\ny = {}",
  ])
  func soundOnes(_ text: String) throws {
    #expect(TOMLGuard.lineOfBrokenList(in: text) == nil)
    #expect(throws: Never.self) { try TOMLDocument(parsing: text) }
  }

  /// Random text of TOML's characters, guarded and then parsed.
  @Test func whatPassesIsRead() {
    var state: UInt64 = 7
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let pieces = [
      "a", "b", "=", "[", "]", "{", "}", ",", "\"", "'", "\"\"\"", "'''", "#", "\n", " ", ".", "1",
      "\\", "\u{2028}", "\u{85}", "\r", "[[", "]]", "a = ", "a = [", "true", "1979-05-27", "-", "é",
    ]
    var read = 0
    for _ in 0..<20_000 {
      let text = (0..<random(14) + 1).map { _ in pieces[random(pieces.count)] }.joined()
      if (try? TOMLDocument(parsing: text)) != nil { read += 1 }
    }
    #expect(read > 100)
  }
}
