import Delivery
import Foundation
import InventoryServer
import InventoryStore
import Presentation
import Testing

struct CoveragePageTests {
  @Test(arguments: Language.allCases)
  func pageIsCompleteAndEscaped(_ language: Language) async throws {
    try await TestCentre.run { centre in
      try await centre.fileHostileCommune()
      for path in ["/coverage?", "/coverage?province=51&", "/coverage?q=script&"] {
        let reply = try await centre.get("\(path)language=\(language.rawValue)")
        #expect(reply.status == 200 && !reply.text.contains("<script>alert"), "\(path)")
        #expect(!reply.text.contains("style="))
        let bareKey = reply.text.firstMatch(of: /(coverage|filter|page|time|value)\.[a-z]/)
        #expect(bareKey == nil || bareKey?.output.0 == "coverage.c", "\(path)")
      }
      let list = try await centre.get("/coverage?province=51&state=complete")
      #expect(list.text.contains("&lt;script&gt;alert("))
      #expect(list.text.contains("1 / 1 / 4"))
    }
  }

  /// "mang but" finds Măng Bút, with a plus for the space as forms send it.
  @Test(arguments: ["q=mang+but", "q=M%C4%83ng%20B%C3%BAt", "q=23365", "province=51&q=mang"])
  func searchIgnoresDiacritics(_ query: String) async throws {
    try await TestCentre.run { centre in
      let commune = try #require(
        try await centre.store.register.communes(province: "51", within: .country).first {
          $0.name.hasSuffix("Măng Bút")
        })
      let wanted = query.replacing("23365", with: commune.code)
      let reply = try await centre.get("/coverage?\(wanted)")
      #expect(reply.status == 200 && reply.text.contains("/communes/\(commune.code)"))
    }
  }

  @Test func coverageIsExportedAsCSV() async throws {
    try await TestCentre.run { centre in
      _ = try await centre.store.register.importTable(
        Data("code,name\n21250,\"=cmd()\"\n".utf8), now: Date())
      let reply = try await centre.get("/coverage.csv?province=51&language=en")
      #expect(reply.status == 200 && reply.fields["content-type"] == "text/csv; charset=utf-8")
      #expect(reply.body.starts(with: [0xEF, 0xBB, 0xBF]))
      let lines = reply.text.split(separator: "\r\n")
      #expect(lines.count == 97)
      #expect(lines.contains { $0.contains(#","'=cmd()","#) })
      #expect(try await centre.get("/coverage.csv").text.split(separator: "\r\n").count == 3_322)
      let provinces = try await centre.get("/coverage.csv?by=province")
      #expect(provinces.text.split(separator: "\r\n").count == 35)
    }
  }

  /// The file names the same next steps as the page.
  @Test(arguments: [(0.1, "Wait for the first report"), (3, "Call the commune")])
  func csvSaysTheSameStepsAsThePage(_ days: Double, _ step: String) async throws {
    let clock = TestClock()
    try await TestCentre.run(now: { clock.now }) { centre in
      _ = try await centre.enrol()
      clock.advance(toDay: days)
      for path in ["/coverage", "/coverage.csv"] {
        let reply = try await centre.get("\(path)?province=51&language=en&state=neverReported")
        #expect(reply.text.contains(step), "\(path)")
      }
    }
  }

  /// The whole country is listed without any machine reporting, a hundred communes a page.
  @Test func countryIsPaginated() async throws {
    try await TestCentre.run { centre in
      let country = try await centre.get("/coverage?language=en")
      #expect(country.text.components(separatedBy: "/coverage?province=").count > 34)
      let first = try await centre.get("/coverage?state=neverEnrolled")
      #expect(first.text.contains("page=2") && first.body.count < 200 << 10)
      try await centre.expect([("/coverage?state=neverEnrolled&page=999", 200)]) {
        $0.text.contains("page=33")
      }
    }
  }

  @Test func malformedQueryParametersAreHandled() async throws {
    try await TestCentre.run { centre in
      try await centre.expect([
        ("/coverage?state=healthy", 400), ("/coverage?look=x", 400), ("/coverage?province=99", 404),
        ("/coverage.csv?state=%3Cscript%3E", 400), ("/coverage?page=-5", 200),
        ("/coverage?q=%00%F0%9F%98%80", 200), ("/coverage?state=&look=&q=&province=", 200),
      ]) { !$0.text.contains("<script>") }
    }
  }

  /// One report, then silence: the coverage page shows it day by day.
  @Test func silenceIsShownDayByDay() async throws {
    let clock = TestClock()
    try await TestCentre.run(now: { clock.now }) { centre in
      let agent = try await centre.enrol()
      _ = try await centre.send(try agent.report())
      for (days, state) in [(1.5, "complete"), (5.5, "ageing"), (20.5, "silent")] {
        clock.advance(toDay: days)
        let reply = try await centre.get("/coverage?province=51&state=\(state)&language=en")
        #expect(reply.text.contains("/communes/21250"), "\(days)")
      }
      let reply = try await centre.get("/coverage?province=51&language=en")
      #expect(reply.text.contains("silent for 20 days"))
    }
  }
}
