/// Weights from pairwise comparisons of criteria (analytic hierarchy process; Saaty 1980).
public struct PairwiseComparison: Sendable, Equatable {
  /// The most criteria, which Saaty's table of random consistency covers.
  public static let maximumCriteria = 15
  /// The ratio from which comparisons contradict each other too much.
  public static let maximumConsistencyRatio = 0.1

  /// The principal eigenvector; sums to 1.
  public let weights: [Double]
  /// The principal eigenvalue: the number of criteria if no comparison contradicts another.
  public let eigenvalue: Double
  /// (λ - n) / (n - 1) divided by that of random matrices.
  public let consistencyRatio: Double
  /// The comparison that disagrees most with all others, and the value that would agree with them.
  public let worst: Contradiction?

  public struct Contradiction: Sendable, Equatable {
    /// Indices of the criteria, `row` before `column`.
    public let row: Int
    public let column: Int
    public let written: Double
    public let consistent: Double
  }

  /// Saaty's random indices by number of criteria, from 0.
  static let randomIndices = [
    0, 0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59,
  ]

  /// - Parameter matrix: Square, with positive numbers, `matrix[i][j]` times `matrix[j][i]` about
  ///   1, at most ``maximumCriteria`` rows.
  /// - Returns: `nil` unless the matrix is square, positive and no larger than that.
  public init?(_ matrix: [[Double]]) {
    let count = matrix.count
    guard (1...Self.maximumCriteria).contains(count),
      matrix.allSatisfy({ row in
        row.count == count && row.allSatisfy { $0.isFinite && $0 > 0 }
      })
    else { return nil }
    // Power iteration: a positive matrix has one principal vector, and the iteration converges
    // fast.
    var vector = [Double](repeating: 1 / Double(count), count: count)
    var eigenvalue = Double(count)
    for _ in 0..<1000 {
      let product = matrix.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
      eigenvalue = product.reduce(0, +)
      let next = product.map { $0 / eigenvalue }
      let moved = zip(next, vector).reduce(0) { max($0, abs($1.0 - $1.1)) }
      vector = next
      if moved < 1e-15 { break }
    }
    weights = vector
    self.eigenvalue = eigenvalue
    let random = Self.randomIndices[count]
    consistencyRatio =
      random > 0 ? max(0, (eigenvalue - Double(count)) / Double(count - 1) / random) : 0
    worst = Self.farthest(matrix, vector)
  }

  private static func farthest(_ matrix: [[Double]], _ weights: [Double]) -> Contradiction? {
    var worst: (off: Double, Contradiction)?
    for row in weights.indices {
      for column in weights.indices where column > row {
        let consistent = weights[row] / weights[column]
        let off = max(matrix[row][column] / consistent, consistent / matrix[row][column])
        if off > worst?.off ?? 1 {
          worst = (
            off,
            Contradiction(
              row: row, column: column, written: matrix[row][column], consistent: consistent)
          )
        }
      }
    }
    return worst?.1
  }
}
