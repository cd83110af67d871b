import Delivery
import Foundation
import InventoryFixtures
import InventoryStore
import Prioritization
import Testing

@testable import InventoryServer

/// `/`: the start page, and redirects from the ranking that used to be there.
struct OverviewPageTests {
  @Test(arguments: [
    ("/?province=51", "/ranking?province=51"),
    ("/?queue=all&sort=-points&page=2", "/ranking?page=2&queue=all&sort=-points"),
    ("/?search=%22%3E%3Cimg&language=en", "/ranking?language=en&search=%22%3E%3Cimg"),
    ("/?asOf=2026-01-31", "/ranking?asOf=2026-01-31"),
  ])
  func oldLinksRedirectToRanking(_ old: String, _ new: String) async throws {
    try await TestCentre.run { centre in
      let reply = try await centre.get(old)
      #expect(reply.status == 308 && reply.fields["location"] == new)
    }
  }

  @Test func everyFigureLinksToItsList() async throws {
    try await TestCentre.run { centre in
      let page = try await centre.get("/?language=en")
      #expect(page.status == 200 && page.text.contains("<h1>Overview</h1>"))
      let links = page.text.matches(of: /<tr><th scope="row"><a href="([^"]+)">/)
        .map { String($0.1).replacing("&amp;", with: "&") }
      let criteria = try #require(EmptyInventory.policy).criteria.filter { $0.weight > 0 }
      #expect(links.count == 4 + 5 + criteria.count)
      for link in links {
        #expect(try await centre.get(link).status == 200, "\(link)")
      }
      #expect(try await centre.get("/ranking?below=nothing").status == 400)
      #expect(try await centre.get("/api/v1/ranking?below=nothing").status == 400)
    }
  }

  /// A commune without any computer must not look like one that reports.
  @Test func communesWithoutComputersAreCounted() async throws {
    try await TestCentre.run { centre in
      let page = try await centre.get("/?language=en").text
      let row = try #require(
        page.firstMatch(of: /No computer enrolled<\/a><\/th><td class="number"><b>([0-9,]+)</))
      #expect(row.1 == "3,321")
    }
  }

  /// A machine reports and falls silent as months pass.
  @Test func trendsAppearOnceHistoryExists() async throws {
    let clock = TestClock()
    try await TestCentre.run(now: { clock.now }) { centre in
      let agent = try await centre.enrol()
      #expect(try await centre.send(agent.report()).status == 200)
      let first = try await centre.get("/?language=en").text
      #expect(first.contains("There are not yet 30 days"))
      #expect(!first.contains("<svg class=\"trend\""), "one point makes no line")

      clock.advance(toDay: 64)
      try await centre.store.upkeep.keepTime(now: clock.now, leap: 0)
      let later = try await centre.get("/?language=en").text
      #expect(later.contains("<svg class=\"trend\""))
      // The machine reported at the end of some month, and is silent now.
      let silent = later.matches(of: /aria-label="Silent(?: or never reported)?\. ([^"]+)"/).map {
        String($0.1)
      }
      #expect(silent.count == 2, "communes and computers")
      #expect(silent.allSatisfy { $0.hasSuffix(": 1") }, "\(silent)")
      #expect(silent.allSatisfy { $0.split(separator: ";").count >= 2 }, "\(silent)")
      #expect(!later.contains("There are not yet 30 days"))
      // No months before the first record.
      let month = try #require(OverviewHistory.monthEnds(before: clock.now).first)
      #expect(!later.contains(PeopleDay.text(month)))
    }
  }

  /// Otherwise a province would look better the fewer of its communes report.
  @Test func silenceLowersNoShareBelowStandard() async throws {
    let clock = TestClock()
    try await TestCentre.run(now: { clock.now }) { centre in
      let agent = try await centre.enrol()
      #expect(try await centre.send(agent.report()).status == 200)
      let reporting = try await shares(centre)
      #expect(reporting.contains { $0 == "100% 1/1" }, "\(reporting)")
      clock.advance(toDay: 64)
      try await centre.store.upkeep.keepTime(now: clock.now, leap: 0)
      let silent = try await shares(centre)
      #expect(silent != reporting)
      #expect(silent.allSatisfy { ["100% 1/1", "– 0/0"].contains($0) }, "\(silent)")
    }
  }

  private func shares(_ centre: TestCentre) async throws -> [String] {
    try await centre.get("/?language=en").text
      .matches(of: /<b>([^<]*)<\/b> <span class="soft">\(([^)]*)\)/).map { "\($0.1) \($0.2)" }
  }

  @Test(arguments: [
    ([true, true, false, nil], 2.0 / 3), ([nil, nil], nil), ([false], 0), ([true, nil, nil], 1),
    ([], nil),
  ])
  func shareBelowStandardIsOfKnownCommunes(_ communes: [Bool?], _ share: Double?) {
    var figures = OverviewFigures([CommuneFact](), criteria: 1)
    for isBelow in communes { figures.add(isRanked: true, reporting: .fresh, isBelow: [isBelow]) }
    #expect(figures.shareBelow(0) == share)
    #expect(figures.communes == communes.count)
  }

  @Test func overviewFollowsUsersScopeAndRole() async throws {
    try await TestCentre.run(access: .signIn) { centre in
      for (name, role) in [("planner", UserRole.planner), ("officer", .officer)] {
        _ = try await centre.addUser(name, role, .province("51"))
        let session = try await centre.session(of: name)
        let page = try await centre.ask("GET", "/?language=en", session: session).text
        #expect(page.contains("<h1>Overview – Tỉnh Quảng Ngãi</h1>"))
        #expect(page.contains("Waiting for you") == (role == .officer), "\(name)")
        let counts = page.matches(
          of: /<td class="number"><b>([0-9.,]+)<\/b><\/td><td class="trend">/
        )
        .prefix(2).compactMap { Int($0.1) }
        #expect(counts.reduce(0, +) == 96, "the communes of the province")
      }
    }
  }

  private enum PeopleDay {
    static func text(_ date: Date) -> String {
      VietnamDay.text(date).split(separator: "-").reversed().joined(separator: "/")
    }
  }

  @Test func communeOfficerIsRedirectedToCommunePage() async throws {
    try await TestCentre.run(access: .signIn) { centre in
      _ = try await centre.addUser("xa", .officer, .commune("21250"))
      let session = try await centre.session(of: "xa")
      let reply = try await centre.ask("GET", "/", session: session)
      #expect(reply.status == 303 && reply.fields["location"] == "/communes/21250")
    }
  }

  @Test(arguments: [
    ("2026-11-29T10:00:00Z", "2025-11-30", "2026-10-31"),
    // Already December in Vietnam.
    ("2026-11-30T17:30:00Z", "2025-12-31", "2026-11-30"),
    ("2024-03-01T00:00:00Z", "2023-03-31", "2024-02-29"),
  ])
  func monthsEndInVietnamTime(_ now: String, _ first: String, _ last: String) throws {
    let months = OverviewHistory.monthEnds(before: try Date(now, strategy: .iso8601))
    #expect(months.count == 12)
    #expect(months.first.map(VietnamDay.text) == first)
    #expect(months.last.map(VietnamDay.text) == last)
    #expect(months.allSatisfy { VietnamDay.text($0.addingTimeInterval(1)).hasSuffix("-01") })
  }
}
