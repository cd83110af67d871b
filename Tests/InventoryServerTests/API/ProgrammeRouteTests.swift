import Delivery
import Foundation
import InventoryFixtures
import InventoryStore
import Prioritization
import Reporting
import Testing

@testable import InventoryServer

/// `/api/v1/programmes`: programmes for programs, and deliveries that are recorded once.
struct ProgrammeRouteTests {
  private struct Shown: Decodable {
    struct Item: Decodable {
      var commune, item, state: String
      var ordered: Int
      var documents: [String]
    }
    var name: String
    var items: [Item]
  }

  /// Only whoever types commands is advised of one.
  @Test func adviceIsForThoseWhoAsk() async throws {
    try await TestCentre.run { centre in
      for (path, says) in [
        ("/api/v1/programmes/7", "There is no programme 7: check its number."),
        ("/api/v1/communes/99999", "Commune 99999 is not in the register: check its code."),
        (
          "/api/v1/forecast?group=none", "There is no group \\\"none\\\": check its name or number."
        ),
      ] {
        let reply = try await centre.get(path)
        #expect(reply.status == 404 && reply.text.contains(says), "\(reply.text)")
      }
      let page = try await centre.get("/programmes/7?language=vi")
      #expect(page.status == 404 && !page.text.contains("programme list"))
      let error = await #expect(throws: InventoryError.self) {
        try await centre.store.programmes.record(7, within: .country)
      }
      #expect(error?.commandMessage == "There is no programme 7: run programme list.")
    }
  }

  private func adopted(
    _ centre: TestCentre, budget: PlanBudget = .joint(6_000_000_000)
  ) async throws -> Int64 {
    let policy = try #require(EmptyInventory.policy)
    return try await ProgrammeSource(store: centre.store).adopt(
      budget: budget, policy: policy, policyDigest: nil, province: "51", group: nil,
      as: "Năm 2026", within: .country, now: Date())
  }

  private func order(_ document: String, item: String = LineItem.visit) -> String {
    """
    {"purchases":[{"kind":"order","commune":"21250","item":"\(item)","day":"2026-11-01",\
    "count":1,"document":"\(document)"}]}
    """
  }

  @Test func authorisedTokenRecordsPurchasesOnce() async throws {
    try await TestCentre.run(access: .signIn) { centre in
      let number = try await adopted(centre)
      let user = try await centre.addUser("an", .planner, .province("51"))
      let reading = try await centre.store.apiTokens.create(
        for: user, label: "đọc", now: Date()
      ).secret
      let recording = try await centre.store.apiTokens.create(
        for: user, label: "kho", recordsPurchases: true, now: Date()
      ).secret
      let path = "/api/v1/programmes/\(number)/deliveries"
      func post(
        _ body: String, token: String, key: String? = "k-1"
      ) async throws -> (status: Int, text: String) {
        let reply = try await centre.ask(
          "POST", path, body, program: token,
          fields: key.map { ["Idempotency-Key": $0] } ?? [:])
        return (reply.status, reply.text)
      }
      #expect(try await post(order("HD-1"), token: reading).status == 403)
      #expect(try await post(order("HD-1"), token: recording, key: nil).status == 400)
      #expect(try await post("{\"purchases\":[]}", token: recording).status == 400)
      #expect(try await post("{\"purchases\":[{}]}", token: recording).status == 400)
      let wrong = try await post(order("HD-1", item: "printer"), token: recording)
      #expect(wrong.status == 400 && wrong.text.contains("purchasesMalformed"))
      for _ in 0..<2 {
        let reply = try await post(order("HD-1"), token: recording)
        #expect(reply.status == 200 && reply.text == "{\"recorded\":1}")
      }
      #expect(try await post(order("HD-2"), token: recording).status == 409)
      #expect(try await post(order("HD-1"), token: recording, key: "k-2").status == 400)

      let list = try await centre.ask("GET", "/api/v1/programmes", program: reading)
      #expect(list.text.contains(/"adoptedAt":"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ"/), "\(list.text)")
      let reply = try await centre.ask(
        "GET", "/api/v1/programmes/\(number)", program: reading)
      let shown = try JSONDecoder().decode(Shown.self, from: reply.body)
      let ordered = shown.items.filter { $0.ordered > 0 }
      #expect(shown.name == "Năm 2026" && ordered.map(\.documents) == [["HD-1"]])
      #expect(ordered.map(\.state) == ["ordered"])
      let missing = try await centre.ask("GET", "/api/v1/programmes/99", program: reading)
      #expect(missing.status == 404 && missing.text.contains("programmeUnknown"))
    }
  }

  /// The page, the workbook and CSV of one programme, in both languages.
  @Test func pageAndFilesAreServed() async throws {
    try await TestCentre.run(access: .demonstration) { centre in
      let number = try await adopted(centre)
      for language in ["vi", "en"] {
        let page = try await centre.get("/programmes/\(number)?language=\(language)")
        #expect(page.status == 200 && page.text.contains("Năm 2026"))
        let csv = try await centre.get(
          "/programmes/\(number)/file?format=csv&language=\(language)")
        #expect(csv.text.split(separator: "\r\n").count > 50)
        let workbook = try await centre.get("/programmes/\(number)/file?language=\(language)")
        #expect(workbook.body.starts(with: Data("PK".utf8)))
      }
      #expect(try await centre.get("/programmes/\(number)/file?format=pdf").status == 400)
      #expect(try await centre.get("/programmes/none").status == 404)
    }
  }

  /// A plan with a budget for each kind of money stays one when it is adopted.
  @Test func bothBudgetsAreFollowed() async throws {
    try await TestCentre.run { centre in
      let budgets = Money(capital: 1_000_000_000, recurrent: 10_000_000)
      let number = try await adopted(centre, budget: .apart(budgets))
      let before = try await centre.get("/programmes/\(number)").text
      #expect(before.contains("Chi đầu tư") && before.contains("kinh phí 10.000.000"))
      #expect(!before.contains("vượt kinh phí"))
      let record = try await centre.store.programmes.record(number, within: .country)
      let visit = try #require(record.items.first { $0.item == LineItem.visit })
      try await centre.store.programmes.change(
        .price, of: visit.commune, item: visit.item, in: number, to: 20_000_000, because: "giá mới",
        within: .country, now: Date())
      let after = try await centre.get("/programmes/\(number)").text
      #expect(after.contains("vượt kinh phí 10.000.000"))
      let json = try await centre.get("/api/v1/programmes/\(number)").text.filter { $0 != " " }
      #expect(json.contains(#""kinds":[{"budget":1000000000,"kind":"capital""#))
    }
  }

  /// Page, table and JSON alike say which communes' figures are simulated.
  @Test func simulatedCommunesAreMarked() async throws {
    try await TestCentre.run { centre in
      let number = try await adopted(centre)
      let plain = try await centre.get("/programmes/\(number)?rows=all").text
      #expect(!plain.contains("class=\"mark\"") && !plain.contains("số liệu mô phỏng"))
      _ = try await centre.store.register.importTable(
        Data("code,officials\n21250,4\n".utf8), simulated: true, now: Date())
      let page = try await centre.get("/programmes/\(number)?rows=all").text
      let marked = page.matches(
        of: /<span class="code">([0-9]{5})<\/span> <span class="mark">mô phỏng<\/span>/)
      #expect(!marked.isEmpty && marked.allSatisfy { $0.1 == "21250" })
      #expect(page.contains("Danh sách có số liệu mô phỏng"))
      let table = try await centre.get("/programmes/\(number)/file?format=csv&language=vi").text
        .split(separator: "\r\n")
      #expect(table.first?.contains("Mô phỏng") == true)
      #expect(table.filter { $0.contains("\"có\"") }.allSatisfy { $0.contains("21250") })
      #expect(table.contains { $0.contains("21250") && $0.contains("\"có\"") })
      let json = try await centre.get("/api/v1/programmes/\(number)").text.filter { $0 != " " }
      #expect(json.contains(#""simulated":true"#) && json.contains(#""simulated":false"#))
    }
  }

  @Test(arguments: ["abc", "0", "99", "-1"])
  func unknownProgrammesAreNotFound(_ number: String) async throws {
    try await TestCentre.run { centre in
      let page = try await centre.get("/programmes/\(number)")
      #expect(page.status == 404 && page.text.contains("Không có chương trình nào mang số này"))
      #expect(!page.text.contains("programme list"))
    }
  }
}
