public import Foundation
import GRDB

/// A group of communes, as a user sees it.
public struct CommuneGroup: DecodedRow, Sendable, Equatable, Encodable {
  /// Its number in the inventory.
  public var number: Int64
  public var name: String
  /// Number of its communes that the user may see.
  public var communes: Int
}

/// A group with those of its communes that a user may see, by code.
public struct GroupMembers: Sendable, Equatable {
  public var number: Int64
  public var name: String
  public var codes: Set<String>

  public init(number: Int64, name: String, codes: Set<String>) {
    (self.number, self.name, self.codes) = (number, name, codes)
  }
}

extension InventoryStore.Groups {
  /// Groups with a commune in the scope, by name.
  public func list(within scope: Scope) async throws -> [CommuneGroup] {
    let inScope = scope.condition("c")
    return try await store.rows(
      sql: """
        SELECT g.number, g.name, count(*) AS communes FROM \(Self.members)
        WHERE \(inScope.sql) GROUP BY g.number ORDER BY g.name, g.number
        """, arguments: StatementArguments(inScope.arguments))
  }

  /// SQL: groups `g` with their communes `c`.
  private static let members = """
    commune_group g JOIN commune_group_member m ON m.groupNumber = g.number
    JOIN commune c ON c.code = m.commune
    """

  /// Groups with a commune in the scope, by name, each with its communes in the scope.
  public func all(within scope: Scope) async throws -> [GroupMembers] {
    var groups: [GroupMembers] = []
    for row in try await rows("1", within: scope) {
      if groups.last?.number != row.number {
        groups.append(GroupMembers(number: row.number, name: row.name, codes: []))
      }
      groups[groups.count - 1].codes.insert(row.code)
    }
    return groups
  }

  /// Each commune of each group, of those that meet a condition, by the group's name and the
  /// commune's code.
  private func rows(
    _ condition: String, _ arguments: [String] = [], within scope: Scope
  ) async throws -> [(number: Int64, name: String, code: String)] {
    let inScope = scope.condition("c")
    return try await store.pool.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT g.number, g.name, c.code FROM \(Self.members)
          WHERE \(condition) AND \(inScope.sql) ORDER BY g.name, g.number, c.code
          """, arguments: StatementArguments(arguments + inScope.arguments)
      ).map { ($0["number"], $0["name"], $0["code"]) }
    }
  }

  /// The communes of a group that are in the scope, by code.
  public func members(
    of group: String, within scope: Scope
  ) async throws -> (group: CommuneGroup, codes: [String]) {
    let number = try await store.pool.read { try Self.number(of: group, orInDigits: true, $0) }
    let rows = try await rows(
      "CAST(g.number AS TEXT) = ?", [number.map { "\($0)" } ?? ""], within: scope)
    guard let first = rows.first else {
      throw InventoryError(
        .groupUnknown,
        "There is no group \"\(group.cleaned(40) ?? "")\": check its name or number.",
        typed: "There is no group \"\(group.cleaned(40) ?? "")\": run communes groups list.")
    }
    let found = CommuneGroup(number: first.number, name: first.name, communes: rows.count)
    return (found, rows.map(\.code))
  }

  /// Imports all groups of a table, or none: each group in the table gets the members that the
  /// table lists; other groups stay.
  ///
  /// - Returns: numbers of groups added and of groups whose members changed.
  /// - Throws: ``InventoryError`` with `registerMalformed`, naming the line and the code.
  public func file(
    _ table: GroupTable, by actor: Actor = .systemUser(), now: Date
  ) async throws -> (added: Int, changed: Int) {
    try await store.write { group in
      let database = group.database
      try table.requireCommunes(database)
      var (added, changed) = (0, 0)
      for wanted in table.groups {
        switch try Self.file(wanted, by: actor, now: now, database) {
        case .added: added += 1
        case .changed: changed += 1
        case .same: break
        }
      }
      try AuditLog.append(
        .groupsImported, "groups", [.added: .init(added), .changed: .init(changed)], by: actor,
        at: now, database)
      group.recordChange()
      return (added, changed)
    }
  }

  /// Removes a group; its communes stay.
  ///
  /// - Parameter group: its name, or its number in digits.
  /// - Throws: ``InventoryError`` with `groupUnknown`.
  public func remove(_ group: String, by actor: Actor = .systemUser(), now: Date) async throws {
    let found = try await members(of: group, within: .country).group
    try await store.write { group in
      let database = group.database
      for table in ["commune_group_member WHERE groupNumber", "commune_group WHERE number"] {
        try database.execute(sql: "DELETE FROM \(table) = ?", arguments: [found.number])
      }
      try AuditLog.append(
        .groupRemoved, "group \(found.name)", by: actor, at: now, database)
      group.recordChange()
    }
  }

  /// The number of the group with this name, exactly as written or else by `looselyNamed`.
  private static func number(
    of name: String, orInDigits: Bool = false, _ database: Database
  ) throws -> Int64? {
    let groups = try Row.fetchAll(
      database, sql: "SELECT number, name FROM commune_group ORDER BY number"
    ).map { row -> (number: Int64, name: String) in (row["number"], row["name"]) }
    let composed = name.precomposedStringWithCanonicalMapping
    let loose = name.looselyNamed
    let found =
      groups.first { $0.name == composed } ?? groups.first { $0.name.looselyNamed == loose }
      ?? (orInDigits ? groups.first { "\($0.number)" == name } : nil)
    return found?.number
  }

  private enum Outcome { case added, changed, same }

  private static func file(
    _ wanted: GroupTable.Group, by actor: Actor, now: Date, _ database: Database
  ) throws -> Outcome {
    let known = try number(of: wanted.name, database)
    let codes = Set(wanted.members.map(\.code))
    var number = known
    if let known {
      let before = try Set(
        String.fetchAll(
          database, sql: "SELECT commune FROM commune_group_member WHERE groupNumber = ?",
          arguments: [known]))
      if before == codes { return .same }
      try database.execute(
        sql: "DELETE FROM commune_group_member WHERE groupNumber = ?", arguments: [known])
      try database.execute(
        sql: "UPDATE commune_group SET changedBy = ?, changedAt = ? WHERE number = ?",
        arguments: [actor.name, Instant(now), known])
    } else {
      try database.execute(
        sql: "INSERT INTO commune_group (name, changedBy, changedAt) VALUES (?, ?, ?)",
        arguments: [wanted.name, actor.name, Instant(now)])
      number = database.lastInsertedRowID
    }
    for code in codes.sorted() {
      try database.cachedStatement(
        sql: "INSERT INTO commune_group_member (groupNumber, commune) VALUES (?, ?)"
      ).execute(arguments: [number, code])
    }
    return known == nil ? .added : .changed
  }
}
