import CSodium

/// Unpredictable bytes from the kernel.
public enum RandomBytes {
  public static func make(_ count: Int) -> [UInt8] {
    var source = SystemRandomNumberGenerator()
    return (0..<max(0, count)).map { _ in UInt8.random(in: 0...255, using: &source) }
  }
}

/// Comparison whose duration does not depend on where two values differ.
public enum ConstantTime {
  public static func equal(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    one.count == other.count && csodium_equal(one, other, one.count) == 1
  }
}
