import Foundation
import InventoryStore
import Presentation
import Prioritization

/// The communes whose need changed most in a ranking, and why.
struct LetterMovers {
  /// The most communes in each direction.
  private static let most = 5
  /// Of 1,000; smaller changes are not mentioned.
  private static let leastPoints = 1.0

  let policy: Policy
  let before: Ranking
  let after: Ranking

  init(policy: Policy, before: [CommuneSituation], after: [CommuneSituation]) {
    self.policy = policy
    self.before = Ranking(policy: policy, communes: before.map(\.measures))
    self.after = Ranking(policy: policy, communes: after.map(\.measures))
  }

  /// - Parameter communes: The communes of the reader's area; others are left out.
  /// - Returns: The greatest changes first.
  func moved(
    among communes: [String: LetterDocument.Commune]
  ) -> (risen: [LetterDocument.Mover], fallen: [LetterDocument.Mover]) {
    let earlier = Dictionary(
      before.communes.map { ($0.standing.code, $0) }, uniquingKeysWith: { first, _ in first })
    var risen: [(LetterDocument.Mover, Double)] = []
    var fallen: [(LetterDocument.Mover, Double)] = []
    for later in after.communes {
      guard let commune = communes[later.standing.code],
        let former = earlier[later.standing.code],
        let change = PointsChange(from: former.standing, to: later.standing),
        abs(change.points) >= Self.leastPoints,
        let part = change.parts.max(by: {
          abs($0.points) != abs($1.points)
            ? abs($0.points) < abs($1.points) : $0.criterion > $1.criterion
        })
      else { continue }
      let label = policy.criteria[part.criterion].label
      let mover = LetterDocument.Mover(
        commune: commune, before: Self.place(former), after: Self.place(later),
        criterion: (label[.vi], label[.en]), cause: part.cause.rawValue)
      // A need that is proven now has risen, even if it was possible before. One has fallen only if
      // less of it is possible, too: silence must not look like success.
      let possible = later.standing.pointsHigh - former.standing.pointsHigh
      if change.points > 0 {
        risen.append((mover, change.points))
      } else if change.points < 0, possible < 0 {
        fallen.append((mover, -change.points))
      }
    }
    return (Self.first(risen), Self.first(fallen))
  }

  private static func place(_ ranked: RankedCommune) -> LetterDocument.Mover.Place {
    .init(
      rank: ranked.rank, ranks: CountRange(low: ranked.bestRank, high: ranked.worstRank),
      points: ranked.standing.pointsLow, possiblePoints: ranked.standing.pointsHigh)
  }

  private static func first(
    _ movers: [(LetterDocument.Mover, Double)]
  ) -> [LetterDocument.Mover] {
    movers.sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0.commune.code < $1.0.commune.code }
      .prefix(most).map(\.0)
  }
}
