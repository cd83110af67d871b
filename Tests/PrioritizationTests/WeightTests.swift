import Prioritization
import TestSupport
import Testing

/// Weights derived from ranks or from pairwise comparisons.
@Suite struct WeightTests {
  private func text(_ weights: String, count: Int = 4, own: String = "") -> String {
    var text = "id = \"w\"\nversion = 1\n\n\(weights)\n"
    for at in 0..<count {
      text += PolicyTables.criterion("c\(at)", weight: nil, more: own)
    }
    return text
  }

  private func message(_ toml: String) -> String {
    do {
      _ = try Policy(toml: toml)
      return "accepted"
    } catch { return error.description }
  }

  @Test func ranksByIdAndByNumber() throws {
    let byId = try Policy(toml: text("[weights]\nranks = [\"c2\", \"c0\", \"c3\", \"c1\"]"))
    let byNumber = try Policy(toml: text("[weights]\nranks = [2, 4, 1, 3]"))
    #expect(byId.criteria.map(\.weight) == byNumber.criteria.map(\.weight))
    #expect(byId.weighting == .ranks)
    #expect(abs(byId.criteria[2].share - 0.5208333333333333) < 1e-12)
    #expect(abs(byId.criteria[1].share - 0.0625) < 1e-12)
    let tied = try Policy(toml: text("[weights]\nranks = [1, 1, 3, 4]")).criteria.map(\.share)
    #expect(
      tied[0] == tied[1] && abs(tied[0] - (0.5208333333333333 + 0.2708333333333333) / 2) < 1e-12)
    #expect(abs(tied.reduce(0, +) - 1) < 1e-12)
  }

  @Test func comparisons() throws {
    let policy = try Policy(
      toml: text(
        """
        [weights]
        ahp = [
          [1, 1, 5, 3],
          [1, 1, 5, 3.0],
          ["1/5", 0.2, 1, "1/3"],
          ["1/3", 0.333, 3, 1],
        ]
        """))
    #expect(abs(policy.criteria[0].share - 0.38986) < 1e-4)
    guard case .comparisons(let ratio) = policy.weighting else {
      Issue.record("not by comparisons")
      return
    }
    #expect(abs(ratio - 0.0161) < 1e-3)
    #expect(try Policy(toml: text("[weights]\nahp = [[1]]", count: 1)).criteria[0].share == 1)
    #expect(try Policy(toml: text("", own: "weight = 2")).weighting == .points)
  }

  /// The correction that the message suggests makes the matrix more consistent.
  @Test func suggestsAConsistentValueForAContradiction() throws {
    let matrix: [[Double]] = [[1, 3, 0.2], [1.0 / 3, 1, 3], [5, 1.0 / 3, 1]]
    #expect(
      message(
        text(
          "[weights]\nahp = [[1, 3, \"1/5\"], [\"1/3\", 1, 3], [5, \"1/3\", 1]]", count: 3))
          == """
          line 5: "ahp" of [weights] contradicts itself: its consistency ratio is 1.585, it must be \
          below 0.1. The worst pair is "c1" over "c2": it says 3, the other comparisons imply 0.84; \
          enter that, or reconsider the pair
          """)
    let found = try #require(PairwiseComparison(matrix))
    #expect(try mended(matrix, found).consistencyRatio < found.consistencyRatio)
  }

  /// The comparison after its worst pair is replaced by what the others imply.
  private func mended(
    _ matrix: [[Double]], _ found: PairwiseComparison
  ) throws -> PairwiseComparison {
    let worst = try #require(found.worst)
    var matrix = matrix
    matrix[worst.row][worst.column] = worst.consistent
    matrix[worst.column][worst.row] = 1 / worst.consistent
    return try #require(PairwiseComparison(matrix))
  }

  @Test func correctingTheWorstPairAlwaysHelps() throws {
    var random = Seeded(41)
    for _ in 0..<1000 {
      let count = Int.random(in: 3...7, using: &random)
      var matrix = [[Double]](repeating: [Double](repeating: 1, count: count), count: count)
      for row in 0..<count {
        for column in row + 1..<count {
          let value = Double(Int.random(in: 1...9, using: &random))
          matrix[row][column] = Bool.random(using: &random) ? value : 1 / value
          matrix[column][row] = 1 / matrix[row][column]
        }
      }
      let found = try #require(PairwiseComparison(matrix))
      #expect(abs(found.weights.reduce(0, +) - 1) < 1e-12)
      guard found.worst != nil, found.consistencyRatio > 1e-6 else { continue }
      #expect(try mended(matrix, found).consistencyRatio < found.consistencyRatio)
    }
  }

  @Test func consistentMatricesGiveTheirWeights() throws {
    var random = Seeded(42)
    for _ in 0..<1000 {
      let weights = (0..<Int.random(in: 1...15, using: &random)).map { _ in
        Double.random(in: 0.1...1, using: &random)
      }
      let found = try #require(
        PairwiseComparison(weights.map { one in weights.map { one / $0 } }))
      let total = weights.reduce(0, +)
      for (one, other) in zip(found.weights, weights) { #expect(abs(one - other / total) < 1e-9) }
      #expect(found.consistencyRatio < 1e-9)
    }
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    let weights: String
    let expected: String
    var testDescription: String { expected }
  }

  static let faults = [
    Fault(
      weights: "[weights]",
      expected:
        "line 4: [weights] has neither \"ranks\" nor \"ahp\"; add one of them, or remove the section"
    ),
    Fault(
      weights: "[weights]\nranks = [1, 2, 3, 4]\nahp = [[1]]",
      expected: "line 6: [weights] has both \"ranks\" and \"ahp\"; remove one of them"),
    Fault(
      weights: "[weights]\nranks = [1, 2, 3]",
      expected: """
        line 5: "ranks" of [weights] has 3 entries for 4 criteria; write \
        ["c0", "c1", "c2", "c3"], the most important first
        """),
    Fault(
      weights: "[weights]\nranks = [1, 2, 3, 5]",
      expected: "line 5: \"ranks\" of [weights] go from 1 to 4; equals may share a rank"),
    Fault(
      weights: "[weights]\nranks = [\"c0\", \"c1\", \"c2\", \"x3\"]",
      expected: """
        line 5: "ranks" of [weights] names an unknown criterion "x3"; did you mean "c3"?
        """),
    Fault(
      weights: "[weights]\nranks = [\"c0\", \"c1\", \"c2\", \"c2\"]",
      expected: "line 5: \"ranks\" of [weights] names \"c2\" twice; name each criterion once"),
    Fault(
      weights: "[weights]\nrank = [1, 2, 3, 4]",
      expected: """
        line 5: unknown key "rank" in [weights]; did you mean "ranks"? Known keys: ranks, ahp, source
        """),
    Fault(
      weights: "[weights]\nahp = [[1, 2], [0.5, 1]]",
      expected: """
        line 5: "ahp" of [weights] must have 4 rows of 4 numbers, one for each criterion in their \
        order
        """),
    Fault(
      weights: "[weights]\nahp = [[1, 12, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]]",
      expected: """
        line 5: "ahp" of [weights] holds 12; comparisons go from "1/9" (far less important) over 1 \
        (as important) to 9 (far more)
        """),
    Fault(
      weights: "[weights]\nahp = [[1, 3, 1, 1], [3, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]]",
      expected: """
        line 5: "ahp" of [weights] says 3 for "c0" over "c1" but 3 the other way round; write \
        "1/3" there
        """),
    Fault(
      weights: "[weights]\nahp = [[2, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]]",
      expected: "line 5: \"ahp\" of [weights] compares \"c0\" with itself; write 1 there"),
  ]

  @Test(arguments: faults) func namesTheFault(_ fault: Fault) {
    #expect(message(text(fault.weights)) == fault.expected)
  }

  @Test(arguments: ["\"1/0\"", "\"x\"", "\"1/2/3\"", "true", "-1", "nan", "\"inf\"", "[]"])
  func refusesInvalidComparisons(_ entry: String) {
    let found = message(text("[weights]\nahp = [[1, \(entry)], [1, 1]]", count: 2))
    #expect(found.hasPrefix("line 5: \"ahp\" of [weights]"))
  }

  @Test func refusesTwoSourcesOfWeights() {
    #expect(
      message(text("[weights]\nranks = [1, 2, 3, 4]", own: "weight = 1")) == """
        line 13: criteria "c0" has a weight and [weights] gives it another; remove one of the two
        """)
  }

  @Test func quotaNeedsRemoteCommunes() {
    #expect(
      message(text("", own: "weight = 1") + "[plan]\nremoteQuota = 0.2\n") == """
        line 38: "remoteQuota" of [plan] needs a [[context]] with id = "remote", which says which \
        communes are remote; add it, or remove the quota
        """)
  }
}
