import Delivery
import Foundation
import InventoryFixtures
import InventoryStore
import Presentation
import Testing

@testable import InventoryServer

/// `asOf`: pages as of a past day, pages without one, and comparisons.
struct PastPageTests {
  private typealias Routes = ThirdPartyRouteTests

  /// A computer reports on the first day and is silent for forty; the register knows officials.
  private func afterFortyDays(
    _ test: @escaping @Sendable (TestCentre, _ firstDay: String) async throws -> Void
  ) async throws {
    let clock = TestClock()
    try await TestCentre.run(now: { clock.now }) { centre in
      _ = try await centre.store.register.importTable(
        Data("code,officials\n21250,4\n21244,4\n".utf8), now: clock.now)
      let token = try await centre.token()
      #expect(
        try await Routes.post(
          centre, try Routes.exchange("windows11-all-in-one.json"), token: token
        ).status == 200)
      let day = VietnamDay.text(clock.now)
      clock.advance(toDay: 40)
      try await test(centre, day)
    }
  }

  @Test func rankingOfPastDayIsShown() async throws {
    try await afterFortyDays { centre, day in
      let now = try await centre.get("/ranking?province=51&language=en&search=21250").text
      #expect(now.contains("class=\"state silent\"") && !now.contains("rebuilt from history"))
      let past = try await centre.get("/ranking?province=51&language=en&search=21250&asOf=\(day)")
        .text
      #expect(past.contains("class=\"state fresh\"") && past.contains("rebuilt from history"))
      #expect(past.contains("/communes/21250?asOf=\(day)"))
      #expect(past.contains("name=\"asOf\" value=\"\(day)\""))
      let commune = try await centre.get("/communes/21250?language=en&asOf=\(day)").text
      #expect(commune.contains("class=\"state fresh\"") && commune.contains("standing of that day"))
      #expect(!commune.contains("id=\"machines\""))
      for format in ["csv", "json"] {
        let file = try await centre.get(
          "/api/v1/ranking?province=51&language=en&format=\(format)&asOf=\(day)")
        #expect(file.status == 200)
        #expect(file.text.contains(format == "csv" ? "fresh" : "\"reporting\":\"fresh\""))
      }
      #expect(try await centre.get("/map?province=51&asOf=\(day)").status == 200)
    }
  }

  @Test(arguments: [
    ("/ranking?asOf=2999-01-01", 400), ("/ranking?asOf=2026-02-30", 400), ("/ranking?asOf=x", 400),
    ("/ranking?asOf=%27%3B--", 400), ("/map?asOf=x", 400), ("/communes/21250?asOf=x", 400),
    ("/compare?first=21250&firstAsOf=x", 400), ("/compare?first=21250", 200),
    ("/compare?first=99999&second=21250", 404), ("/compare?first=%3Cb%3E&second=21250", 404),
    ("/api/v1/ranking?asOf=2999-01-01", 400), ("/api/v1/communes/21250?asOf=2026-01-01", 400),
    ("/api/v1/compare", 400), ("/api/v1/compare?first=21250", 400),
    ("/compare?first=21250&second=21250", 400), ("/ranking?asOf=2001-01-01", 200),
    ("/compare", 200),
  ])
  func invalidDatesAndComparisonsAreHandled(_ path: String, _ status: Int) async throws {
    try await TestCentre.run { centre in
      let reply = try await centre.get(path)
      #expect(reply.status == status, "\(reply.text)")
      #expect(!reply.text.contains("<b>2") && !reply.text.contains("Expectation"))
      if status == 400, !path.hasPrefix("/api"), path.contains("sOf=") {
        #expect(reply.text.contains("Ngày không hợp lệ"))
      }
    }
  }

  /// A page without a past says so instead of presenting today as another day.
  @Test(arguments: ["/coverage", "/plan", "/policy", "/communes/21250/history"])
  func pagesWithoutHistorySaySo(_ path: String) async throws {
    try await TestCentre.run { centre in
      let page = try await centre.get("\(path)?language=en&asOf=2026-01-01").text
      #expect(page.contains("This page always shows the present"))
      #expect(!(try await centre.get("\(path)?language=en").text.contains("always shows")))
    }
  }

  /// A day whose reports retention has deleted: the history of measures is used, and page and file
  /// say so.
  @Test func deletedDayIsShownFromMeasureHistory() async throws {
    let clock = TestClock()
    try await TestCentre.run(now: { clock.now }) { centre in
      let token = try await centre.token()
      let exchange = try Routes.exchange("windows11-all-in-one.json")
      let before = VietnamDay.text(clock.now)
      #expect(try await Routes.post(centre, exchange, token: token).status == 200)
      clock.advance(toDay: 40)
      let grown = Data(
        String(decoding: exchange, as: UTF8.self).replacing("8192", with: "16384").utf8)
      #expect(try await Routes.post(centre, grown, token: token).status == 200)
      clock.advance(toDay: 200)
      let after = VietnamDay.text(clock.now.addingTimeInterval(-50 * 86_400))
      func notice(_ day: String) async throws -> String {
        try await centre.get("/communes/21250?language=en&asOf=\(day)").text
      }
      #expect(try await notice(before).contains("rebuilt from history"))
      _ = try await centre.store.upkeep.retain(RetentionSettings(), now: clock.now)
      let recorded = try await notice(before)
      #expect(recorded.contains("from the history of measures"))
      #expect(!recorded.contains("rebuilt from history"))
      #expect(try await notice(after).contains("rebuilt from history"))
      let policy = try #require(EmptyInventory.policy)
      let ranking = try await DocumentSource(store: centre.store, policy: policy)
        .ranking(
          province: "51", within: .country,
          asOf: clock.now.addingTimeInterval(-190 * 86_400), now: clock.now)
      #expect(ranking.provenance.isPast && ranking.provenance.isRecorded)
      #expect(ranking.provenance.asked == nil)
    }
  }

  /// Of old months only the beginnings are kept: whoever asks for the last day of one is shown the
  /// first moment of the next, and page, file and comparison name it.
  @Test func nearestBeginningOfMonthIsNamed() async throws {
    let clock = TestClock()
    try await TestCentre.run(now: { clock.now }) { centre in
      let token = try await centre.token()
      let exchange = try Routes.exchange("windows11-all-in-one.json")
      // Values that held at no beginning of a month.
      for (place, memory) in ["8192", "2048", "16384", "2048", "8192"].enumerated() {
        clock.advance(toDay: Double(place))
        let body = String(decoding: exchange, as: UTF8.self).replacing("8192", with: memory)
        #expect(try await Routes.post(centre, Data(body.utf8), token: token).status == 200)
        // As the serving process does each minute.
        try await centre.store.upkeep.keepTime(now: clock.now.addingTimeInterval(60), leap: 0)
      }
      clock.advance(toDay: 400)
      var retention = RetentionSettings()
      retention.measureHistoryMonths = 2
      _ = try await centre.store.upkeep.retain(retention, now: clock.now)
      // The last day of the month of these reports.
      let day = clock.now.addingTimeInterval(-398 * 86_400)
      let month = VietnamDay.text(day).prefix(7)
      let last = try #require(
        (28...31).reversed().map { "\(month)-\($0)" }.first { VietnamDay.end($0) != nil })
      let shown = try #require(VietnamDay.end(last))
      let text = PeopleFormat(.en).dateTime(shown)
      for path in ["/ranking?province=51&", "/communes/21250?", "/map?"] {
        let page = try await centre.get("\(path)language=en&asOf=\(last)").text
        #expect(page.contains("Asked for was"), "\(path)")
        #expect(page.contains(text), "\(path)")
      }
      struct Answer: Decodable { var asOf: Date }
      struct Compared: Decodable { var first: Answer }
      let decoder = JSONDecoder()
      decoder.dateDecodingStrategy = .iso8601
      let ranking = try await centre.get("/api/v1/ranking?province=51&asOf=\(last)")
      #expect(try decoder.decode(Answer.self, from: ranking.body).asOf == shown)
      let compared = try await centre.get("/api/v1/compare?first=21250&firstAsOf=\(last)")
      #expect(try decoder.decode(Compared.self, from: compared.body).first.asOf == shown)
    }
  }

  @Test func communesAreComparedByCriterion() async throws {
    try await afterFortyDays { centre, day in
      struct Compared: Decodable {
        struct Side: Decodable {
          struct Commune: Decodable { var code: String, points: Double }
          var commune: Commune
        }
        struct Row: Decodable { var points, fromGap, fromEmphasis: Double, cause: String? }
        var first, second: Side
        var difference: Double
        var criteria: [Row]
      }
      func compared(_ query: String) async throws -> Compared {
        try JSONDecoder().decode(
          Compared.self, from: try await centre.get("/api/v1/compare?\(query)").body)
      }
      let two = try await compared(
        "first=21250&firstAsOf=\(day)&second=21244&secondAsOf=\(day)")
      #expect(two.first.commune.code == "21250" && two.second.commune.code == "21244")
      let one = try await compared("first=21250&firstAsOf=\(day)")
      #expect(one.second.commune.code == "21250")
      #expect(one.criteria.contains { $0.cause == "lessCertain" })
      for both in [two, one] {
        #expect(both.difference == both.second.commune.points - both.first.commune.points)
        #expect(abs(both.criteria.reduce(0) { $0 + $1.points } - both.difference) < 1e-9)
        #expect(
          both.criteria.allSatisfy { abs($0.fromGap + $0.fromEmphasis - $0.points) < 1e-9 })
      }
      #expect(two.criteria.allSatisfy { $0.cause == nil })

      let page = try await centre.get(
        "/compare?first=21250&firstAsOf=\(day)&language=en"
      ).text
      #expect(page.contains("less certain") && page.contains("/communes/21250?asOf=\(day)"))
      let other = try await centre.get("/compare?first=21250&second=21244&language=en").text
      #expect(other.contains("Xã Trà Giang") && other.contains("equal"))
    }
  }
}
