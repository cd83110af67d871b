import Delivery
import Foundation
import InventoryStore
import Presentation
import Reporting
import Testing

struct PlannerRouteTests {
  private struct Ranking: Decodable {
    struct Commune: Decodable {
      var code, queue: String
      var rank: Int
      var points: Double
      var pointsIfConfirmed: Double?
      var reporting: String
      var simulated: Bool
    }
    var communes: [Commune]
  }

  private func ranking(_ centre: TestCentre, _ query: String = "") async throws -> Ranking {
    try await centre.document("/api/v1/ranking" + query)
  }

  @Test func rankingListsEveryCommune() async throws {
    try await TestCentre.run { centre in
      #expect(try await ranking(centre).communes.count == 3_321)
      let province = try await ranking(centre, "?province=51")
      #expect(province.communes.count == 96)
      #expect(province.communes.allSatisfy { $0.reporting == "neverEnrolled" })
      #expect(province.communes.allSatisfy { $0.queue == "verifyFirst" })
    }
  }

  /// The cache never shows values that a later report has changed.
  @Test func reportAppearsImmediately() async throws {
    try await TestCentre.run { centre in
      _ = try await ranking(centre, "?province=51")
      let agent = try await centre.enrol()
      #expect(
        try await ranking(centre, "?province=51").communes.first { $0.code == "21250" }?
          .reporting == "silent")
      _ = try await centre.send(try agent.report())
      #expect(
        try await ranking(centre, "?province=51").communes.first { $0.code == "21250" }?
          .reporting == "fresh")
      _ = try await centre.store.register.importTable(
        Data("code,officials\n21250,4\n".utf8), simulated: true, now: Date())
      #expect(
        try await ranking(centre, "?province=51").communes.first { $0.code == "21250" }?
          .simulated == true)
    }
  }

  /// What a commune's own officer attests is shown beside its points and changes neither them nor
  /// ranks.
  @Test func attestedPointsAreShownSeparately() async throws {
    try await TestCentre.run { centre in
      let agent = try await centre.enrol()
      _ = try await centre.send(try agent.report())
      let before = try await centre.get("/api/v1/ranking?province=51")
      #expect(!before.text.contains(#""pointsIfConfirmed":0"#))
      #expect(before.text.contains(#""pointsIfConfirmed":null"#))
      let own = try await centre.store.people.invite(
        "an", role: .officer, scope: .commune("21250"), now: Date()
      ).user
      try await centre.store.communes.attest(
        commune: "21250", service: "official-mail", status: .notIssued, until: nil, note: nil,
        within: own.scope, by: own, now: Date())
      let standing = try await ranking(centre, "?province=51").communes
        .first { $0.code == "21250" }
      let entry = try #require(standing)
      let confirmed = try #require(entry.pointsIfConfirmed)
      #expect(confirmed > entry.points)
      let page = try await centre.get("/ranking?province=51&queue=all&language=en")
      #expect(page.text.matches(of: /\ if confirmed</).count == 1)
      let csv = try await centre.get("/api/v1/ranking?province=51&format=csv&language=en")
      #expect(csv.text.contains("Points if attestations are confirmed"))
      let row = try #require(
        csv.text.split(separator: "\r\n").first { $0.contains("\"21250\"") })
      let cell = row.split(separator: ",", omittingEmptySubsequences: false)[11]
      #expect(Double(cell).map { abs($0 - confirmed) < 1e-6 } == true, "\(row)")
      let commune = try await centre.get("/api/v1/communes/21250")
      #expect(commune.text.contains("\"pointsIfConfirmed\":\(confirmed)"))
    }
  }

  @Test func rankingIsExportedAsCSV() async throws {
    try await TestCentre.run { centre in
      let reply = try await centre.get("/api/v1/ranking?province=51&format=csv&language=en")
      #expect(reply.fields["content-type"] == "text/csv; charset=utf-8")
      #expect(reply.text.split(separator: "\r\n").count == 97)
    }
  }

  @Test func invalidRequestsAreRejected() async throws {
    try await TestCentre.run { centre in
      for (path, status, code) in [
        ("/api/v1/ranking?province=99", 404, "provinceUnknown"),
        ("/api/v1/ranking?format=pdf", 400, "argumentMalformed"),
        ("/api/v1/ranking?format=csv&language=fr", 400, "argumentMalformed"),
        ("/api/v1/ranking?language=fr", 400, "argumentMalformed"),
        ("/api/v1/ranking?province=%27%20OR%201%3D1--", 404, "provinceUnknown"),
        ("/api/v2/ranking", 404, "notFound"), ("/../etc/passwd", 404, "notFound"),
      ] {
        let reply = try await centre.get(path)
        #expect(reply.status == status && reply.code == code, "\(path): \(reply.text)")
      }
    }
  }

  @Test(arguments: Language.allCases)
  func pageIsCompleteAndEscaped(_ language: Language) async throws {
    try await TestCentre.run { centre in
      try await centre.fileHostileCommune()
      for queue in ["ranked", "verifyFirst"] {
        let reply = try await centre.get(
          "/ranking?language=\(language.rawValue)&queue=\(queue)&province=51")
        #expect(reply.status == 200)
        #expect(reply.fields["content-type"] == "text/html; charset=utf-8")
        #expect(reply.fields["content-security-policy"]?.contains("default-src 'none'") == true)
        #expect(reply.text.contains("<html lang=\"\(language.rawValue)\">"))
        #expect(!reply.text.contains("<script>"))
        #expect(!reply.text.contains("style="), "the policy forbids inline styles")
        // a key without a text would appear as the key itself
        let bareKey = reply.text.firstMatch(
          of: /(ranking|queue|column|filter|page|demo|reporting|kind|place|map)\.[a-z]+[^a-z?]/)
        #expect(bareKey == nil)
        let mark = language == .vi ? "mô phỏng" : "simulated"
        if queue == "ranked" {
          #expect(reply.text.contains("&lt;script&gt;alert("))
          #expect(reply.text.contains(mark))
        }
      }
    }
  }

  @Test func countryRankingIsPaginated() async throws {
    try await TestCentre.run { centre in
      let first = try await centre.get("/ranking?queue=verifyFirst")
      #expect(first.text.contains("page=2"))
      #expect(first.body.count < 200 << 10)
      let last = try await centre.get("/ranking?queue=verifyFirst&page=999999")
      #expect(last.status == 200 && last.text.contains("page=33"))
    }
  }

  @Test func malformedQueryParametersAreHandled() async throws {
    try await TestCentre.run { centre in
      try await centre.expect([
        ("/ranking?province=99", 404), ("/ranking?queue=every", 400), ("/ranking?language=xx", 400),
        ("/ranking?page=-9223372036854775808", 200), ("/ranking?page=x", 200),
      ]) { $0.text.hasPrefix("<!DOCTYPE html>") }
    }
  }

  @Test func healthCheckSucceeds() async throws {
    try await TestCentre.run { centre in
      let reply = try await centre.get("/healthz")
      #expect(reply.status == 200 && reply.text.contains(#""status":"ok""#))
    }
  }
}
