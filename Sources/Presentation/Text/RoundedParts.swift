/// Rounds parts of a sum once, so that what is shown of them adds up to what is shown of the sum.
public enum RoundedParts {
  /// What is left after each part is rounded goes, one unit each, to those that rounding moved the
  /// most the other way (largest remainders); a part that is nothing stays nothing.
  ///
  /// - Parameters:
  ///   - total: What the parts sum to, as it is shown; nil for the rounded sum of them.
  ///   - decimals: Digits behind the comma, 0 to 6.
  /// - Returns: Multiples of that unit, as near to it as a Double can be. Numbers beyond what whole
  ///   units count exactly, or that are no numbers, come back as they are.
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
    // Not minus zero, which spreadsheets would show.
    return units.map { $0 / scale + 0 }
  }
}
