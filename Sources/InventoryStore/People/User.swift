public import Foundation
import GRDB

/// A person who signs in.
public struct User: Sendable, Equatable {
  public var number: Int64
  public var name: String
  public var role: UserRole
  public var scope: Scope
  /// The name of the province or commune; nil for the country.
  public var scopeName: String?
  public var createdAt: Date
  /// Whether a password was chosen yet.
  public var hasPassword: Bool

  public var actor: Actor { Actor(name) }

  static let columns = """
    u.number, u.name, u.role, u.province, u.commune, u.createdAt, u.password IS NOT NULL,
    coalesce((SELECT name FROM province p WHERE p.code = u.province),
      (SELECT name FROM commune c WHERE c.code = u.commune))
    """

  /// - Parameter row: of ``columns``, from `offset` on.
  init?(_ row: Row, offset: Int = 0) {
    guard let role = UserRole(rawValue: row[offset + 2]) else { return nil }
    number = row[offset]
    name = row[offset + 1]
    self.role = role
    scope =
      (row[offset + 3] as String?).map(Scope.province)
      ?? (row[offset + 4] as String?).map(Scope.commune) ?? .country
    createdAt = Date(microseconds: row[offset + 5])
    hasPassword = row[offset + 6]
    scopeName = row[offset + 7]
  }
}
