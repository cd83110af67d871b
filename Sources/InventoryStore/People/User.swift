public import Foundation
public import GRDB

/// A person who signs in.
public struct User: Sendable, Equatable {
  public var number: Int64
  public var name: String
  public var role: UserRole
  public var scope: Scope
  /// The name of the province or commune; nil for the country.
  public var scopeName: String?
  public var createdAt: Date
  /// Whether the user has chosen a password.
  public var hasPassword: Bool

  public var actor: Actor { Actor(name) }

  /// Whether this user's attestations need no confirmation, because they are not about the user's
  /// own commune.
  public var speaksForTheProvince: Bool { scope.isMoreThanACommune }
}

/// A user's role.
public enum UserRole: String, Sendable, CaseIterable, Codable, DatabaseValueConvertible {
  /// Reads rankings and plans.
  case planner
  /// Additionally decides who may report: tokens, quarantined machines, attestations.
  case officer
  /// Additionally decides who may sign in, and reads the audit log.
  case administrator

  public func allows(_ right: Right) -> Bool {
    switch right {
    case .read, .own: true
    case .manage: self != .planner
    case .administer: self == .administrator
    }
  }
}

/// The right that an action requires.
public enum Right: String, Sendable, CaseIterable {
  case read
  /// To one's own password, sessions and programs; every signed-in user has it.
  case own
  case manage, administer
}

extension User: FetchableRecord {
  /// The columns that ``init(row:)`` reads, from the table `user` as `u`.
  static let columns = """
    u.number, u.name, u.role, u.province, u.commune, u.createdAt AS userCreatedAt,
    u.password IS NOT NULL AS hasPassword,
    coalesce((SELECT name FROM province p WHERE p.code = u.province),
      (SELECT name FROM commune c WHERE c.code = u.commune)) AS scopeName
    """

  public init(row: Row) throws {
    number = row["number"]
    name = row["name"]
    role = try row.state("role", of: "user")
    scope = Scope(of: row)
    scopeName = row["scopeName"]
    createdAt = row.date("userCreatedAt")
    hasPassword = row["hasPassword"]
  }
}

extension User {
  /// - Throws: ``InventoryError`` with `userUnknown`.
  static func named(_ name: String, _ database: Database) throws -> User {
    let user = try User.fetchOne(
      database,
      sql: "SELECT \(columns) FROM user u WHERE u.name = ? AND u.removedAt IS NULL",
      arguments: [name])
    guard let user else {
      throw InventoryError(
        .userUnknown, "There is no user \(name.cleaned(64) ?? "-"): check the name.",
        typed: "There is no user \(name.cleaned(64) ?? "-"): run user list.")
    }
    return user
  }

  /// The centre's own name in the audit log, which no user may have.
  private static let reservedNames: Set<String> = [Actor.centre.name]

  /// Letters and digits, with `.`, `_`, `-` and `@` after the first: easy to type and to log.
  ///
  /// - Returns: the name in Unicode's composed form.
  /// - Throws: ``InventoryError`` with `argumentMalformed`.
  static func checkedName(_ text: String) throws -> String {
    let name = text.precomposedStringWithCanonicalMapping
    let marks: Set<Character> = [".", "_", "-", "@"]
    guard 1...64 ~= name.count, name.utf8.count <= 200,
      name.allSatisfy({ $0.isLetter || $0.isNumber || marks.contains($0) }),
      name.first.map({ !marks.contains($0) }) == true,
      !reservedNames.contains(name.lowercased())
    else {
      throw InventoryError(
        .argumentMalformed,
        "A user name has 1 to 64 letters and digits; . _ - @ are allowed in between; \"centre\" is reserved."
      )
    }
    return name
  }

  /// - Throws: ``InventoryError`` with `stateConflict` if this user is the only administrator who
  ///   can sign in.
  func requireAnotherAdministrator(_ database: Database) throws {
    guard role == .administrator else { return }
    let others = try Int.fetchOne(
      database,
      sql: """
        SELECT count(*) FROM user WHERE role = 'administrator' AND removedAt IS NULL
          AND password IS NOT NULL AND number <> ?
        """, arguments: [number])
    guard others ?? 0 > 0 else {
      throw InventoryError(
        .stateConflict,
        "\(name) is the last administrator who can sign in: add another one first.")
    }
  }

  /// Ends all access by the old password: sessions, links of the check, program tokens and
  /// recognized browsers.
  func endAccess(by actor: Actor, now: Date, _ database: Database) throws {
    for table in ["user_session", "user_browser"] {
      try database.execute(sql: "DELETE FROM \(table) WHERE user = ?", arguments: [number])
    }
    try endCheckLinks(database)
    try revokeAPITokens(by: actor, now: now, database)
  }

  /// Ends the links to the check that the user has made, opened or not: whoever opens one acts in
  /// the user's name.
  func endCheckLinks(_ database: Database) throws {
    try database.execute(sql: "DELETE FROM check_link WHERE madeBy = ?", arguments: [number])
  }

  /// Revokes every token of the user's programs.
  func revokeAPITokens(by actor: Actor, now: Date, _ database: Database) throws {
    let ids = try Int64.fetchAll(
      database,
      // Expired tokens as well: under a clock that is ahead they may only seem expired.
      sql: "SELECT id FROM program_token WHERE user = ? AND revokedAt IS NULL",
      arguments: [number])
    for id in ids {
      try database.execute(
        sql: "UPDATE program_token SET revokedAt = ? WHERE id = ?", arguments: [Instant(now), id])
      try AuditLog.append(
        .apiTokenRevoked, "program token \(id)", by: actor, at: now, database)
    }
  }
}
