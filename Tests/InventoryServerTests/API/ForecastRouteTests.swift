import Delivery
import Foundation
import InventoryServer
import InventoryStore
import Presentation
import Testing

/// `/forecast` and `GET /api/v1/forecast` on a real server.
struct ForecastRouteTests {
  private struct Forecast: Decodable {
    struct Range: Decodable, Equatable { var low, high: Int }
    struct Figures: Decodable {
      var computers, byAge, bySystem, lines, cost: Range?
    }
    struct Due: Decodable {
      var today: Figures
      var before: Figures?
      var years: [Figures]
      var through: Figures
    }
    struct Place: Decodable {
      var code: String
      var province: String?
      var simulated: Bool?
      var due: Due
    }
    struct Plan: Decodable {
      var year, budget, spent, left: Int
    }
    struct Unknown: Decodable { var computers, lines: Int }
    var years: [Int]
    var budgetPerYear: Int?
    var unknown: Unknown
    var total: Due
    var provinces, communes: [Place]
    var plans: [Plan]?
  }

  private var nextYear: Int {
    Calendar(identifier: .gregorian).component(.year, from: Date().addingTimeInterval(7 * 3600)) + 1
  }

  private func forecast(_ reply: IncomingReply) throws -> Forecast {
    try JSONDecoder().decode(Forecast.self, from: reply.body)
  }

