import Foundation
import GRDB
import InventoryFixtures
import Testing

@testable import InventoryStore

/// Letters around a backup and its restore: none is sent twice, none is lost.
struct RestoredLettersTests {
  private let start = TestInventory.start
  private let inventory: TestInventory
  private let user: User
  private var path: String { inventory.path }
  private var backup: String { inventory.folder.appending(path: "backup.sqlite").path }

  init() async throws {
    inventory = try TestInventory()
    user = try await inventory.store.people.invite(
      "lan", role: .officer, scope: .country, now: start
    ).user
    try await inventory.store.letters.set(
      LetterSettings(email: "lan@example.vn", period: .weekly), of: "lan", now: start)
  }

  private func file(_ subject: String, at now: Date) async throws {
    let letters = inventory.store.letters
    let content = LetterContent(subject: subject, plain: "b", html: "c")
    let window = try await letters.window(.weekly, now: now)
    #expect(try await letters.file([(.user(user), content)], of: window, now: now) == 1)
  }

  /// Restores the backup over a copy of the present file.
  private func restored(mayBeNew: Bool = false) async throws -> InventoryStore {
    let place = inventory.folder.appending(path: "centre.sqlite").path
    if !mayBeNew { _ = try await inventory.store.upkeep.backUp(to: place) }
    _ = try Restoration(of: backup, to: place, mayBeNew: mayBeNew).run(now: start)
    return try InventoryStore(path: place, role: .serving, policy: inventory.policy, now: start)
  }

  @Test func outcomesSinceBackupAreKept() async throws {
    let letters = inventory.store.letters
    let week = start.addingTimeInterval(7 * 86_400)
    try await file("first", at: start)
    _ = try await inventory.store.upkeep.backUp(to: backup)
    let number = try #require(try await letters.due(.mail, now: start).first)
    _ = try #require(try await letters.begin(number, now: start))
    try await letters.end(number, .sent, now: start)
    try await file("second", at: week)

    let store = try await restored()
    #expect(try await store.letters.status().counts == [.sent: 1, .waiting: 1])
    let due = try await store.letters.due(.mail, early: true, now: week)
    let next = try #require(due.first)
    #expect(due.count == 1)
    #expect(try await store.letters.begin(next, now: week)?.content.subject == "second")
    // The week has its letters.
    let content = LetterContent(subject: "again", plain: "b", html: "c")
    let window = try await store.letters.window(.weekly, now: week)
    #expect(try await store.letters.file([(.user(user), content)], of: window, now: week) == 0)
  }

  /// On a new computer nobody knows what was sent since.
  @Test func unknownOutcomesAreDoubtful() async throws {
    try await file("first", at: start)
    _ = try await inventory.store.upkeep.backUp(to: backup)
    let store = try await restored(mayBeNew: true)
    #expect(try await store.letters.status().counts == [.doubtful: 1])
    #expect(try await store.letters.due(.mail, early: true, now: start).isEmpty)
  }
}
