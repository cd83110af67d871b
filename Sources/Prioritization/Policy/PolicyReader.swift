import SafeText
import TOMLDocument

/// Reads a policy file and refuses one that would rank wrongly.
struct PolicyReader {
  let root: PolicySection
  /// nil if a table supplies the values.
  let vocabulary: PolicyVocabulary?

  init(_ toml: String, _ vocabulary: PolicyVocabulary?) throws(PolicyError) {
    self.vocabulary = vocabulary
    guard toml.utf8.count <= Policy.maximumBytes else {
      throw PolicyError(
        message: """
          the policy has \(toml.utf8.count) bytes; the maximum is \(Policy.maximumBytes); \
          is it the right file?
          """)
    }
    do throws(TOMLFault) {
      root = PolicySection(try TOMLDocument(parsing: toml))
    } catch {
      throw PolicyError(error)
    }
  }

  func policy() throws(PolicyError) -> Policy {
    let format = try root.integer(
      "format", else: 1, in: 1...Policy.latestFormat, "from 1 to \(Policy.latestFormat)")
    let root = self.root.meaning(format)
    return try PolicyReader(root, vocabulary).policy(format)
  }

  private init(_ root: PolicySection, _ vocabulary: PolicyVocabulary?) {
    (self.root, self.vocabulary) = (root, vocabulary)
  }

  private func policy(_ format: Int) throws(PolicyError) -> Policy {
    try root.expect(keys: [
      "format", "id", "version", "confidence", "source", "criteria", "context", "reporting",
      "adequacy",
      "bandwidth", "services", "items", "lines", "plan", "weights",
      "evidence",
    ])
    let (criteria, weighting) = try self.criteria()
    let context = try self.context()
    try refuseDuplicates("criteria", criteria.map(\.id), "context", context.map(\.id))
    let items = try self.items(criteria)
    let lines = try self.lines(criteria)
    try checkRequirements(items, lines, criteria)
    try refuseDuplicates("items", items.map(\.id), "lines", lines.map(\.id))
    return Policy(
      id: try root.identifier("id"),
      version: try root.integer("version", in: 1...1_000_000_000, "from 1"),
      confidence: try confidence(), criteria: criteria, context: context,
      reporting: try reporting(), adequacy: try adequacy(), line: try line(),
      services: try services(), items: items, lines: lines,
      plan: try plan(context), weighting: weighting, source: try root.words("source", else: ""),
      format: format, evidence: try evidence())
  }

  private func confidence() throws(PolicyError) -> Double {
    try root.number(
      "confidence", else: 0.75, in: 0.01...1, "from 0.01 (little must be known) to 1 (everything)")
  }

  // MARK: - Ids

  /// Ids of both lists share the columns of a table, so they must be unique across both.
  private func refuseDuplicates(
    _ name: String, _ ids: [String], _ other: String, _ otherIds: [String]
  ) throws(PolicyError) {
    var seen: Set<String> = ["code"]
    let all =
      ids.enumerated().map { (name, $0, $1) } + otherIds.enumerated().map { (other, $0, $1) }
    for (list, index, id) in all where !seen.insert(id).inserted {
      let line = root.lines.line(table: list, index: index, key: "id")
      throw PolicyError(
        line: line,
        message: id == "code"
          ? "\"code\" is the column of commune codes; give \(list) \(index + 1) another id"
          : "the id \(quoted(id)) occurs twice among [[\(name)]] and [[\(other)]]; rename one")
    }
  }
}

extension PolicyError {
  fileprivate init(_ fault: TOMLFault) {
    let message =
      switch fault.kind {
      case .zeroByte: "the policy holds a NUL byte; is it a text file in UTF-8?"
      case .namelessHeading:
        "a heading has no name; write [[criteria]] or another known heading"
      case .deepNesting:
        "more than 200 dots or 100 brackets in one line; break or shorten it"
      case .brokenList: "an array ends where a value is expected; write ] or a value"
      case .syntax(let message?): "not TOML: \(message.oneLine); correct the file there"
      case .syntax(nil): "not TOML; correct the file"
      }
    self.init(line: fault.line, column: fault.column, message: message)
  }
}

extension String {
  /// One line of a message from another parser, without characters that move a cursor.
  fileprivate var oneLine: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.prefix(200).map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
  }
}
