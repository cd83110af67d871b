/// Least and most of something that is counted.
public struct CountRange: Sendable, Equatable, Hashable, Codable {
  public var low: Int
  /// At least ``low``.
  public var high: Int

  public init(low: Int, high: Int) {
    (self.low, self.high) = (low, high)
  }

  public static let zero = CountRange(low: 0, high: 0)

  public static func + (one: CountRange, other: CountRange) -> CountRange {
    CountRange(
      low: saturatingSum(one.low, other.low), high: saturatingSum(one.high, other.high))
  }

  /// Whole VND for so many at a price of so much.
  func times(_ price: ClosedRange<Int>) -> CountRange {
    CountRange(
      low: saturatingProduct(low, price.lowerBound), high: saturatingProduct(high, price.upperBound)
    )
  }

  mutating func count(_ set: PlaceSet, at place: Int) {
    guard set.contains(place) else { return }
    high += 1
    if set.isCertain { low += 1 }
  }

  /// Counts what happens up to a place.
  mutating func count(_ set: PlaceSet, through place: Int) {
    if set.first <= place { high += 1 }
    if set.last <= place { low += 1 }
  }
}

/// What falls due in one place and one part of a forecast. nil is unknown, never none.
public struct DueFigures: Sendable, Equatable {
  /// Computers that fall below the policy, each when the first reason comes.
  public var computers: CountRange?
  /// Of them those that memory, threads or disk put there. A computer may have several reasons.
  public var byHardware: CountRange?
  public var byAge, bySystem: CountRange?
  /// Certificates and tokens to sign with that expire.
  public var certificates: CountRange?
  /// Services for which a commune's last right expires.
  public var accounts: CountRange?
  /// Lines whose rent ends.
  public var lines: CountRange?
  /// All that is known of the above at catalogue prices, whole VND; nil if nothing of it is known,
  /// or the catalogue has no price for some of it.
  public var cost: CountRange?

  public init() {}

  /// The counts, without the cost.
  static let counts: [any WritableKeyPath<DueFigures, CountRange?> & Sendable] = [
    \.computers, \.byHardware, \.byAge, \.bySystem, \.certificates, \.accounts, \.lines,
  ]

  /// Sums what is known: what one side does not know is missing in the sum.
  public static func += (sum: inout DueFigures, more: DueFigures) {
    for path in counts + [\.cost] {
      guard let other = more[keyPath: path] else { continue }
      sum[keyPath: path] = (sum[keyPath: path] ?? .zero) + other
    }
  }
}

func saturatingProduct(_ one: Int, _ other: Int) -> Int {
  let (product, overflow) = one.multipliedReportingOverflow(by: other)
  return overflow ? .max : product
}