  @Test func forecastIsServedToPrograms() async throws {
    try await TestCentre.run { centre in
      let agent = try await centre.enrol()
      _ = try await centre.send(try agent.report())
      let found: Forecast = try await centre.document("/api/v1/forecast?province=51")
      #expect(found.years.count == 5 && found.plans == nil && found.budgetPerYear == nil)
      #expect(found.communes.count == 96 && found.provinces.map(\.code) == ["51"])
      // Something is known of one computer and nothing of line contracts, which does not mean that
      // there are none.
      #expect(found.unknown.computers == 95 && found.unknown.lines == 96)
      #expect(found.total.through.lines == nil && found.total.through.computers != nil)
      #expect(found.communes.count { $0.due.through.computers != nil } == 1)
      let planned: Forecast = try await centre.document(
        "/api/v1/forecast?province=51&years=3&from=\(nextYear)&budgetPerYear=50000000")
      #expect(planned.years == [nextYear, nextYear + 1, nextYear + 2])
      let plans = try #require(planned.plans)
      #expect(plans.map(\.year) == planned.years)
      for plan in plans { #expect(plan.spent + plan.left == 50_000_000 && plan.left >= 0) }
      // The first year may be this one: then nothing lies before it.
      let soon: Forecast = try await centre.document(
        "/api/v1/forecast?province=51&from=\(nextYear - 1)&years=1")
      #expect(soon.total.before == nil && soon.total.years.count == 1)
      for (format, type, start) in [
        ("csv", "text/csv; charset=utf-8", "\u{FEFF}"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK"),
      ] {
        let file = try await centre.get("/api/v1/forecast?province=51&format=\(format)&language=en")
        #expect(file.status == 200 && file.fields["content-type"] == type)
        #expect(
          file.fields["content-disposition"] == "attachment; filename=\"forecast-51.\(format)\"")
        #expect(file.body.starts(with: Data(start.utf8)))
      }
    }
  }

  @Test func invalidRequestsAreRejected() async throws {
    struct Problem: Decodable { var code, detail: String }
    try await TestCentre.run { centre in
      for (query, status, code) in [
        ("years=0", 400, "argumentMalformed"), ("years=51", 400, "argumentMalformed"),
        ("years=-1", 400, "argumentMalformed"), ("years=x", 400, "argumentMalformed"),
        ("years=99999999999999999999", 400, "argumentMalformed"),
        ("from=\(nextYear - 2)", 400, "argumentMalformed"),
        ("from=\(nextYear + 50)", 400, "argumentMalformed"),
        ("budgetPerYear=0", 400, "argumentMalformed"),
        ("budgetPerYear=1000000000000000", 400, "argumentMalformed"),
        ("budgetPerYear=1.5", 400, "argumentMalformed"),
        ("format=pdf", 400, "argumentMalformed"), ("language=fr", 400, "argumentMalformed"),
        ("asOf=2026-01-01", 400, "argumentMalformed"),
        ("province=99", 404, "provinceUnknown"), ("group=nope", 404, "groupUnknown"),
      ] {
        let reply = try await centre.get("/api/v1/forecast?\(query)")
        #expect(reply.status == status, "\(query)")
        #expect(reply.fields["content-type"] == "application/problem+json", "\(query)")
        let problem = try JSONDecoder().decode(Problem.self, from: reply.body)
        #expect(problem.code == code && !problem.detail.isEmpty, "\(query)")
      }
    }
  }

  /// A province's officer sees only that province, whatever the address asks for.
  @Test func forecastIsLimitedToScope() async throws {
    try await TestCentre.run(access: .signIn) { centre in
      try await centre.addPrincipals()
      for (name, count, province) in [("p51", 96, "51"), ("c21250", 1, "51")] {
        let session = try await centre.session(of: name)
        let reply = try await centre.ask(
          "GET", "/api/v1/forecast", "", session: session, program: nil, formToken: nil)
        let found = try forecast(reply)
        #expect(found.communes.count == count)
        #expect(found.communes.allSatisfy { $0.province == province })
        let page = try await centre.ask(
          "GET", "/forecast?language=en", "", session: session, program: nil, formToken: nil)
        #expect(page.status == 200 && page.text.contains("Quảng Ngãi"))
        #expect(!page.text.contains("name=\"province\""))
        let other = try await centre.ask(
          "GET", "/forecast?province=01", "", session: session, program: nil, formToken: nil)
        #expect(other.status == 404)
      }
    }
  }

  @Test(arguments: Language.allCases)
  func pagesAreCompleteAndEscaped(_ language: Language) async throws {
    try await TestCentre.run { centre in
      let agent = try await centre.enrol()
      _ = try await centre.send(try agent.report())
      for path in [
        "/forecast?", "/forecast?province=51&", "/forecast?province=51&budget=2000000000&",
        "/forecast?years=50&from=\(nextYear - 1)&province=51&", "/forecast?paper=1&",
        "/forecast?years=0&from=x&budget=x&", "/forecast?budget=0&",
        "/forecast?budget=1000000000000000&",
      ] {
        let reply = try await centre.get("\(path)language=\(language.rawValue)")
        #expect(reply.status == 200, "\(path)")
        #expect(!reply.text.contains("<script>") && !reply.text.contains("style="), "\(path)")
        let bareKey = reply.text.firstMatch(
          of: /(forecast|forecastPage|planPage|money|plan|column)\.[a-z][A-Za-z.]+[^A-Za-z.=]/)
        #expect(bareKey == nil, "\(path) \(bareKey?.output.0 ?? "")")
        #expect(reply.text.firstMatch(of: /\{[a-z][A-Za-z]*\}/) == nil, "\(path)")
      }
      let wrong = try await centre.get("/forecast?years=51&budget=%3Cb%3E&language=en").text
      #expect(
        wrong.contains("is not a number of years") && wrong.contains("not an amount of money"))
      #expect(!wrong.contains("<b>\"") && !wrong.contains("id=\"by-year\""))
    }
  }

  @Test func pageLinksToItsFiles() async throws {
    try await TestCentre.run { centre in
      let page = try await centre.get("/forecast?province=51&budget=1+t%E1%BB%B7&language=en").text
      let files = page.matches(of: /href="(\/forecast\/file[^"]+)"/).map {
        $0.1.replacing("&amp;", with: "&")
      }
      #expect(files.count == 2)
      for file in files {
        let reply = try await centre.get(String(file))
        #expect(reply.status == 200 && !reply.body.isEmpty)
      }
      #expect(try await centre.get("/forecast/file?years=0").status == 400)
    }
  }
}
