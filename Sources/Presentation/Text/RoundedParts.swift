/// Rounds the parts of a sum so that the displayed parts add up to the displayed sum.
public enum RoundedParts {
  /// What changed between two displayed figures: readers subtract what they see.
  public static func change(_ before: Double, _ after: Double, decimals: Int) -> Double {
    func shown(_ value: Double) -> Double { of([value], decimals: decimals)[0] }
    return shown(shown(after) - shown(before))
  }

  /// The remainder after rounding each part goes, one unit each, to the parts that rounding moved
  /// the most the other way (largest remainders); a part of 0 stays 0.
  ///
  /// - Parameters:
  ///   - total: The displayed sum of the parts; nil for their rounded sum.
  ///   - decimals: Digits after the decimal separator, 0 to 6.
  /// - Returns: Multiples of that unit, as closely as a Double can represent them. Numbers beyond
  ///   the range in which whole units are exact, or not finite, are returned unchanged.
  public static func of(_ parts: [Double], total: Double? = nil, decimals: Int) -> [Double] {
    let scale = (0..<min(max(decimals, 0), 6)).reduce(1.0) { scale, _ in scale * 10 }
    let sum = total ?? parts.reduce(0, +)
    guard !parts.isEmpty, (parts + [sum]).allSatisfy({ abs($0 * scale) < 1e15 }) else {
      return parts
    }
    let scaled = parts.map { $0 * scale }
    var units = scaled.map { $0.rounded() }
    let given = scaled.indices.filter { abs(scaled[$0]) > 1e-9 }
    var left = (sum * scale).rounded() - units.reduce(0, +)
    while left != 0, !given.isEmpty {
      let step: Double = left > 0 ? 1 : -1
      let order = given.sorted {
        let (one, other) = ((scaled[$0] - units[$0]) * step, (scaled[$1] - units[$1]) * step)
        return one != other ? one > other : $0 < $1
      }
      let changed = order.prefix(Int(min(abs(left), Double(order.count))))
      for at in changed { units[at] += step }
      left -= step * Double(changed.count)
    }
    // Avoids minus zero, which spreadsheets would show.
    return units.map { $0 / scale + 0 }
  }
}
