import Foundation
import Prioritization

/// Comparisons of the criteria that make points by pairs, as the address has them: `p.0.1=3` says that
/// the first is three times as important as the second, `-3` a third.
struct PairsForm {
  /// More would make an address too long, and a form that no one fills in.
  static let maximumCriteria = 13

  /// In Saaty's numbers, by row and column; 1 on the diagonal.
  private(set) var comparisons: [[Int]]
  /// Whether the address has any comparison.
  private(set) var isAsked = false

  /// Pairs that the address does not have are what the policy's weights say.
  ///
  /// - Parameter value: What the form sent under a name; nil for blank. What is no number of Saaty's
  ///   is left out.
  init(policy: Policy, _ value: (String) -> String?) {
    let criteria = policy.needCriteria
    let count = criteria.count
    comparisons = [[Int]](repeating: [Int](repeating: 1, count: count), count: count)
    guard Self.canCompare(policy) else { return }
    for row in 0..<count {
      for column in (row + 1)..<max(count, row + 1) {
        var number = Self.nearest(
          criteria[row].weight / criteria[column].weight)
        if let typed = value(Self.name(row, column)).flatMap({ Int($0) }), Self.isNumber(typed) {
          number = typed
          isAsked = true
        }
        comparisons[row][column] = number
        comparisons[column][row] = abs(number) == 1 ? 1 : -number
      }
    }
  }

  static func canCompare(_ policy: Policy) -> Bool {
    (2...maximumCriteria).contains(policy.needCriteria.count)
  }

  static func name(_ row: Int, _ column: Int) -> String { "p.\(row).\(column)" }

  /// From the first far more important to the second.
  static let numbers = Array((2...9).reversed()) + [1] + (2...9).map { -$0 }

  static func isNumber(_ number: Int) -> Bool { numbers.contains(number) }

  /// Weights and their consistency.
  var comparison: PairwiseComparison? {
    PairwiseComparison(
      comparisons.map { row in row.map { $0 > 0 ? Double($0) : 1 / Double(-$0) } })
  }

  /// Saaty's number that a ratio of weights is nearest to.
  static func nearest(_ ratio: Double) -> Int {
    guard ratio.isFinite, ratio > 0 else { return 1 }
    let whole = Int(min(9, max(ratio, 1 / ratio)).rounded())
    return ratio >= 1 || whole == 1 ? whole : -whole
  }
}
