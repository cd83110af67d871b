public import Foundation
import GRDB

/// How often a user wants letters.
public enum LetterPeriod: String, Sendable, CaseIterable, Codable {
  case daily, weekly
}

/// The language in which a user wants letters.
public enum LetterLanguage: String, Sendable, CaseIterable, Codable {
  case vi, en
}

/// A user's settings for letters.
public struct LetterSettings: Sendable, Equatable {
  /// One address, checked by ``checkedAddress(_:)``; nil if unknown.
  public var email: String?
  public var language: LetterLanguage
  /// nil for a user who wants none.
  public var period: LetterPeriod?

  public init(email: String? = nil, language: LetterLanguage = .vi, period: LetterPeriod? = nil) {
    (self.email, self.language, self.period) = (email, language, period)
  }

  /// - Parameter text: nil or blank means no address.
  /// - Returns: one address of at most 254 ASCII characters, without line breaks or spaces.
  /// - Throws: ``InventoryError`` with `argumentMalformed`.
  public static func checkedAddress(_ text: String?) throws -> String? {
    guard let details = try? ContactDetails(name: nil, phone: nil, email: text) else {
      throw InventoryError(
        .argumentMalformed,
        "The e-mail address must be one address on one line, such as lan@example.gov.vn.")
    }
    return details.email
  }
}

/// A user with their settings for letters.
public struct LetterReader: Sendable, Equatable {
  public var user: User
  public var settings: LetterSettings
}

extension LetterSettings {
  /// The columns that ``init(row:)`` reads, of the table `user` as `u`.
  static let columns = "u.email, u.letterLanguage, u.letterPeriod"

  init(row: Row) {
    // Another program may have changed the file: an invalid address counts as none.
    email = (row["email"] as String?).flatMap { try? Self.checkedAddress($0) }
    language = LetterLanguage(rawValue: row["letterLanguage"]) ?? .vi
    period = LetterPeriod(rawValue: row["letterPeriod"])
  }
}

extension InventoryStore.Letters {
  /// A user's settings.
  ///
  /// - Throws: ``InventoryError`` with `userUnknown`.
  public func reader(_ name: String) async throws -> LetterReader {
    try await store.pool.read { database in
      let user = try User.named(name, database)
      return LetterReader(user: user, settings: try Self.settings(of: user.number, database))
    }
  }

  /// All users with their settings, by name.
  public func readers() async throws -> [LetterReader] {
    try await store.pool.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT \(User.columns), \(LetterSettings.columns)
          FROM user u WHERE u.removedAt IS NULL ORDER BY u.name
          """
      ).map { LetterReader(user: try User(row: $0), settings: LetterSettings(row: $0)) }
    }
  }

  /// Changes a user's settings. The audit log names what was changed, not the address.
  ///
  /// - Throws: ``InventoryError`` with `userUnknown`, or with `argumentMalformed` for a bad address
  ///   or for letters without one.
  public func set(
    _ settings: LetterSettings, of name: String, by actor: Actor = .systemUser(), now: Date
  ) async throws {
    let email = try LetterSettings.checkedAddress(settings.email)
    guard email != nil || settings.period == nil else {
      throw InventoryError(
        .argumentMalformed, "Letters need an e-mail address: give one, or choose no letters.")
    }
    try await store.write { group in
      let database = group.database
      let user = try User.named(name, database)
      let before = try Self.settings(of: user.number, database)
      let changed: [String] =
        (before.email != email ? ["address"] : [])
        + (before.language != settings.language ? ["language"] : [])
        + (before.period != settings.period ? ["period"] : [])
      guard !changed.isEmpty else { return }
      try database.execute(
        sql: "UPDATE user SET email = ?, letterLanguage = ?, letterPeriod = ? WHERE number = ?",
        arguments: [
          email, settings.language.rawValue, settings.period?.rawValue ?? "none", user.number,
        ])
      try AuditLog.append(
        .lettersChanged, "user \(user.name)",
        [
          .changed: .init(changed.joined(separator: ", ")),
          .period: .init(settings.period?.rawValue ?? "none"),
        ], by: actor, at: now, database)
    }
  }

  private static func settings(of user: Int64, _ database: Database) throws -> LetterSettings {
    let row = try Row.fetchOne(
      database, sql: "SELECT \(LetterSettings.columns) FROM user u WHERE u.number = ?",
      arguments: [user])
    return row.map(LetterSettings.init) ?? LetterSettings()
  }
}
