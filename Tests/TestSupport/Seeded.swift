/// A seeded source of numbers (SplitMix64), so that a failing case can be run again.
public struct Seeded: RandomNumberGenerator, Sendable {
  public var state: UInt64

  public init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// - Parameter values: At least one.
  public mutating func one<Value>(of values: [Value]) -> Value {
    values[Int.random(in: values.indices, using: &self)]
  }

  /// - Parameter odds: One time of so many.
  public mutating func happens(onceIn odds: Int) -> Bool {
    Int.random(in: 0..<odds, using: &self) == 0
  }
}
