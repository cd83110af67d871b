import Foundation
import GRDB

/// Decisions about users: removals, narrower rights, new passwords and addresses for letters.
extension CarriedDecisions {
  func carryUsers() throws {
    guard try haveBoth("user", "removedAt") else { return }
    let passwords = Set(try subjects(of: [.userAdded, .userInvited, .passwordSet]))
    let letters = Set(try subjects(of: [.lettersChanged]))
    let changed = try subjects(of: [.userChanged, .userRemoved])
    for subject in passwords.union(letters).union(changed).sorted() where subject.hasPrefix("user ")
    {
      guard let latest = try user(of: subject, present),
        let known = try user(of: subject, restored),
        known.isActive
      else { continue }
      guard latest.isActive else {
        try remove(known, latest.removedAt)
        continue
      }
      let isOutside = try carryRights(known, latest)
      if isOutside {
        try setPassword(nil, of: known)
        try User.named(known.name, restored)
          .revokeAPITokens(by: .centre, now: now, restored)
      } else if passwords.contains(subject) {
        try setPassword(latest.password, of: known)
      }
      if letters.contains(subject) { try carryLetters(known, latest) }
    }
  }

  /// Names of users who are active in the present file but not in the restored one.
  func missingUsers() throws -> [String] {
    guard try haveBoth("user", "removedAt") else { return [] }
    let active = "SELECT name FROM user WHERE removedAt IS NULL"
    return try String.fetchSet(present, sql: active)
      .subtracting(try String.fetchSet(restored, sql: active)).compactMap { $0.cleaned(64) }
      .sorted()
  }

  private struct KnownUser {
    let number: Int64
    let name: String
    let role: UserRole
    let scope: Scope
    let password: String?
    let removedAt: Int64?

    var isActive: Bool { removedAt == nil }
  }

  /// - Parameter subject: as in the audit log, `user NAME`.
  private func user(of subject: String, _ database: Database) throws -> KnownUser? {
    try Row.fetchOne(
      database, sql: "SELECT * FROM user WHERE name = ?",
      arguments: [String(subject.dropFirst("user ".count))]
    ).map { row in
      KnownUser(
        number: row["number"], name: row["name"],
        // A role of a later version counts as the one with the fewest rights.
        role: UserRole(rawValue: row["role"]) ?? .planner, scope: Scope(of: row),
        password: row["password"], removedAt: row["removedAt"])
    }
  }

  private func remove(_ user: KnownUser, _ at: Int64?) throws {
    try User.named(user.name, restored).revokeAPITokens(by: .centre, now: now, restored)
    try restored.execute(
      sql: "UPDATE user SET removedAt = ?, password = NULL WHERE number = ?",
      arguments: [at, user.number])
    if try haveBoth("user", "email", "letterPeriod") {
      try restored.execute(
        sql: "UPDATE user SET email = NULL, letterPeriod = 'none' WHERE number = ?",
        arguments: [user.number])
    }
    try forget(user, in: ["user_address", "user_browser"])
    try log(.userRemoved, "user \(user.name)")
  }

  /// Leaves the user what both files grant.
  ///
  /// - Returns: whether the two areas have nothing in common. The user then gets the latest one,
  ///   and must be invited to it again.
  private func carryRights(_ user: KnownUser, _ latest: KnownUser) throws -> Bool {
    // Roles are declared from the fewest rights to the most.
    let role = UserRole.allCases.first { [user.role, latest.role].contains($0) } ?? .planner
    let common = try common(user.scope, latest.scope)
    var scope = common ?? latest.scope
    if try !isInRegister(scope) { scope = user.scope }
    guard role != user.role || scope != user.scope else { return common == nil }
    let (province, commune): (String?, String?) =
      switch scope {
      case .country: (nil, nil)
      case .province(let code): (code, nil)
      case .commune(let code): (nil, code)
      }
    try restored.execute(
      sql: "UPDATE user SET role = ?, province = ?, commune = ? WHERE number = ?",
      arguments: [role, province, commune, user.number])
    try log(
      .userChanged, "user \(user.name)",
      [
        .role: .init(role.rawValue), .place: .init(scope.code),
        .formerRole: .init(user.role.rawValue), .formerPlace: .init(user.scope.code),
      ])
    return common == nil
  }

  /// The area in both; nil if there is none, or the restored register does not know it.
  private func common(_ one: Scope, _ other: Scope) throws -> Scope? {
    let common: Scope? =
      switch (one, other) {
      case (.country, let part), (let part, .country): part
      case (.province(let province), .commune(let commune)),
        (.commune(let commune), .province(let province)):
        try self.province(of: commune) == province ? .commune(commune) : nil
      default: one == other ? one : nil
      }
    guard let common, try isInRegister(common) else { return nil }
    return common
  }

  private func isInRegister(_ scope: Scope) throws -> Bool {
    switch scope {
    case .country: true
    case .province(let code):
      try Bool.fetchOne(
        restored, sql: "SELECT EXISTS (SELECT 1 FROM province WHERE code = ?)", arguments: [code])
        ?? false
    case .commune(let code): try province(of: code) != nil
    }
  }

  private func province(of commune: String) throws -> String? {
    try String.fetchOne(
      restored, sql: "SELECT province FROM commune WHERE code = ?", arguments: [commune])
  }

  private func setPassword(_ password: String?, of user: KnownUser) throws {
    guard password != user.password else { return }
    try restored.execute(
      sql: "UPDATE user SET password = ? WHERE number = ?", arguments: [password, user.number])
    try forget(user, in: ["user_browser"])
    try log(password == nil ? .userInvited : .passwordSet, "user \(user.name)")
  }

  private func carryLetters(_ user: KnownUser, _ latest: KnownUser) throws {
    guard try haveBoth("user", "email", "letterLanguage", "letterPeriod"),
      let row = try Row.fetchOne(
        present, sql: "SELECT email, letterLanguage, letterPeriod FROM user WHERE number = ?",
        arguments: [latest.number])
    else { return }
    let (email, period) = (row["email"] as String?, row["letterPeriod"] as String)
    try restored.execute(
      sql: """
        UPDATE user SET email = :email, letterLanguage = :language, letterPeriod = :period
        WHERE number = :number AND (email IS NOT :email OR letterPeriod <> :period)
        """,
      arguments: [
        "email": email, "language": row["letterLanguage"] as String, "period": period,
        "number": user.number,
      ])
    guard restored.changesCount == 1 else { return }
    try log(.lettersChanged, "user \(user.name)", [.period: .init(period)])
  }

  private func forget(_ user: KnownUser, in tables: [String]) throws {
    for table in tables where try restored.tableExists(table) {
      try restored.execute(
        sql: "DELETE FROM \(table) WHERE user = ?", arguments: [user.number])
    }
  }
}
