import InventoryFixtures
import Prioritization
import Testing

@testable import InventoryServer

/// Trial weights and pairwise comparisons as read from an address.
struct WeightFormTests {
  private let policy: Policy

  init() throws { policy = try #require(EmptyInventory.policy) }

  private func weights(_ fields: [String: String]) -> WhatIfForm {
    WhatIfForm(policy: policy) { fields[$0] }
  }

  @Test func untypedWeightsComeFromPolicy() {
    #expect(weights([:]).weights == nil)
    #expect(weights(["w.line": "9,25"]).weights == [5, 0, 0, 2, 0, 9.25, 2, 1])
    #expect(weights(["w.line": " 0 "]).weights == [5, 0, 0, 2, 0, 0, 2, 1])
    #expect(weights(["w.nothing": "5"]).weights == nil)
  }

  /// The field shows rounded weights; unchanged, they stand for the policy's exact ones.
  @Test func displayedWeightsStandForExactOnes() throws {
    var policy = policy
    policy.criteria[0].weight = 1.0 / 3
    let form = WhatIfForm(policy: policy) { ["w.computers": "0,3333", "w.line": "2"][$0] }
    #expect(form.weights == policy.criteria.map(\.weight))
  }

  @Test(arguments: ["x", "-1", "1e3", "1001", "nan", "inf", "1.2.3", ".5", "", "½"])
  func invalidWeightsAreReported(_ typed: String) {
    let form = weights(["w.line": typed])
    #expect(form.weights == nil && form.faults["line"] != nil)
  }

  @Test func zeroWeightsAreReported() {
    let form = weights(
      Dictionary(uniqueKeysWithValues: policy.criteria.map { ("w.\($0.id)", "0") }))
    #expect(form.weights == nil && form.weighsNothing)
  }

  @Test(
    arguments: [
      (nil, nil, 100), ("51", nil, 20), (nil, "7", 7), (nil, "-7", 1), (nil, "x", 100),
    ] as [(String?, String?, Int)])
  func topCountHasDefaultsAndBounds(_ province: String?, _ top: String?, _ expected: Int) {
    #expect(
      WhatIfForm(policy: policy) { ["province": province, "top": top][$0] ?? nil }.top == expected)
  }

  @Test(
    arguments: [
      (1.0, 1), (3, 3), (1.0 / 3, -3), (100, 9), (0.001, -9), (1.4, 1), (1.6, 2), (0.7, 1),
      (.nan, 1), (.infinity, 1), (0, 1), (-3, 1),
    ] as [(Double, Int)])
  func ratiosSnapToSaatyScale(_ ratio: Double, _ number: Int) {
    #expect(PairsForm.nearest(ratio) == number)
  }

  @Test func unchosenPairsComeFromPolicy() throws {
    let form = PairsForm(policy: policy) { _ in nil }
    #expect(!form.isAsked && form.comparisons[0] == [1, 3, 3, 3, 5])
    #expect(form.comparisons[3][0] == -3)
    let comparison = try #require(form.comparison)
    #expect(comparison.consistencyRatio < 0.1)
  }

  @Test(arguments: ["0", "-1", "10", "x", "1/3", "99999999999999999999"])
  func valuesOutsideSaatyScaleAreIgnored(_ typed: String) {
    let form = PairsForm(policy: policy) { $0 == "p.0.1" ? typed : nil }
    #expect(!form.isAsked && form.comparisons[0][1] == 3)
  }

  @Test func contradictoryPairsAreReported() throws {
    let form = PairsForm(policy: policy) { ["p.0.1": "9", "p.1.2": "9", "p.0.2": "-9"][$0] }
    let comparison = try #require(form.comparison)
    #expect(form.isAsked && comparison.consistencyRatio > 0.1)
    #expect(comparison.worst?.row == 0 && comparison.worst?.column == 2)
  }

  @Test func tooManyCriteriaCannotBeCompared() {
    var policy = policy
    while policy.criteria.count(where: { $0.effect == .need }) <= PairsForm.maximumCriteria {
      policy.criteria.append(policy.criteria[0])
    }
    #expect(!PairsForm.canCompare(policy))
    #expect(!PairsForm(policy: policy) { _ in "3" }.isAsked)
  }
}
