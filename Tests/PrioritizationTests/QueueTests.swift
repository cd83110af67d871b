import Prioritization
import Testing

@Suite struct QueueTests {
  private func commune(_ code: String, _ gaps: [Double?]) -> CommuneMeasures {
    CommuneMeasures(
      code: code,
      observations: gaps.map { $0.map { .known(low: $0, high: $0, ageDays: 0) } ?? .unknown },
      context: [])
  }

  @Test func orderOfBothQueues() throws {
    let policy = try Example.gapPolicy([2, 1, 1])
    let ranking = Ranking(
      policy: policy,
      communes: [
        commune("00001", [nil, nil, nil]), commune("00002", [0.5, 0.5, nil]),
        commune("00003", [0.5, 0.5, 0]), commune("00004", [nil, 0, 0]),
        commune("00005", [1, 1, 1]), commune("00006", [0.5, 0, 0.5]),
      ])
    // With equal proven points, 00002 may be worse, so it precedes the two full ties.
    #expect(
      ranking.communes.map(\.standing.code) == [
        "00005", "00002", "00003", "00006", "00001", "00004",
      ])
    #expect(ranking.communes.map(\.rank) == [1, 2, 3, 3, 5, 6])
    #expect(ranking.communes.map(\.bestRank) == [1, 2, 2, 2, 1, 2])
    #expect(ranking.communes.map(\.worstRank) == [1, 4, 5, 5, 6, 6])
    #expect(ranking.communes.map(\.queue).filter { $0 == .verifyFirst }.count == 2)
  }

  /// 0.7 of the weight is known, a value that binary fractions cannot represent.
  @Test func meetsTheThresholdDespiteRounding() throws {
    let policy = try Example.gapPolicy([0.1, 0.2, 0.3, 0.1, 0.3], confidence: 0.7)
    let ranking = Ranking(policy: policy, communes: [commune("00001", [0, 1, nil, 1, 0])])
    #expect(ranking.communes[0].queue == .ranked)
  }

  @Test func noCommunes() throws {
    #expect(Ranking(policy: try Example.gapPolicy([1]), communes: []).communes.isEmpty)
  }
}
