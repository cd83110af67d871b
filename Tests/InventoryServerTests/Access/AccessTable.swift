import Foundation

/// The access table, `access.md` beside this file.
struct AccessTable {
  struct Row {
    /// `GET /map`, as the router spells it.
    let route: String
    /// The address to request, with `<places>` for objects that are created for it.
    let request: String
    /// The form or body; empty if there is none.
    let form: String
    /// The status by the principal's name.
    let expected: [String: Int]
    let line: Int

    var method: String { String(route.prefix { $0 != " " }) }
    var path: String { String(route.drop { $0 != " " }.dropFirst()) }
    /// Whether it is a form on one of our pages, which contain a token.
    var isForm: Bool {
      method == "POST" && !["/api/", "/agent/", "/glpi"].contains { path.hasPrefix($0) }
    }
    /// Whether it needs no sign-in.
    var isPublic: Bool {
      path == "/sign-in" || path.hasPrefix("/invitations/") || path.hasPrefix("/check/open/")
    }
  }

  static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "access.md")

  let rows: [Row]

  init() throws {
    let lines = try String(contentsOf: Self.file, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let table = lines.enumerated().filter { $0.element.hasPrefix("|") }
      .map { (line: $0.offset + 1, cells: Self.cells($0.element)) }
    let principals = (table.first?.cells ?? []).dropFirst(3)
    rows = try table.dropFirst(2).map { line, cells in
      let statuses = cells.dropFirst(3).map { Int($0) }
      guard cells.count == 3 + principals.count, !statuses.contains(nil) else {
        throw Malformed(line: line)
      }
      return Row(
        route: cells[0], request: cells[1], form: cells[2],
        expected: Dictionary(
          uniqueKeysWithValues: zip(principals, statuses.compactMap(\.self))), line: line)
    }
  }

  private static func cells(_ line: Substring) -> [String] {
    line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }

  struct Malformed: Error { let line: Int }
}
