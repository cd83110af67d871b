import Prioritization

/// The digits of a number rounded to some decimals, without a language's separators.
struct DecimalDigits {
  /// False if the number rounds to zero.
  let isNegative: Bool
  let whole: Int
  /// Empty if no digit is left.
  let fraction: String

  /// - Parameters:
  ///   - value: finite, between -1e12 and 1e12.
  ///   - decimals: 1 to 6; half is rounded away from zero.
  ///   - trimmed: whether zeros at the end are left out.
  init(_ value: Double, decimals: Int, trimmed: Bool) {
    let scale = (0..<decimals).reduce(1) { scale, _ in scale * 10 }
    let scaled = Int((abs(value) * Double(scale)).rounded())
    var fraction = (scaled % scale).padded(decimals)
    if trimmed { while fraction.last == "0" { fraction.removeLast() } }
    isNegative = value < 0 && scaled != 0
    whole = scaled / scale
    self.fraction = fraction
  }
}
