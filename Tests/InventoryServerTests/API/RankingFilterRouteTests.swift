import Delivery
import Foundation
import InventoryStore
import Testing

/// Filter, search and order of the ranking, on its page and in downloads alike.
struct RankingFilterRouteTests {
  private struct Ranking: Decodable {
    struct Commune: Decodable, Equatable {
      var code, name, kind, queue, reporting: String
      var rank, bestRank: Int
      var points, confidence: Double
    }
    var communes: [Commune]
  }

  private func communes(_ centre: TestCentre, _ query: String) async throws -> [Ranking.Commune] {
    let reply = try await centre.get("/api/v1/ranking" + query)
    #expect(reply.status == 200, "\(query): \(reply.text.prefix(300))")
    return try JSONDecoder().decode(Ranking.self, from: reply.body).communes
  }

  /// Files a report from 21250 and the location attributes of three communes.
  private func fill(_ centre: TestCentre) async throws {
    _ = try await centre.store.register.importTable(
      Data("code,officials,remote,border\n21250,8,0,0\n21205,5,1,1\n23455,4,1,\n".utf8),
      now: Date())
    let agent = try await centre.enrol()
    _ = try await centre.send(try agent.report())
  }

  @Test func everyParameterIsApplied() async throws {
    try await TestCentre.run { centre in
      try await fill(centre)
      let all = try await communes(centre, "")
      #expect(all.count == 3_321)
      for (query, codes) in [
        ("?search=mang%20but", ["23455"]), ("?search=M%C4%82NG+b%C3%BAt", ["23455"]),
        ("?search=Ma%CC%86ng%20Bu%CC%81t", ["23455"]), ("?search=2345&province=51", ["23455"]),
        ("?place=border", ["21205"]), ("?place=remote&search=ba", ["21205"]),
        ("?reporting=fresh", ["21250"]), ("?reporting=fresh&queue=verifyFirst&kind=phuong", []),
        ("?province=48&kind=%C4%91%E1%BA%B7c%20khu", ["20333"]),
      ] {
        let part = try await communes(centre, query)
        #expect(part.map(\.code) == codes, "\(query)")
        if !query.contains("province") {
          #expect(part == all.filter { codes.contains($0.code) }, "ranks are those of the whole")
        }
      }
      #expect(try await communes(centre, "?kind=dac+khu").count == 13)
      #expect(try await communes(centre, "?queue=all").count == 3_321)
      #expect(try await communes(centre, "?search=").count == 3_321)
      let byName = try await communes(centre, "?province=51&sort=-name")
      #expect(byName.count == 96 && byName.first?.name == "Xã Ya Ly")
      let ranks = try await communes(centre, "?province=51&sort=rank").map(\.rank)
      #expect(ranks == ranks.sorted())
    }
  }

  @Test func malformedParametersAreRejected() async throws {
    try await TestCentre.run { centre in
      for query in [
        "kind=town", "place=sea", "queue=ranke", "reporting=loud", "sort=code", "sort=--rank",
        "search=" + String(repeating: "a", count: 101), "place=remote%00", "queue=%E1%BA",
      ] {
        let program = try await centre.get("/api/v1/ranking?" + query)
        #expect(program.status == 400 && program.code == "argumentMalformed", "\(program.text)")
        let page = try await centre.get("/ranking?" + query)
        #expect(page.status == 400 && page.text.hasPrefix("<!DOCTYPE html>"), "\(query)")
      }
    }
  }

  @Test func downloadsMatchShownRows() async throws {
    try await TestCentre.run { centre in
      try await fill(centre)
      let query = "/api/v1/ranking?province=51&search=ba&sort=name&language=en&format="
      let csv = try await centre.get(query + "csv")
      #expect(
        csv.fields["content-disposition"] == "attachment; filename=\"ranking-51-filtered.csv\"")
      let lines = csv.text.split(separator: "\r\n").dropFirst()
      let programs = try await communes(centre, "?province=51&search=ba&sort=name")
      #expect(lines.count == programs.count && programs.count > 5)
      for (line, commune) in zip(lines, programs) { #expect(line.contains(commune.code)) }
      let book = try await centre.get(query + "xlsx")
      #expect(book.status == 200 && book.body.starts(with: Data("PK".utf8)))
      let whole = try await centre.get("/api/v1/ranking?province=51&format=xlsx")
      #expect(
        whole.fields["content-disposition"] == "attachment; filename=\"ranking-51.xlsx\"")
      #expect(whole.body != book.body)
    }
  }

  @Test func pageShowsFilteredRanking() async throws {
    try await TestCentre.run { centre in
      try await fill(centre)
      let found = try await centre.get("/ranking?search=mang%20but&language=en")
      #expect(found.text.contains("/communes/23455") && !found.text.contains("/communes/21250"))
      #expect(found.text.contains("value=\"mang but\""))
      #expect(found.text.contains("1 of 3,321 communes match"))
      // Download links carry the same filters.
      #expect(
        found.text.contains(
          "/api/v1/ranking?format=xlsx&amp;language=en&amp;search=mang%20but"))
      let elsewhere = try await centre.get("/ranking?search=mang%20but&queue=ranked&language=en")
      #expect(elsewhere.text.contains("in the other list: 1;"))
      let border = try await centre.get("/ranking?place=border&province=51&language=en")
      #expect(border.text.contains("For 94 communes the register does not say"))
      let sorted = try await centre.get("/ranking?province=51&sort=-points&queue=all")
      #expect(sorted.text.contains("aria-sort=\"descending\""))
      #expect(sorted.text.contains("sort=points&") || sorted.text.contains("sort=points\""))
      let hostile = try await centre.get("/ranking?search=%22%3E%3Cimg%20src%3Dx%3E")
      #expect(hostile.status == 200 && !hostile.text.contains("<img"))
    }
  }

  @Test func mapIncludesEveryCommune() async throws {
    try await TestCentre.run { centre in
      try await fill(centre)
      for colour in ["points", "reporting"] {
        let country = try await centre.get("/map?colour=\(colour)&language=en")
        #expect(country.status == 200 && !country.text.contains("style="))
        #expect(country.text.components(separatedBy: "class=\"province\"").count == 35)
        #expect(country.text.contains("Hoàng Sa") && country.text.contains("Trường Sa"))
        let province = try await centre.get("/map?colour=\(colour)&province=51&language=en")
        #expect(province.text.components(separatedBy: "<a href=\"/communes/").count == 2 * 96 + 1)
        #expect(!province.text.contains("/communes/20333"))
      }
      // A commune without coordinates is not dropped.
      _ = try await centre.store.register.importTable(
        Data("code,latitude,longitude\n21250,,\n".utf8), allowErasing: true, now: Date())
      let province = try await centre.get("/map?province=51&language=en")
      #expect(province.text.contains("because the register has no coordinates: 1"))
      #expect(province.text.components(separatedBy: "/communes/21250").count == 3)
      for (path, status) in [
        ("/map?colour=red", 400), ("/map?province=99", 404), ("/map?province=%27", 404),
      ] {
        #expect(try await centre.get(path).status == status)
      }
    }
  }
}
