import Foundation
import Prioritization

/// Pairwise comparisons of the criteria that give points, from the address: `p.0.1=3` means that
/// the first is three times as important as the second, `-3` a third.
struct PairsForm {
  /// More would make the address too long, and a form that nobody would fill in.
  static let maximumCriteria = 13

  /// In Saaty's numbers, by row and column; 1 on the diagonal.
  private(set) var comparisons: [[Int]]
  /// Whether the address contains any comparison.
  private(set) var isAsked = false

  /// Pairs missing from the address follow from the policy's weights.
  ///
  /// - Parameter value: Returns the form's value for a name; nil if blank. Values that are not
  ///   Saaty's numbers are ignored.
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

  /// From far more important to far less important.
  static let numbers = Array((2...9).reversed()) + [1] + (2...9).map { -$0 }

  static func isNumber(_ number: Int) -> Bool { numbers.contains(number) }

  /// The weights and their consistency.
  var comparison: PairwiseComparison? {
    PairwiseComparison(
      comparisons.map { row in row.map { $0 > 0 ? Double($0) : 1 / Double(-$0) } })
  }

  /// The nearest of Saaty's numbers to a ratio of weights.
  static func nearest(_ ratio: Double) -> Int {
    guard ratio.isFinite, ratio > 0 else { return 1 }
    let whole = Int(min(9, max(ratio, 1 / ratio)).rounded())
    return ratio >= 1 || whole == 1 ? whole : -whole
  }
}
