import Foundation
import MeasureTables
import Prioritization
import Testing

/// The worked examples of the policies' README.
@Suite struct PolicyExampleTests {
  private func policy(_ path: String) throws -> Policy {
    try Policy(toml: String(decoding: TableExample.file(path), as: UTF8.self))
  }

  @Test func fourCommunes() throws {
    let policy = try policy("inventory/policies/standard.toml")
    let table = try MeasureTable(
      TableExample.file("inventory/policies/examples/four-communes.csv"), policy: policy)
    let ranking = Ranking(policy: policy, communes: table.communes)
    #expect(ranking.communes.map(\.standing.code) == ["05152", "21244", "21250", "21205"])
    #expect(ranking.communes.map(\.queue) == [.ranked, .ranked, .ranked, .verifyFirst])
    let points = ranking.communes.map { ($0.standing.points * 10).rounded() / 10 }
    #expect(points == [565.9, 514.8, 14.5, 0])
    let plan = try Plan(policy: policy, communes: table.communes, budget: 200_000_000)
    #expect(plan.spent == 197_100_000)
    #expect(plan.visits.map(\.code) == ["21205"])
    #expect(plan.communes.map(\.spend) == [87_100_000, 107_000_000])
    #expect(plan.optimalityGap < 0.003)
  }

  @Test func readingRooms() throws {
    let policy = try policy("inventory/policies/examples/reading-rooms.toml")
    let table = try MeasureTable(
      TableExample.file("inventory/policies/examples/reading-rooms.csv"), policy: policy)
    let ranking = Ranking(policy: policy, communes: table.communes)
    #expect(ranking.communes.map(\.standing.code) == ["21154", "05152", "21250"])
    #expect(ranking.communes.map { ($0.standing.points * 10).rounded() / 10 } == [833.3, 577.8, 0])
    let plan = try Plan(policy: policy, communes: table.communes, budget: 60_000_000)
    #expect(plan.communes.flatMap(\.purchases).reduce(0) { $0 + $1.count } == 20)
  }
}
