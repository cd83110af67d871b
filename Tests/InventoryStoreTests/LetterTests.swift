import Foundation
import GRDB
import Prioritization
import Reporting
import Testing

@testable import InventoryStore

/// The content of letters and the period it covers.
struct LetterTests {
  private let start = TestInventory.start

  private func officer(in inventory: TestInventory) async throws -> User {
    try await inventory.store.people.invite(
      "lan", role: .officer, scope: .country, now: start
    ).user
  }

  /// Periods follow each other without a gap, even if some were missed.
  @Test func windowsAreContiguous() async throws {
    let inventory = try TestInventory()
    let letters = inventory.store.letters
    // 2026-11-18 is a Wednesday.
    let first = try await letters.window(.weekly, now: start)
    #expect(first.day == "2026-11-16" && start.timeIntervalSince(first.since) == 7 * 86_400)
    #expect(try await letters.window(.daily, now: start).day == "2026-11-18")
    #expect(try await letters.file([], of: first, now: start) == 0)
    // Later in the same week: the same window.
    let later = start.addingTimeInterval(2 * 86_400)
    #expect(try await letters.window(.weekly, now: later) == first)
    // Three weeks later: everything missed. A year later: one month of it.
    let weeks = start.addingTimeInterval(21 * 86_400)
    #expect(try await letters.window(.weekly, now: weeks).since == first.until)
    let year = start.addingTimeInterval(365 * 86_400)
    #expect(
      year.timeIntervalSince(try await letters.window(.weekly, now: year).since) == 31 * 86_400)
    // A period written by a clock that ran ahead is ignored.
    let ahead = try await letters.window(.daily, now: year)
    _ = try await letters.file([], of: ahead, now: year)
    #expect(
      start.timeIntervalSince(try await letters.window(.daily, now: start).since) == 86_400)
  }

  @Test func settingsAreValidatedAndLogged() async throws {
    let inventory = try TestInventory()
    let letters = inventory.store.letters
    _ = try await inventory.store.people.invite(
      "lan", role: .officer, scope: .country, now: start)
    #expect(try await letters.reader("lan").settings == LetterSettings())
    for address in [
      "a", "a@b", "a b@c.vn", "a@b.vn\nBcc: c@d.vn", "a@b.vn\r", "a@b.vn,c@d.vn", "<a@b.vn>",
      "a@b.vn;c@d.vn", "á@b.vn", "\"a\"@b.vn", String(repeating: "a", count: 65) + "@b.vn",
      "a@" + String(repeating: "b", count: 250) + ".vn",
    ] {
      await #expect(throws: InventoryError.self, "\(address)") {
        try await letters.set(
          LetterSettings(email: address, period: .daily), of: "lan", now: start)
      }
    }
    let wish = LetterSettings(email: "lan@example.gov.vn", language: .en, period: .daily)
    for _ in 1...2 { try await letters.set(wish, of: "lan", now: start) }
    #expect(try await letters.reader("lan").settings == wish)
    let log = try await inventory.store.pool.read { database in
      try String.fetchAll(
        database, sql: "SELECT details FROM audit WHERE action = 'user.lettersChanged'")
    }
    #expect(log == [#"{"changed":"address, language, period","period":"daily"}"#])
    try await inventory.store.people.remove("lan", now: start)
    _ = try await inventory.store.people.invite("lan", role: .planner, scope: .country, now: start)
    let again = try await letters.reader("lan").settings
    #expect(again.email == nil && again.period == nil)
  }

  /// If one user's letter cannot be filed, none is.
  @Test func lettersAreFiledAllOrNone() async throws {
    let inventory = try TestInventory()
    let letters = inventory.store.letters
    let user = try await officer(in: inventory)
    let window = try await letters.window(.weekly, now: start)
    let good = LetterContent(subject: "a", plain: "b", html: "c")
    let bad = LetterContent(subject: "a\nBcc: b", plain: "b", html: "c")
    await #expect(throws: (any Error).self) {
      try await letters.file(
        [(.user(user), good), (.webhook(name: "chat", .country), bad)], of: window, now: start)
    }
    #expect(try await letters.status().counts.isEmpty)
    #expect(try await letters.window(.weekly, now: start.addingTimeInterval(60)).until != start)
    #expect(try await letters.file([(.user(user), good)], of: window, now: start) == 1)
  }

  /// A letter in the middle of being sent is doubtful after a crash, and is not due.
  @Test func interruptedLetterBecomesDoubtful() async throws {
    let inventory = try TestInventory()
    let letters = inventory.store.letters
    let user = try await officer(in: inventory)
    try await letters.set(
      LetterSettings(email: "lan@example.vn", period: .weekly), of: "lan", now: start)
    let content = LetterContent(subject: "a", plain: "b", html: "c")
    _ = try await letters.file(
      [(.user(user), content)], of: try await letters.window(.weekly, now: start), now: start)
    let number = try #require(try await letters.due(.mail, now: start).first)
    let letter = try #require(try await letters.begin(number, now: start))
    #expect(letter.content == content)
    #expect(try await letters.begin(number, now: start) == nil)
    #expect(try await letters.due(.mail, early: true, now: start).isEmpty)
    let lock = try LetterLock(beside: inventory.path)
    #expect(throws: InventoryError.self) { try LetterLock(beside: inventory.path) }
    #expect(try await letters.recover(now: start) == 1)
    #expect(try await letters.status().unsent.map(\.state) == [.doubtful])
    #expect(try await letters.due(.mail, early: true, now: start).isEmpty)
    try await letters.retry(number, now: start)
    let again = try #require(try await letters.begin(number, now: start))
    #expect(again.identity == letter.identity)
    try await letters.end(number, .sent, now: start)
    try await letters.forget(now: start)
    let texts = try await inventory.store.pool.read {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM letter_text")
    }
    #expect(texts == 0)
    withExtendedLifetime(lock) {}
  }

  @Test func expiringRightsAndEndingSystemsAreListed() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    let machine = try await inventory.enrol()
    let end = start.addingTimeInterval(10 * 86_400)
    let accounts: Outcome<AccountFacts> = .observed(
      AccountFacts(accounts: [
        .init(
          service: "digital-signature", status: .active, evidence: .certificate,
          expiresAt: end.formatted(.iso8601), checkedAt: start.formatted(.iso8601)),
        .init(
          service: "official-mail", status: .active, evidence: .probed,
          checkedAt: start.formatted(.iso8601)),
      ]))
    _ = try await store.reports.file(
      try inventory.report(
        machine, sequence: 1, hardware: TestInventory.computer(), accounts: accounts))
    func expiring(_ days: Double, _ scope: Scope = .country) async throws -> [ExpiringRight] {
      try await store.letters.expiringRights(
        since: start, until: start.addingTimeInterval(days * 86_400), policy: inventory.policy,
        within: scope, now: start)
    }
    #expect(try await expiring(7).isEmpty)
    #expect(
      try await expiring(30) == [
        ExpiringRight(
          commune: "21250", service: "digital-signature", expiresAt: end, isCertificate: true)
      ])
    #expect(try await expiring(30, .province("01")).isEmpty)
    let systems = try await store.letters.endingSystems(
      policy: inventory.policy, within: .province("51"), now: start)
    #expect(Set(systems.map(\.commune)) == ["21250"])
    #expect(systems.allSatisfy { $0.cliff.system.hasPrefix("Debian") })
    #expect(systems.allSatisfy { $0.cliff.computers.high == 1 })
  }

  /// A delivery that no report shows is listed after thirty days.
  @Test func unconfirmedPurchasesAreListedAfterThirtyDays() async throws {
    let inventory = try TestInventory()
    let letters = inventory.store.letters
    #expect(try await letters.unconfirmedPurchases(within: .country, now: start).isEmpty)
    let programme = try await TestProgramme(
      inventory, items: ["computer": (4, 15_000_000)], adopted: start)
    let delivered = start.addingTimeInterval(2 * 86_400)
    let day = VietnamDay.text(delivered)
    try await programme.deliver("computer", 3, day: day, now: delivered)
    let soon = delivered.addingTimeInterval(20 * 86_400)
    #expect(try await letters.unconfirmedPurchases(within: .country, now: soon).isEmpty)
    let late = delivered.addingTimeInterval(40 * 86_400)
    let found = try await letters.unconfirmedPurchases(within: .province("51"), now: late)
    #expect(found.map(\.count) == [3] && found.map(\.commune) == [TestProgramme.commune])
    #expect(found.first.map { VietnamDay.text($0.deliveredAt) } == day)
    #expect(found.first.map { $0.item.vi != "computer" } == true)
    #expect(try await letters.unconfirmedPurchases(within: .province("01"), now: late).isEmpty)
    #expect(try await letters.unconfirmedPurchases(within: .commune("00004"), now: late).isEmpty)
  }
}
