/// The degree to which a difference in one criterion counts as a preference, 0…1 (Brans and Vincke
/// 1985).
public enum Preference: Sendable, Equatable {
  /// Any difference counts fully.
  case usual
  /// A difference above the indifference threshold counts fully.
  case uShape(indifference: Double)
  /// In proportion up to the preference threshold, fully from there on.
  case vShape(preference: Double)
  /// Half above the indifference threshold, fully above the preference threshold.
  case level(indifference: Double, preference: Double)
  /// Nothing up to the indifference threshold, then in proportion, fully from the preference
  /// threshold on.
  case linear(indifference: Double, preference: Double)

  /// The two thresholds, and how differences between them count: not at all, half, or in
  /// proportion.
  fileprivate var shape: (indifference: Double, preference: Double, between: Between) {
    switch self {
    case .usual: (0, 0, .nothing)
    case .uShape(let indifference): (max(0, indifference), max(0, indifference), .nothing)
    case .vShape(let preference): (0, max(0, preference), .slope)
    case .level(let indifference, let preference):
      (max(0, indifference), max(0, indifference, preference), .half)
    case .linear(let indifference, let preference):
      (max(0, indifference), max(0, indifference, preference), .slope)
    }
  }

  fileprivate enum Between { case nothing, half, slope }

  /// For each value: the sum of its preferences over all others minus theirs over it.
  ///
  /// O(n·log n): values are sorted once and then processed with sliding windows.
  func netPreferences(_ values: [Double]) -> [Double] {
    let order = values.indices.map { (values[$0], Int32($0)) }.sorted { $0.0 < $1.0 }
    let sorted = order.map(\.0)
    var sums = [0.0]
    sums.reserveCapacity(sorted.count + 1)
    for value in sorted { sums.append(sums[sums.count - 1] + value) }
    let (indifference, preference, between) = shape
    var net = [Double](repeating: 0, count: values.count)
    // Of the values below: how many are farther away than the indifference and the preference
    // threshold; likewise of those above, from the other end.
    var (lowNear, lowFar, highNear, highFar) = (0, 0, 0, 0)
    let count = sorted.count
    for (place, value) in sorted.enumerated() {
      // A difference equal to the preference threshold is not farther: a slope gives it its full
      // value anyway, and a step must not.
      while lowNear < count, value - sorted[lowNear] > indifference { lowNear += 1 }
      while lowFar < lowNear, value - sorted[lowFar] > preference { lowFar += 1 }
      highNear = max(highNear, place)
      while highNear < count, sorted[highNear] - value <= indifference { highNear += 1 }
      highFar = max(highFar, highNear)
      while highFar < count, sorted[highFar] - value <= preference { highFar += 1 }
      var flow = Double(lowFar) - Double(count - highFar)
      switch between {
      case .nothing: break
      case .half: flow += 0.5 * (Double(lowNear - lowFar) - Double(highFar - highNear))
      case .slope:
        let width = preference - indifference
        if width > 0 {
          let below = Double(lowNear - lowFar)
          let above = Double(highFar - highNear)
          flow += (below * (value - indifference) - (sums[lowNear] - sums[lowFar])) / width
          flow -= (sums[highFar] - sums[highNear] - above * (value + indifference)) / width
        }
      }
      net[Int(order[place].1)] = flow
    }
    return net
  }
}

/// PROMETHEE II: the net flow of each row, -1…1; they sum to 0.
///
/// Compares every pair of communes, so adding or removing one may move others: a second opinion,
/// never the ranking.
///
/// - Parameters:
///   - columns: Values by criterion, all of equal length; more is preferred.
///   - weights: One for each column; only their proportions matter.
///   - preferences: One for each column.
public func netFlows(
  _ columns: [[Double]], weights: [Double], preferences: [Preference]
) -> [Double] {
  let count = columns.map(\.count).min() ?? 0
  let total = weights.prefix(columns.count).reduce(0, +)
  var flows = [Double](repeating: 0, count: count)
  guard count > 1, total > 0 else { return flows }
  for ((column, weight), preference) in zip(zip(columns, weights), preferences) {
    let scale = weight / total / Double(count - 1)
    let net = preference.netPreferences(Array(column.prefix(count)))
    for at in flows.indices { flows[at] += scale * net[at] }
  }
  return flows
}

extension GapMatrix {
  /// PROMETHEE II on gaps: needier is preferred.
  ///
  /// - Parameter preference: The same for all criteria; by default a difference of gaps counts in
  ///   proportion from 0.05 on and fully from 0.5 on (a local assumption).
  public func netFlows(
    _ preference: Preference = .linear(indifference: 0.05, preference: 0.5)
  ) -> [Double] {
    Prioritization.netFlows(
      weights.indices.map(column), weights: weights,
      preferences: weights.map { _ in preference })
  }
}
