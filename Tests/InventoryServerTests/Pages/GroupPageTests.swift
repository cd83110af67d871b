import Delivery
import Foundation
import InventoryFixtures
import InventoryStore
import Presentation
import Prioritization
import Testing

@testable import InventoryServer

struct GroupPageTests {
  @Test func groupFiltersCoverageMachinesAndPlans() async throws {
    try await TestCentre.run(access: .signIn) { centre in
      _ = try await centre.addUser("admin", .administrator, .country)
      _ = try await centre.addUser("p01", .planner, .province("01"))
      let session = try await centre.session(of: "admin")
      _ = try await centre.store.groups.file(
        GroupTable(Data("code,group\n21250,Huyện <A>\n21244,Huyện <A>\n".utf8)), now: Date())
      let number = try #require(
        try await centre.store.groups.list(within: .country).first?.number)
      let page = try await centre.ask(
        "GET", "/coverage?group=\(number)&language=en", session: session)
      #expect(page.status == 200 && page.text.contains("/communes/21250"))
      #expect(page.text.contains("<b>2</b> communes"), "the counts are the group's")
      #expect(page.text.contains("Huyện &lt;A&gt;") && !page.text.contains("Huyện <A>"))
      let table = try await centre.ask(
        "GET", "/coverage.csv?group=\(number)", session: session)
      #expect(table.text.split(separator: "\r\n").count == 3)
      for path in [
        "/coverage/machines?group=\(number)", "/coverage/machines.csv?group=\(number)",
        "/plan?budget=1000000000&group=\(number)", "/plan/file?budget=1000000000&group=\(number)",
        "/administration/groups",
      ] {
        #expect(try await centre.ask("GET", path, session: session).status == 200, "\(path)")
      }
      // To a user of another province the group does not exist, like an unknown one.
      let other = try await centre.session(of: "p01")
      for path in ["/coverage", "/coverage.csv", "/coverage/machines", "/coverage/machines.csv"] {
        for group in ["\(number)", "999", "x", "1%27"] {
          let reply = try await centre.ask("GET", "\(path)?group=\(group)", session: other)
          #expect(reply.status == 404, "\(path) \(group)")
          // The commands of the terminal are no help to readers of pages.
          #expect(!reply.text.contains("communes groups list"), "\(path) \(group)")
        }
        let plain = try await centre.ask("GET", path, session: other)
        #expect(plain.status == 200 && !plain.text.contains("Huyện"))
      }
      #expect(
        try await centre.ask(
          "GET", "/plan?budget=1000000000&group=\(number)", session: other
        ).status == 404)
    }
  }

  @Test func groupFiltersAndSubtotalsRanking() async throws {
    try await TestCentre.run(access: .signIn) { centre in
      _ = try await centre.addUser("p51", .planner, .province("51"))
      let session = try await centre.session(of: "p51")
      _ = try await centre.store.groups.file(
        GroupTable(Data("code,group\n21250,Huyện A\n21244,Huyện A\n00004,Huyện A\n".utf8)),
        now: Date())
      let number = try #require(
        try await centre.store.groups.list(within: .country).first?.number)
      let whole = try await centre.ask("GET", "/ranking?language=en", session: session)
      #expect(whole.text.contains("Subtotals by group") && whole.text.contains("?group=\(number)"))
      let page = try await centre.ask(
        "GET", "/ranking?group=\(number)&queue=all&language=en", session: session)
      #expect(page.status == 200 && page.text.contains("Group: Huyện A"))
      #expect(page.text.contains("/communes/21250") && page.text.contains("/communes/21244"))
      #expect(!page.text.contains("/communes/00004") && !page.text.contains("/communes/21205"))
      let table = try await centre.ask(
        "GET", "/api/v1/ranking?format=csv&group=\(number)", session: session)
      #expect(table.text.split(separator: "\r\n").count == 3)
      for group in ["999", "x", "%27"] {
        for path in ["/ranking", "/api/v1/ranking"] {
          let reply = try await centre.ask("GET", "\(path)?group=\(group)", session: session)
          #expect(reply.status == 404, "\(path)")
        }
      }
    }
  }

  @Test func groupPlanCoversOnlyItsCommunes() async throws {
    try await TestCentre.run { centre in
      _ = try await centre.store.register.importTable(
        Data(
          "code,officials,dossiersPerMonth\n21250,20,100\n21244,20,100\n21205,20,100\n".utf8),
        now: Date())
      _ = try await centre.store.groups.file(
        GroupTable(Data("code,group\n21244,A\n".utf8)), now: Date())
      let source = DocumentSource(
        store: centre.store, policy: try #require(EmptyInventory.policy))
      let plan = try await source.plan(
        province: "51", group: "A", within: .country, budget: .joint(10_000_000_000),
        now: Date())
      #expect(plan.places.keys.sorted() == ["21244"])
      await #expect(throws: InventoryError.self) {
        _ = try await source.plan(
          province: "51", group: "B", within: .country, budget: .joint(10_000_000_000),
          now: Date())
      }
    }
  }

  /// A country planner's plan for a group in one province keeps it when saved, repeated and
  /// adopted.
  @Test func savedPlanKeepsItsGroup() async throws {
    try await TestCentre.run(access: .signIn) { centre in
      _ = try await centre.store.register.importTable(
        Data("code,officials,dossiersPerMonth\n21250,20,100\n21244,20,100\n".utf8), now: Date())
      _ = try await centre.store.groups.file(
        GroupTable(Data("code,group\n21244,Huyện A\n".utf8)), now: Date())
      let group = try #require(
        try await centre.store.groups.list(within: .country).first?.number)
      _ = try await centre.addUser("plan", .planner, .country)
      let session = try await centre.session(of: "plan")
      let saved = try await centre.ask(
        "POST", "/plan/saved", "budget=1000000000&group=\(group)&name=Nhom", session: session,
        formToken: FormToken.make(session: session))
      #expect(saved.status == 303)
      let page = try await centre.ask("GET", "/plan/saved/1", session: session)
      #expect(page.text.contains("group=\(group)"))
      let (plan, _, bytes) = try await centre.store.plans.plan(1, within: .country)
      #expect(plan.area == .province("51"))
      let document = try PlanArchive.decode(bytes)
      #expect(document.group == "Huyện A" && document.places.keys.sorted() == ["21244"])
      let table = PlanTable.render(
        document, .vi, messages: try Messages.embedded())
      #expect(
        table.split(separator: "\n").first?.hasSuffix("– Huyện A") == true, "\(table.prefix(200))")
      let number = try await ProgrammeSource(store: centre.store).adopt(
        plan: 1, as: "Năm 2026", within: .province("51"), now: Date())
      let list = try await centre.store.programmes.list(within: .province("51"))
      #expect(list.map(\.number) == [number] && list.map(\.area) == [.province("51")])
    }
  }

  /// Ranks in a group are those among all communes, and the title says which those are.
  @Test func groupOfTheCountryIsNotTitledByItsProvince() async throws {
    try await TestCentre.run { centre in
      let source = DocumentSource(
        store: centre.store, policy: try #require(EmptyInventory.policy))
      let messages = try Messages.embedded()
      func title(_ province: String?) async throws -> String {
        var document = try await source.ranking(
          province: province, within: .country, asOf: nil, now: Date())
        document.show(only: ["21250", "21244"], of: "Huyện A")
        #expect(document.entries.map(\.ranked.standing.code).sorted() == ["21244", "21250"])
        return RankingTable.render(document, .vi, messages: messages)
          .split(separator: "\n").first.map(String.init) ?? ""
      }
      let (country, province) = (try await title(nil), try await title("51"))
      #expect(country.hasSuffix(" – Huyện A") && !country.contains("Quảng Ngãi"), "\(country)")
      #expect(province.hasSuffix(" – Tỉnh Quảng Ngãi – Huyện A"), "\(province)")
    }
  }
}
