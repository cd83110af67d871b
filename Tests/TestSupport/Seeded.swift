import SeededRandom

/// A seeded random number source, so that a failing case can be repeated.
public struct Seeded: RandomNumberGenerator, Sendable {
  private var numbers: SplitMix64

  public init(_ seed: Int) {
    // Consecutive seeds start far apart.
    numbers = SplitMix64(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15)
  }

  public mutating func next() -> UInt64 { numbers.next() }

  /// - Parameter values: At least one.
  public mutating func one<Value>(of values: [Value]) -> Value {
    values[Int.random(in: values.indices, using: &self)]
  }

  /// - Parameter odds: On average, true once in this many calls.
  public mutating func happens(onceIn odds: Int) -> Bool {
    Int.random(in: 0..<odds, using: &self) == 0
  }
}
