import Foundation
import Presentation
import Prioritization

/// The communes of a scope whose need rose most, and the main cause.
struct OverviewMoves {
  struct Move {
    let entry: RankingDocument.Entry
    let rankBefore: Int
    /// Proven points, of 1,000.
    let pointsBefore: Double
    /// The criterion that contributes most to the difference, and its part.
    let cause: (criterion: Int, points: Double)?
  }

  /// The most communes shown.
  static let most = 5

  let moves: [Move]

  /// - Parameters:
  ///   - document: The current ranking.
  ///   - before: The same communes earlier.
  init(_ document: RankingDocument, before: FormerRanks) {
    let risen = document.entries.compactMap { entry -> Move? in
      let ranked = entry.ranked
      guard ranked.queue == .ranked, let (rank, fact) = before.ranks[ranked.standing.code],
        fact.isRanked, ranked.rank < rank, ranked.standing.points > fact.pointsLow
      else { return nil }
      let differences = zip(ranked.standing.contributions, fact.contributions).map { $0 - $1 }
      let greatest = differences.enumerated().max { $0.element < $1.element }
      return Move(
        entry: entry, rankBefore: rank, pointsBefore: fact.pointsLow,
        cause: greatest.flatMap { $0.element > 0 ? ($0.offset, $0.element) : nil })
    }
    moves = Array(
      risen.sorted { one, other in
        let (rose, less) = (
          one.rankBefore - one.entry.ranked.rank, other.rankBefore - other.entry.ranked.rank
        )
        if rose != less { return rose > less }
        return one.entry.ranked.standing.code < other.entry.ranked.standing.code
      }.prefix(Self.most))
  }
}

/// The ranks of a scope's communes at a time in the past.
struct FormerRanks: Sendable {
  let ranks: [String: (rank: Int, fact: CommuneFact)]

  /// - Parameter facts: In any order.
  init(_ facts: [CommuneFact]) {
    // Sorts indices: moving the facts would count their references.
    let order = facts.indices.sorted {
      (facts[$0].pointsLow, facts[$0].pointsHigh) > (facts[$1].pointsLow, facts[$1].pointsHigh)
    }
    var ranks: [String: (rank: Int, fact: CommuneFact)] = [:]
    var rank = 1
    var ahead: CommuneFact?
    for (place, at) in order.enumerated() {
      let fact = facts[at]
      // Equals share a rank, as in the ranking.
      if let ahead, (ahead.pointsLow, ahead.pointsHigh) != (fact.pointsLow, fact.pointsHigh) {
        rank = place + 1
      }
      ranks[fact.code] = (rank, fact)
      ahead = fact
    }
    self.ranks = ranks
  }
}
