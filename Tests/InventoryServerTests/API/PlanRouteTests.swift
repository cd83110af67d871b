import Delivery
import Foundation
import InventoryServer
import InventoryStore
import Testing

/// `POST /api/v1/plan`, and rankings as workbooks.
struct PlanRouteTests {
  private struct Plan: Decodable {
    struct Policy: Decodable { var id, digest: String? }
    struct Visit: Decodable {
      var code: String
      var cost: Int
    }
    struct Refused: Decodable {
      var code, reason: String
      var cost: Int
      var visitShare: Int?
    }
    var policy: Policy
    var budget, spent: Int
    var visits: [Visit]
    var refused: [Refused]
  }

  private func post(
    _ centre: TestCentre, _ body: String, path: String = "/api/v1/plan"
  ) async throws -> (status: Int, type: String?, body: Data) {
    let reply = try await centre.ask("POST", path, body)
    return (reply.status, reply.fields["content-type"], reply.body)
  }

  /// Nothing is bought for unknown communes: they are visited, with a tenth of the money as the
  /// policy says.
  @Test func unknownCommunesAreVisited() async throws {
    try await TestCentre.run { centre in
      let reply = try await post(centre, #"{"budget": 100000000, "province": "51"}"#)
      #expect(reply.status == 200 && reply.type == "application/json")
      let plan = try JSONDecoder().decode(Plan.self, from: reply.body)
      #expect(plan.policy.id == "standard" && plan.budget == 100_000_000)
      #expect(plan.visits.count == 3 && plan.spent == 9_000_000)
      #expect(plan.visits.count + plan.refused.count == 96)
      #expect(plan.refused.allSatisfy { $0.reason == "visitShareSpent" })
      #expect(plan.refused.allSatisfy { $0.visitShare == 10_000_000 && $0.cost == 3_000_000 })
      let country = try await post(centre, #"{"budget": 0}"#)
      #expect(try JSONDecoder().decode(Plan.self, from: country.body).refused.count == 3_321)
    }
  }

  @Test func planIsLimitedToGroup() async throws {
    try await TestCentre.run { centre in
      _ = try await centre.store.groups.file(
        GroupTable(Data("code,group\n21250,A\n21244,A\n00004,A\n".utf8)), now: Date())
      let country = try await post(centre, #"{"budget": 0, "group": "A"}"#)
      #expect(
        try JSONDecoder().decode(Plan.self, from: country.body).refused.map(\.code).sorted()
          == ["00004", "21244", "21250"])
      let province = try await post(centre, #"{"budget": 0, "group": "1", "province": "51"}"#)
      #expect(try JSONDecoder().decode(Plan.self, from: province.body).refused.count == 2)
      #expect(try await post(centre, #"{"budget": 0, "group": "B"}"#).status == 404)
      #expect(try await post(centre, #"{"budget": 0, "group": 1}"#).status == 400)
    }
  }

  @Test func invalidRequestsAreRejected() async throws {
    struct Problem: Decodable { var code, detail: String }
    try await TestCentre.run { centre in
      for (body, status, code) in [
        ("", 400, "argumentMalformed"), ("[]", 400, "argumentMalformed"),
        (#"{"province":"51"}"#, 400, "argumentMalformed"),
        (#"{"budget":"5"}"#, 400, "argumentMalformed"),
        (#"{"budget":1.5}"#, 400, "argumentMalformed"),
        (#"{"budget":-1}"#, 400, "argumentMalformed"),
        (#"{"budget":99999999999999999999}"#, 400, "argumentMalformed"),
        (#"{"budget":1000000000000001}"#, 400, "argumentMalformed"),
        (#"{"budget":1,"provinec":"51"}"#, 400, "argumentMalformed"),
        (#"{"budget":1,"province":"99"}"#, 404, "provinceUnknown"),
        (#"{"budget":1,"province":"' OR 1=1--"}"#, 404, "provinceUnknown"),
        ("{\"budget\":1}" + String(repeating: " ", count: 4096), 413, "bodyTooLarge"),
      ] {
        let reply = try await post(centre, body)
        #expect(reply.status == status && reply.type == "application/problem+json", "\(body)")
        let problem = try JSONDecoder().decode(Problem.self, from: reply.body)
        #expect(problem.code == code && !problem.detail.isEmpty, "\(body)")
      }
    }
  }

  @Test func concurrentPlansSucceedOrAreBusy() async throws {
    try await TestCentre.run { centre in
      try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<12 {
          group.addTask { try await post(centre, #"{"budget": 5000000000}"#).status }
        }
        for try await status in group { #expect(status == 200 || status == 503) }
      }
    }
  }

  @Test func rankingIsExportedAsWorkbook() async throws {
    try await TestCentre.run { centre in
      let reply = try await centre.get("/api/v1/ranking?province=51&format=xlsx&language=en")
      #expect(
        reply.fields["content-type"]
          == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
      #expect(reply.fields["content-disposition"] == "attachment; filename=\"ranking-51.xlsx\"")
      #expect(reply.status == 200 && reply.body.starts(with: Data("PK".utf8)))
      let again = try await centre.get("/api/v1/ranking?province=51&format=xlsx&language=en")
      #expect(again.body == reply.body)
    }
  }
}
