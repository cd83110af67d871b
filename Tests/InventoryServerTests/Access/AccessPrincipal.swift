import Foundation
import InventoryStore
import Testing

@testable import InventoryServer

/// A kind of visitor: one column of the access table.
struct AccessPrincipal: Sendable {
  enum Kind: Sendable {
    case nobody
    case user(UserRole, Scope)
    case program
  }

  let name: String
  let kind: Kind

  /// Whether the centre runs as a demonstration.
  var isDemonstration: Bool { name == "demo" }

  static let all: [AccessPrincipal] = [
    .init(name: "nobody", kind: .nobody), .init(name: "demo", kind: .nobody),
    .init(name: "planner", kind: .user(.planner, .country)),
    .init(name: "officer", kind: .user(.officer, .country)),
    .init(name: "admin", kind: .user(.administrator, .country)),
    .init(name: "p51", kind: .user(.officer, .province("51"))),
    .init(name: "p01", kind: .user(.officer, .province("01"))),
    .init(name: "c21250", kind: .user(.officer, .commune("21250"))),
    .init(name: "c00004", kind: .user(.officer, .commune("00004"))),
    .init(name: "program", kind: .program),
  ]

  /// A session that has just begun; nil if the principal is not a user.
  func session(_ centre: TestCentre) async throws -> String? {
    guard case .user = kind else { return nil }
    return try await centre.session(of: name)
  }
}

extension TestCentre {
  static let password = "mật khẩu để thử"

  /// The users of the table, each with ``password``.
  func addPrincipals() async throws {
    for principal in AccessPrincipal.all {
      guard case .user(let role, let scope) = principal.kind else { continue }
      _ = try await addUser(principal.name, role, scope)
    }
  }

  func addUser(_ name: String, _ role: UserRole, _ scope: Scope) async throws -> User {
    let (_, secret) = try await store.people.invite(name, role: role, scope: scope, now: Date())
    return try await store.people.accept(
      secret, name: nil, password: PasswordHash(of: Self.password, cost: 10).text, now: Date())
  }

  /// Signs a user in, without the page.
  func session(of name: String, now: Date = Date()) async throws -> String {
    let known = try #require(try await store.sessions.credentials(of: name, from: "127.0.0.1"))
    return try #require(
      try await store.sessions.signIn(
        known.user, password: known.password, from: "127.0.0.1", now: now, limits: .init()))
  }

  func user(_ name: String) async throws -> User {
    try #require(try await store.people.list().first { $0.name == name })
  }
}
