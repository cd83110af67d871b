import Delivery
import Foundation
import InventoryStore
import Presentation
import Testing

/// `/plan` and `/policy` on a real server in demonstration mode.
struct PlanPageTests {
  /// Sets up a province in which one commune, with a hostile name, is known well enough for
  /// purchases.
  private func fileKnownCommune(_ centre: TestCentre) async throws {
    let agent = try await centre.enrol()
    _ = try await centre.send(try agent.report())
    _ = try await centre.store.register.importTable(
      Data("code,name,officials\n21250,\"<script>alert('x')</script>&\",4\n".utf8),
      simulated: true, now: Date())
  }

  @Test(arguments: Language.allCases)
  func pagesAreCompleteAndEscaped(_ language: Language) async throws {
    try await TestCentre.run { centre in
      try await fileKnownCommune(centre)
      for path in [
        "/plan?", "/plan?budget=2000000000&", "/plan?budget=900000000&province=51&cap=none&",
        "/plan?budget=0&", "/plan?budget=x&quota=x&floor=x&cap=x&visit=x&", "/plan/saved?",
        "/policy?", "/policy/what-if?", "/policy/what-if?w.line=9&province=51&",
        "/policy/what-if?w.line=x&", "/policy/pairs?", "/policy/pairs?p.0.1=9&p.0.2=-9&p.1.2=9&",
      ] {
        let reply = try await centre.get("\(path)language=\(language.rawValue)")
        #expect(reply.status == 200, "\(path)")
        #expect(reply.text.contains("<html lang=\"\(language.rawValue)\">"))
        #expect(!reply.text.contains("<script>"), "\(path)")
        #expect(!reply.text.contains("style="), "\(path)")
        // a key without a text would appear as the key itself
        let bareKey = reply.text.firstMatch(
          of:
            /(planPage|savedPlans|policyPage|whatIf|pairs|measure|money|plan|policy|column)\.[a-z][A-Za-z.]+[^A-Za-z.=]/
        )
        #expect(bareKey == nil, "\(path) \(bareKey?.output.0 ?? "")")
        #expect(reply.text.firstMatch(of: /\{[a-z][A-Za-z]*\}/) == nil, "\(path)")
      }
    }
  }

  @Test func invalidInputIsRedisplayed() async throws {
    try await TestCentre.run { centre in
      let text = try await centre.get("/plan?budget=%3Cb%3E5e10&language=en").text
      #expect(
        text.contains(#"value="&lt;b&gt;5e10""#) && text.contains("is not an amount of money"))
      #expect(!text.contains("<b>5e10"))
    }
  }

  @Test func planFilesMatchShownPlan() async throws {
    try await TestCentre.run { centre in
      try await fileKnownCommune(centre)
      let page = try await centre.get("/plan?budget=100+tri%E1%BB%87u&province=51&language=en").text
      #expect(page.contains("100,000,000 đ") && page.contains("&lt;script&gt;"))
      #expect(page.contains("simulated"))
      let files = page.matches(of: /href="(\/plan\/file[^"]+)"/).map {
        String($0.output.1).replacing("&amp;", with: "&")
      }
      #expect(files.count == 2)
      for file in files {
        let reply = try await centre.get(file)
        #expect(reply.status == 200)
        #expect(reply.fields["content-disposition"]?.contains("plan-51.") == true)
      }
      // the files are those of the plan that was shown
      let moment = page.firstMatch(of: /made=([0-9]+)/)?.output.1
      try await fileKnownCommune(centre)
      let again = try await centre.get(
        "/plan?budget=100+tri%E1%BB%87u&province=51&language=en&made=\(moment ?? "")"
      ).text
      #expect(moment != nil && again.firstMatch(of: /made=([0-9]+)/)?.output.1 == moment)
    }
  }

  /// The list of communes that get nothing contains none that gets something, all lists together
  /// contain every commune, and no plan closes more than everything.
  @Test func fundedCommunesAreNotListedAsUnfunded() async throws {
    try await TestCentre.run { centre in
      try await fileKnownCommune(centre)
      for budget in [20, 60, 300] {
        let page = try await centre.get(
          "/plan?budget=\(budget)+tri%E1%BB%87u&province=51&language=en"
        ).text
        func codes(_ section: String) throws -> Set<String> {
          let list = try #require(
            page.split(separator: "<h2 id=\"\(section)\">").dropFirst().first?
              .split(separator: "<h2 ").first)
          return Set(list.matches(of: /\/communes\/([0-9]{5})/).map { String($0.output.1) })
        }
        let funded = try codes("communes").union(codes("visits"))
        let unfunded = try codes("refused")
        #expect(!funded.isEmpty && unfunded.isDisjoint(with: funded))
        #expect(unfunded.count + funded.count == 96)
        #expect(try codes("partly").isSubset(of: funded))
        let share = page.firstMatch(of: /data-fact="closed">[^<]*\(([0-9.]+)%\)/)
          .flatMap { Double($0.output.1) }
        #expect(try #require(share) <= 100)
      }
    }
  }

  @Test func whatIfIsExportedAsCSV() async throws {
    try await TestCentre.run { centre in
      try await fileKnownCommune(centre)
      let reply = try await centre.get("/policy/what-if/file?w.line=9&province=51&language=en")
      #expect(reply.fields["content-type"] == "text/csv; charset=utf-8")
      #expect(reply.text.split(separator: "\r\n").count == 97)
    }
  }

  @Test func malformedAddressesAreHandled() async throws {
    try await TestCentre.run { centre in
      try await centre.expect([
        ("/plan?budget=1&province=99", 404), ("/plan?budget=1&province=%27--", 404),
        ("/plan/file", 400), ("/plan/file?budget=x", 400),
        ("/plan/file?budget=1000000&format=pdf", 400), ("/plan/saved/1", 404),
        ("/plan/saved/x", 404), ("/plan/saved/99999999999999999999", 404),
        ("/plan/saved/1/file", 404), ("/plan/saved?page=-5", 200),
        ("/plan/saved?page=9223372036854775807", 200), ("/plan/compare", 400),
        ("/plan/compare?a=1&b=1", 400), ("/plan/compare?a=1&b=2", 404),
        ("/policy/what-if?w.line=1&province=99", 404), ("/policy/what-if/file", 400),
        ("/plan?budget=1&communes=99999999&refused=-1&visits=x", 200),
        ("/policy/pairs?p.0.1=x", 200),
      ]) { $0.text.hasPrefix("<!DOCTYPE html>") }
    }
  }
}
