import Prioritization
import TestSupport
import Testing

/// Errors in a policy name the line, the key and the remedy.
@Suite struct PolicyErrorTests {
  struct Fault: Sendable, CustomTestStringConvertible {
    let replace: String
    let with: String
    let expected: String
    var testDescription: String { expected }
  }

  static let base = """
    id = "example"
    version = 1

    [[criteria]]
    id = "computers"
    label = {vi = "Máy tính", en = "Computers"}
    unit = "per official"
    standard = 1.0
    floor = 0.0
    weight = 3
    source = "example"

    [[criteria]]
    id = "scanners"
    label = {vi = "Máy quét", en = "Scanners"}
    unit = "scanners"
    standard = 2
    floor = 0.5
    weight = 2
    drift = 0.01
    source = "example"

    [[context]]
    id = "remote"
    bonus = 0.3
    [[context]]
    id = "island"
    bonus = 0.1

    [reporting]
    freshDays = 3
    silentDays = 14

    [adequacy]
    minimumThreads = 4

    [[items]]
    id = "scanner"
    label = {vi = "Máy quét", en = "Scanner"}
    cost = 8_000_000
    criterion = "scanners"
    closes = 1

    [plan]
    floor = 10
    cap = 20
    """

  static let faults: [Fault] = [
    Fault(
      replace: "weight = 2\n", with: "weight = -1\n",
      expected:
        "line 19: weights must be positive: criteria \"scanners\" has weight -1; write a number above 0"
    ),
    Fault(
      replace: "weight = 2\n", with: "weight = 0.0\n",
      expected:
        "line 19: weights must be positive: criteria \"scanners\" has weight 0; write a number above 0"
    ),
    Fault(
      replace: "weight = 2\n", with: "weight = nan\n",
      expected: "line 19: \"weight\" of criteria \"scanners\" is nan; write a number above 0"),
    Fault(
      replace: "weight = 2\n", with: "weight = inf\n",
      expected: """
        line 19: weights must be comparable: criteria "scanners" has weight inf; \
        write a number from 0.000001 to 1000000
        """),
    Fault(
      replace: "weight = 2\n", with: "weight = \"much\"\n",
      expected:
        "line 19: \"weight\" of criteria \"scanners\" has the wrong type; write weight = a number"
    ),
    Fault(
      replace: "weight = 2\n", with: "",
      expected: "line 13: criteria \"scanners\" has no \"weight\"; write weight = a number"),
    Fault(
      replace: "drift = 0.01", with: "dirft = 0.01",
      expected: """
        line 20: unknown key "dirft" in criteria "scanners"; did you mean "drift"? \
        Known keys: id, label, unit, measure, standard, floor, weight, drift, source
        """),
    Fault(
      replace: "version = 1", with: "version = 1\nconfidance = 0.5",
      expected: """
        line 3: unknown key "confidance" in the policy; did you mean "confidence"? Known keys: format, id, \
        version, confidence, source, criteria, context, reporting, adequacy, bandwidth, services, \
        items, lines, plan, weights, evidence
        """),
    Fault(
      replace: "id = \"scanners\"", with: "id = \"computers\"",
      expected:
        "line 14: the id \"computers\" occurs twice among [[criteria]] and [[context]]; rename one"
    ),
    Fault(
      replace: "id = \"island\"", with: "id = \"computers\"",
      expected:
        "line 27: the id \"computers\" occurs twice among [[criteria]] and [[context]]; rename one"
    ),
    Fault(
      replace: "id = \"island\"", with: "id = \"code\"",
      expected: "line 27: \"code\" is the column of commune codes; give context 2 another id"),
    Fault(
      replace: "id = \"island\"", with: "id = \"an island\"",
      expected: """
        line 27: "id" "an island" is not an identifier; write 1 to 64 letters a-z, digits, - or _
        """),
    Fault(
      replace: "floor = 0.5", with: "floor = 2.0",
      expected: """
        line 18: standard and floor must differ: criteria "scanners" has 2 for both; \
        set floor to the worst value that counts
        """),
    Fault(
      replace: "standard = 2\n", with: "standard = -inf\n",
      expected:
        "line 17: \"standard\" of criteria \"scanners\" is -inf; write a number from -1e15 to 1e15"),
    Fault(
      replace: "bonus = 0.1", with: "bonus = 0.4",
      expected: """
        line 23: the bonuses of [[context]] add up to 0.7; circumstances may raise a need by at \
        most half; reduce the total to 0.5
        """),
    Fault(
      replace: "bonus = 0.1", with: "bonus = -0.1",
      expected: "line 28: \"bonus\" of context \"island\" is -0.1; write a number from 0 to 0.5"),
    Fault(
      replace: "version = 1", with: "version = 1\nconfidence = 1.5",
      expected: """
        line 3: "confidence" of the policy is 1.5; \
        write a number from 0.01 (little must be known) to 1 (everything)
        """),
    Fault(
      replace: "version = 1", with: "version = 0",
      expected: "line 2: \"version\" of the policy is 0; write a whole number from 1"),
    Fault(
      replace: "version = 1", with: "",
      expected: "the policy has no \"version\"; write version = a whole number"),
    Fault(
      replace: "silentDays = 14", with: "silentDays = 1",
      expected: "line 32: \"silentDays\" is 1, below \"freshDays\" 3; it must be at least that"),
    Fault(
      replace: "minimumThreads = 4", with: "minimumThreads = 4.5",
      expected: """
        line 35: "minimumThreads" of [adequacy] has the wrong type; \
        write minimumThreads = a whole number from 0 to 4096
        """),
    Fault(
      replace: "criterion = \"scanners\"", with: "criterion = \"scaners\"",
      expected:
        "line 41: items \"scanner\" serves an unknown criterion \"scaners\"; did you mean \"scanners\"?"
    ),
    Fault(
      replace: "cost = 8_000_000", with: "cost = 0",
      expected: "line 40: \"cost\" of items \"scanner\" is 0; write a whole number of VND above 0"),
    Fault(
      replace: "cap = 20", with: "cap = 5",
      expected: "line 46: \"cap\" of [plan] is 5 VND, below \"floor\" 10; it must be at least that"),
    Fault(
      replace: "{vi = \"Máy tính\", en = \"Computers\"}", with: "{vi = \"Máy tính\"}",
      expected: """
        line 6: "label" of criteria "computers" needs both languages; \
        write label = {vi = "…", en = "…"}
        """),
    Fault(
      replace: "unit = \"scanners\"", with: "unit = \" \"",
      expected:
        "line 16: \"unit\" of criteria \"scanners\" is empty; write a text, or remove the key"
    ),
    Fault(
      replace: "[reporting]", with: "[[reporting]]",
      expected:
        "line 30: \"reporting\" is not a table; write the heading [reporting] and its keys below"),
    Fault(
      replace: "[plan]", with: "[plans]",
      expected: """
        line 44: unknown key "plans" in the policy; did you mean "plan"? Known keys: format, id, version, \
        confidence, source, criteria, context, reporting, adequacy, bandwidth, services, \
        items, lines, plan, weights, evidence
        """),
  ]

