import Foundation
import GRDB
import InventoryFixtures
import LetterDelivery
import Testing

@testable import InventoryStore

/// A real inventory with users who want letters.
final class LetterWorkbench: TemporaryInventory {
  func add(
    _ name: String, _ email: String?, language: LetterLanguage = .vi, scope: Scope = .province("51")
  ) async throws -> User {
    let user = try await store.people.invite(name, role: .officer, scope: scope, now: Self.start)
      .user
    try await store.letters.set(
      LetterSettings(email: email, language: language, period: email == nil ? nil : .weekly),
      of: name, now: Self.start)
    return user
  }

  /// Adds the given number of users who want letters, in one transaction.
  func addMany(_ count: Int) async throws -> [User] {
    try await store.write { group in
      for number in 1...count {
        try group.database.execute(
          sql: """
            INSERT INTO user (name, role, createdAt, email, letterPeriod)
            VALUES ('u' || ?1, 'planner', 0, 'u' || ?1 || '@example.vn', 'weekly')
            """, arguments: [number])
      }
    }
    return try await store.letters.readers().map(\.user)
  }

  static let content = LetterContent(
    subject: "Bản tin tuần: Tỉnh Quảng Ngãi", plain: "Xã Nghĩa Giang mất liên lạc.\n",
    html: "<p>Xã Nghĩa Giang mất liên lạc.</p>\n")

  @discardableResult
  func file(_ users: User..., at now: Date = start) async throws -> Int {
    try await file(users, at: now)
  }

  func file(_ users: [User], at now: Date = start) async throws -> Int {
    try await store.letters.file(
      users.map { (.user($0), Self.content) },
      of: try await store.letters.window(.weekly, now: now), now: now)
  }

  func send(
    _ destinations: LetterDestinations, early: Bool = false, at now: Date = start
  ) async throws -> LetterSender.Tally {
    try await LetterSender(store: store, destinations: destinations, now: { now }).run(early: early)
  }

  func states() async throws -> [LetterStatus.State: Int] {
    try await store.letters.status().counts
  }
}

/// Settings for a server without a password.
func plainDestinations(_ port: Int, ca: String? = nil, timeoutSeconds: Int = 2) throws
  -> LetterDestinations
{
  try LetterDestinations(
    toml: """
      [mail]
      server = "smtp://127.0.0.1:\(port)"
      from = "kiemke@example.vn"
      timeoutSeconds = \(timeoutSeconds)
      \(ca.map { "ca = \"\($0)\"" } ?? "")
      """, path: "mail.toml", secret: SecretFile.read)
}
