import Foundation
import InventoryFixtures
import Prioritization
import Testing

@testable import Presentation

/// What would change a rank, in sentences.
struct RankChangeTextTests {
  /// Weights are shown as in tables, as shares of the total, and neighbours by name.
  @Test func weightsAreSharesAndNeighboursHaveNames() throws {
    let document = try Example.document(Example.three)
    var explanation = try #require(Explanation(of: "08227", in: document))
    let ranking = Ranking(policy: document.policy, ranked: document.entries.map(\.ranked))
    let change = try #require(
      RankChange(
        ranking, measures: CommuneMeasures(code: "08227", observations: [], context: []), top: 1))
    explanation.add(change, of: document)
    let swap = try #require(change.swapsAbove.first)
    #expect(swap.neighbour == "21154")
    let criterion = try #require(document.policy.criteria.first { $0.id == swap.criterion })
    let sum = document.policy.criteria.reduce(0) { $0 + $1.weight }
    let then = swap.swapWeight / (sum - swap.weight + swap.swapWeight)
    let format = PeopleFormat(.vi)
    let sentence = RankChangeText.sentences(explanation, .vi, messages: try Example.messages())
      .first { $0.contains("ở ngay trên") }
    #expect(sentence?.contains("với Xã Tây Trà (21154) ở ngay trên") == true, "\(sentence ?? "")")
    #expect(
      sentence?.contains(
        "là \(format.percent(then, decimals: 1)) thay vì \(format.percent(criterion.share, decimals: 1))"
      )
        == true, "\(sentence ?? "")")
  }

  @Test func closeWeightsAreToldApart() throws {
    let criterion = try #require(try Example.policy().criteria.first)
    let shares = RankChangeText.shares(
      criterion.weight, then: criterion.weight * 1.0001, criterion, PeopleFormat(.vi))
    #expect(shares.now != shares.then)
  }
}
