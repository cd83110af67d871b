/// The least and greatest possible value of a count.
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

  /// Whole VND for this many at the given price.
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

  /// Counts an event that happens up to a place.
  mutating func count(_ set: PlaceSet, through place: Int) {
    if set.first <= place { high += 1 }
    if set.last <= place { low += 1 }
  }
}

/// The figures that fall due in one place and one part of a forecast; nil is unknown, never none.
public struct DueFigures: Sendable, Equatable {
  /// Computers that fall below the policy's requirements, each counted at its first reason.
  public var computers: CountRange?
  /// Those of them that officials need: the others are spare.
  public var computersNeeded: CountRange?
  /// Those of them that memory, threads or disk disqualify. A computer may have several reasons.
  public var byHardware: CountRange?
  public var byAge, bySystem: CountRange?
  /// Signing certificates and tokens that expire.
  public var certificates: CountRange?
  /// Computers that no longer sign and that the policy's standard needs.
  public var certificatesNeeded: CountRange?
  /// Services for which a commune's last right expires.
  public var accounts: CountRange?
  /// Lines whose contract ends.
  public var lines: CountRange?
  /// The cost at catalogue prices of what is needed of every count above that is known, whole VND;
  /// nil if none is known, if those known are 0 and others unknown, or if the catalogue lacks a
  /// price for one.
  public var cost: CountRange?

  public init() {}

  /// The counts, without the cost.
  static let counts: [any WritableKeyPath<DueFigures, CountRange?> & Sendable] = [
    \.computers, \.computersNeeded, \.byHardware, \.byAge, \.bySystem, \.certificates,
    \.certificatesNeeded, \.accounts, \.lines,
  ]

  /// Whether anything that is priced may fall due, as far as is known.
  public var mayCost: Bool {
    [computersNeeded, certificatesNeeded, accounts, lines].contains { $0?.high ?? 0 > 0 }
  }

  /// Adds the known figures; a figure that one side does not know is left out of the sum.
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