  @Test(arguments: faults) func isExplained(_ fault: Fault) {
    let text = Self.base.replacing(fault.replace, with: fault.with, maxReplacements: 1)
    #expect(text != Self.base)
    let error = #expect(throws: PolicyError.self) { try Policy(toml: text) }
    #expect(error?.description == fault.expected)
  }

  @Test func baseIsAccepted() throws { _ = try Policy(toml: Self.base) }

  @Test func syntaxErrorsNameLineAndColumn() {
    let error = #expect(throws: PolicyError.self) {
      try Policy(toml: Self.base.replacing("weight = 2\n", with: "weight = = 2\n"))
    }
    #expect(error?.line == 19)
    #expect(error?.column == 10)
    #expect(error?.message.hasPrefix("not TOML: ") == true)
  }

  @Test func refusesADuplicateKey() {
    let error = #expect(throws: PolicyError.self) {
      try Policy(toml: Self.base.replacing("weight = 2\n", with: "weight = 2\nweight = 2\n"))
    }
    #expect(error?.line == 20)
  }

  /// Headings on which the TOML reader would abort, and keys nested too deeply for it.
  @Test(arguments: ["[[", "[[=", "[ =]", "[[[a]]]", "\u{FEFF}[[é]]", "[", "[.a]"])
  func refusesAHeadingWithoutName(_ heading: String) {
    let error = #expect(throws: PolicyError.self) { try Policy(toml: heading + "\n" + Self.base) }
    #expect(error?.line == 1)
    #expect(error?.message == "a heading has no name; write [[criteria]] or another known heading")
  }

  @Test(arguments: ["dotted key", "arrays", "inline tables", "dotted keys in arrays in tables"])
  func refusesDeepNesting(_ what: String) {
    let link = "{" + String(repeating: "a.", count: 99) + "a = [\n"
    let text =
      switch what {
      case "dotted key": String(repeating: "a.", count: 100_000) + "a = 1"
      case "arrays": "x = " + String(repeating: "[", count: 100_000)
      case "inline tables": "x = " + String(repeating: "{a=", count: 50_000)
      default: "x = " + String(repeating: link, count: 120) + String(repeating: "]}", count: 120)
      }
    #expect(throws: PolicyError.self) { try Policy(toml: text) }
  }

  @Test func refusesAPolicyWithoutCriteria() {
    let error = #expect(throws: PolicyError.self) { try Policy(toml: "id = \"a\"\nversion = 1") }
    #expect(error?.message == "the policy has no criteria; write at least one [[criteria]]")
  }

  @Test func refusesALargeFile() {
    let text = Self.base + "\n#" + String(repeating: "x", count: 256 << 10)
    let error = #expect(throws: PolicyError.self) { try Policy(toml: text) }
    #expect(error?.message.contains("the maximum is 262144") == true)
  }

  @Test func refusesTooManyCriteria() {
    let entry = "\n[[criteria]]\nid = \"x\"\n"
    let text = "id = \"a\"\nversion = 1\n" + String(repeating: entry, count: 65)
    let error = #expect(throws: PolicyError.self) { try Policy(toml: text) }
    #expect(
      error?.description == """
        line 4: 65 tables [[criteria]]; at most 64 are allowed, remove some
        """)
  }

  @Test func refusesANulCharacter() {
    let error = #expect(throws: PolicyError.self) { try Policy(toml: Self.base + "\0[more]") }
    #expect(error?.message.contains("NUL") == true)
  }

  @Test func hostileKeysCannotMoveTheCursor() {
    let error = #expect(throws: PolicyError.self) {
      try Policy(toml: "id = \"a\"\nversion = 1\n\"a\\u001B[2J\\u202E\\n\" = 1")
    }
    #expect(error?.message.contains("unknown key \"a\u{FFFD}[2J\u{FFFD}\u{FFFD}\"") == true)
  }

  /// Input on which the TOML reader would end the process.
  @Test(arguments: [
    "x = [}", "x = [ 1, }", "x = [ # why\n  }", "x = [\"\"\"a\"\"\"\"\", }]", "x = ['}', }",
    "x = {a = [}",
    "x = [\u{2028}1]", "x = [1, \u{85}]", "x = [\"\\\"\", }",
  ])
  func refusesArraysThatEndInABrace(_ text: String) {
    let error = #expect(throws: PolicyError.self) { try Policy(toml: "id = \"a\"\n" + text) }
    #expect(error?.message.contains("array") == true && (2...3).contains(error?.line ?? 0))
  }

  @Test func acceptsBracesInStrings() throws {
    let error = #expect(throws: PolicyError.self) {
      try Policy(toml: "id = \"[}\" # [}\nsource = '''[\n}'''\nversion = [1, 2] # }")
    }
    #expect(error?.message.contains("array") == false)
  }

  /// Damaged text gives a policy or an error, never a crash.
  @Test func survivesDamagedText() throws {
    let whole = Array(try Example.standardPolicy().utf8)
    let marks = Array("[]{}=\"'#\n.,-0eE_\\\u{1B}é".utf8)
    var random = Seeded(7)
    var refused = 0
    for _ in 0..<2000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.remove(at: at)
        case 1: bytes.insert(marks.randomElement(using: &random) ?? 0, at: at)
        case 2: bytes[at] = UInt8.random(in: 0...255, using: &random)
        default: bytes.removeSubrange(at..<min(bytes.count, at + 40))
        }
      }
      do {
        let policy = try Policy(toml: String(decoding: bytes, as: UTF8.self))
        #expect(policy.maximumEmphasis <= 1.5 + 1e-9)
      } catch {
        refused += 1
        let message = error.message
        #expect(!message.isEmpty)
        #expect(!message.contains("\n"))
      }
    }
    #expect(refused > 500)
  }
}
