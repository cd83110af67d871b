/// The places of a ``ForecastPeriod`` in which something may happen; never empty.
struct PlaceSet: Equatable {
  private(set) var bits: UInt64

  static func only(_ place: Int) -> PlaceSet { PlaceSet(bits: 1 << UInt64(place)) }

  static func all(through place: Int) -> PlaceSet { PlaceSet(bits: through(place)) }

  /// Bits of all places up to and including one.
  private static func through(_ place: Int) -> UInt64 {
    place >= 63 ? .max : (1 << UInt64(place + 1)) - 1
  }

  var first: Int { bits.trailingZeroBitCount }
  var last: Int { 63 - bits.leadingZeroBitCount }
  var isCertain: Bool { first == last }

  func contains(_ place: Int) -> Bool { bits & (1 << UInt64(place)) != 0 }

  func union(_ other: PlaceSet) -> PlaceSet { PlaceSet(bits: bits | other.bits) }

  /// nil if they have no place in common.
  func intersection(_ other: PlaceSet) -> PlaceSet? {
    bits & other.bits == 0 ? nil : PlaceSet(bits: bits & other.bits)
  }

  /// When the first of two independent events happens.
  func earlier(_ other: PlaceSet) -> PlaceSet {
    PlaceSet(bits: bits & Self.through(other.last) | other.bits & Self.through(last))
  }

  /// When both of two independent events have happened.
  func later(_ other: PlaceSet) -> PlaceSet {
    PlaceSet(
      bits: bits & ~(Self.through(other.first) >> 1) | other.bits & ~(Self.through(first) >> 1))
  }
}
