/// Ranks missing between rows of the ranked list because they are in the other list, so that none
/// seems lost.
struct RankingGaps {
  private var rest: ArraySlice<Int>

  /// - Parameters:
  ///   - ranks: The ranks in the other list.
  ///   - rank: The rank of the row before the first one shown; 0 if there is none.
  init(ranks: [Int], after rank: Int) {
    rest = ranks.sorted().drop { $0 <= rank }
  }

  /// - Parameter rank: The rank of the next row; never less than the previous one.
  /// - Returns: The missing ranks before it; nil if there are none.
  mutating func next(before rank: Int) -> ClosedRange<Int>? {
    let between = rest.prefix { $0 < rank }
    rest = rest.dropFirst(between.count).drop { $0 <= rank }
    guard let first = between.first, let last = between.last else { return nil }
    return first...last
  }
}
