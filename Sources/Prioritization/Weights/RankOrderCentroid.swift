/// Weights from an order of importance alone: the centroid of all weights that preserve the order
/// (rank order centroid; Barron and Barrett 1996), w_k = 1/n · Σ_{i=k…n} 1/i.
///
/// - Parameter count: The number of ranks.
/// - Returns: By rank, the greatest first; they sum to 1.
public func rankOrderCentroids(_ count: Int) -> [Double] {
  guard count > 0 else { return [] }
  var weights = [Double](repeating: 0, count: count)
  var sum = 0.0
  for rank in (1...count).reversed() {
    sum += 1 / Double(rank)
    weights[rank - 1] = sum / Double(count)
  }
  return weights
}

/// The same for ranks with ties: equals share the mean of the positions that they take.
///
/// - Parameter ranks: Any numbers; the least is the most important.
/// - Returns: In the order of the ranks given; they sum to 1.
public func rankOrderCentroids(ranks: [Int]) -> [Double] {
  let places = rankOrderCentroids(ranks.count)
  return ranks.map { rank in
    let ahead = ranks.count { $0 < rank }
    let equal = ranks.count { $0 == rank }
    return places[ahead..<ahead + equal].reduce(0, +) / Double(equal)
  }
}
