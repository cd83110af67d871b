import DelimitedText
public import Foundation
import GRDB

/// Groups of communes parsed from CSV: one line per member, with the columns `code` and `group`.
public struct GroupTable: Sendable {
  /// Maximum number of groups in one table.
  public static let maximumGroups = 1_000
  /// Maximum length of a group's name in characters.
  public static let maximumName = 100

  struct Group: Sendable {
    let name: String
    /// Codes with their lines, in the order of the file.
    var members: [(code: String, line: Int)]
  }

  let groups: [Group]

  /// - Parameter bytes: CSV, UTF-8, with a header line.
  /// - Throws: ``InventoryError`` with `registerMalformed`, naming the line and the remedy.
  public init(_ bytes: Data) throws {
    let table = try DelimitedTable.read(bytes)
    let (code, name) = try Self.columns(table.header)
    var groups: [Group] = []
    var places: [String: Int] = [:]
    var lines: [String: Int] = [:]
    for row in table.rows {
      let member = try RegisterTable.code(row.cells[code], line: row.line)
      let group = try Self.name(row.cells[name], line: row.line)
      if let first = lines.updateValue(row.line, forKey: "\(member) \(group.looselyNamed)") {
        throw InventoryError.malformed(
          TableFault(
            .duplicateMember, line: row.line,
            ["code": member, "group": group, "first": "\(first)"]),
          "Line \(row.line): commune \(member) is in group \"\(group)\" on line \(first) already.")
      }
      if let place = places[group.looselyNamed] {
        groups[place].members.append((member, row.line))
      } else {
        places[group.looselyNamed] = groups.count
        groups.append(Group(name: group, members: [(member, row.line)]))
      }
      guard groups.count <= Self.maximumGroups else {
        throw InventoryError.malformed(
          TableFault(.tooManyGroups, line: row.line, ["groups": "\(Self.maximumGroups)"]),
          "The table has more than \(Self.maximumGroups) groups: use fewer.")
      }
    }
    self.groups = groups
  }

  private static func columns(_ header: [String]) throws -> (code: Int, group: Int) {
    for name in header where name != "code" && name != "group" {
      throw InventoryError.malformed(
        TableFault(.unknownColumn, line: 1, column: name),
        "Line 1: there is no column \"\(name.prefix(40))\"; the table has code and group.")
    }
    guard let code = header.firstIndex(of: "code") else {
      throw InventoryError.malformed(
        TableFault(.noCode, line: 1), "Line 1 has no column \"code\": it names code and group.")
    }
    guard let group = header.firstIndex(of: "group") else {
      throw InventoryError.malformed(
        TableFault(.noGroup, line: 1), "Line 1 has no column \"group\": it names code and group.")
    }
    return (code, group)
  }

  private static func name(_ text: String, line: Int) throws -> String {
    guard !text.isEmpty, text.cleaned(maximumName) == text else {
      throw InventoryError.malformed(
        TableFault(.badGroup, line: line, ["written": text]),
        "Line \(line): a group's name has 1 to \(maximumName) characters on one line.")
    }
    return text.precomposedStringWithCanonicalMapping
  }

  /// - Throws: ``InventoryError`` with `registerMalformed` for a code that is not in the register.
  func requireCommunes(_ database: Database) throws {
    let known = Set(try String.fetchAll(database, sql: "SELECT code FROM commune"))
    for group in groups {
      for member in group.members where !known.contains(member.code) {
        throw InventoryError.malformed(
          TableFault(
            .unknownCommune, line: member.line, ["code": member.code, "group": group.name]),
          "Line \(member.line): commune \(member.code) (group \"\(group.name)\") is not in the register: correct the code or remove the line."
        )
      }
    }
  }
}
