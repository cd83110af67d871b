public import TOMLKit

/// A TOML file written by people: checked for what would abort the process, then parsed; it can
/// tell on which line a key is.
public struct TOMLDocument {
  public let root: TOMLTable
  public let lines: TOMLLines

  /// Pure and total. The caller must limit the size.
  ///
  /// - Throws: ``TOMLFault`` for the first fault found.
  public init(parsing text: String) throws(TOMLFault) {
    // toml++ reads a C string: anything after a zero byte would be dropped silently.
    guard !text.utf8.contains(0) else { throw TOMLFault(.zeroByte) }
    if let line = TOMLGuard.lineOfNamelessHeading(in: text) {
      throw TOMLFault(.namelessHeading, line: line)
    }
    if let line = TOMLGuard.lineOfDeepNesting(in: text) {
      throw TOMLFault(.deepNesting, line: line)
    }
    if let line = TOMLGuard.lineOfBrokenList(in: text) {
      throw TOMLFault(.brokenList, line: line)
    }
    do {
      root = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw TOMLFault(
        .syntax(error.description), line: error.source.begin.line,
        column: error.source.begin.column)
    } catch {
      throw TOMLFault(.syntax(nil))
    }
    lines = TOMLLines(text)
  }
}

/// Why a text is not a TOML document. Callers word it for their readers.
public struct TOMLFault: Error, Equatable {
  public enum Kind: Equatable, Sendable {
    case zeroByte
    /// `[]`
    case namelessHeading
    /// More than 200 dots or 100 brackets in one line.
    case deepNesting
    /// A list contains something that is neither a value nor its end.
    case brokenList
    /// With the parser's message, if it gave one.
    case syntax(String?)
  }

  public let kind: Kind
  /// From 1; nil if unknown.
  public let line: Int?
  public let column: Int?

  init(_ kind: Kind, line: Int? = nil, column: Int? = nil) {
    (self.kind, self.line, self.column) = (kind, line, column)
  }
}

extension TOMLFault {
  /// - Parameter path: the file's path.
  public func sentence(in path: String) -> String {
    let place = line.map { " line \($0)" } ?? ""
    let what =
      switch kind {
      case .zeroByte: "the file contains a zero byte: correct the file"
      case .namelessHeading: "a heading has no name: correct the file"
      case .deepNesting: "the line nests too deep: correct the file"
      case .brokenList: "a list contains what is not a value: correct the file"
      case .syntax(let detail): "this is not TOML: \(detail ?? "correct the file")"
      }
    return "\(path)\(place): \(what)"
  }
}

extension TOMLTable {
  /// The first key, in alphabetical order, that is not among `known`.
  public func unknownKey(known: [String]) -> String? {
    keys.sorted().first { !known.contains($0) }
  }
}
