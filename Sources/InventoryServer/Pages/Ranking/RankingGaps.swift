/// The ranks between rows of the ranked list that stand in the other list, so that none seems lost.
struct RankingGaps {
  private var rest: ArraySlice<Int>

  /// - Parameters:
  ///   - ranks: Of what stands in the other list.
  ///   - rank: Of the row before the first that is shown; 0 if there is none.
  init(ranks: [Int], after rank: Int) {
    rest = ranks.sorted().drop { $0 <= rank }
  }

  /// - Parameter rank: Of the next row; never below that of the one before.
  /// - Returns: The ranks that are missing before it; nil if none are.
  mutating func next(before rank: Int) -> ClosedRange<Int>? {
    let between = rest.prefix { $0 < rank }
    rest = rest.dropFirst(between.count).drop { $0 <= rank }
    guard let first = between.first, let last = between.last else { return nil }
    return first...last
  }
}
