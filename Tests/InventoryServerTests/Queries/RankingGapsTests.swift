import Testing

@testable import InventoryServer

/// Ranks that belong to the other list are named where they are missing.
struct RankingGapsTests {
  /// - Parameter ranks: The ranks in the other list.
  private func gaps(_ ranks: [Int], after rank: Int, rows: [Int]) -> [ClosedRange<Int>?] {
    var gaps = RankingGaps(ranks: ranks, after: rank)
    return rows.map { gaps.next(before: $0) }
  }

  @Test func gapsBeforeAndBetweenRowsAreNamed() {
    #expect(gaps([3, 4, 7], after: 0, rows: [1, 2, 5, 6, 8]) == [nil, nil, 3...4, nil, 7...7])
    #expect(gaps([1, 2], after: 0, rows: [3, 4]) == [1...2, nil])
  }

  /// The first row of a later page continues from the page before.
  @Test func gapsContinueAcrossPages() {
    #expect(gaps([3, 4, 101], after: 100, rows: [102, 103]) == [101...101, nil])
    #expect(gaps([3, 4], after: 100, rows: [101, 102]) == [nil, nil])
  }

  @Test func equalRanksAreNotGaps() {
    #expect(gaps([5, 5, 9], after: 0, rows: [5, 5, 7, 10]) == [nil, nil, nil, 9...9])
    #expect(gaps([], after: 0, rows: [1, 2]) == [nil, nil])
  }
}
