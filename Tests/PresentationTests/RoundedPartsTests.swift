import Testing

@testable import Presentation

/// Parts that are shown rounded, and their sum.
struct RoundedPartsTests {
  @Test(
    arguments: [
      ([0.04, 0.04, 0.04], nil, [0.1, 0, 0]), ([1.0 / 3, 2.0 / 3], nil, [0.3, 0.7]),
      ([33.333, 33.333, 33.334], nil, [33.3, 33.3, 33.4]), ([0], nil, [0]), ([], nil, []),
      ([-1.04, -1.04, 0], nil, [-1.1, -1, 0]), ([-281.64, 0, 0.01], -281.7, [-281.7, 0, 0]),
      ([-5.05, 3.05], -2.0, [-5.1, 3.1]), ([0, 0.06], 0.0, [0, 0]), ([0, 0], 0.1, [0, 0]),
      ([1e300, 1], nil, [1e300, 1]), ([-0.01], nil, [0]),
    ] as [([Double], Double?, [Double])])
  func partsSumToWhatIsShown(_ parts: [Double], _ total: Double?, _ shown: [Double]) {
    let rounded = RoundedParts.of(parts, total: total, decimals: 1)
    #expect(rounded == shown)
    #expect(!rounded.contains { $0 == 0 && $0.sign == .minus })
  }

  /// Readers subtract the figures that they see.
  @Test(
    arguments: [
      (105.06, 132.24, 27.1), (105.1, 132.3, 27.2), (191.46, 166.24, -25.3), (1, 1, 0),
      (354.44, 99.16, -255.2), (0.04, 0, 0),
    ])
  func changesAreThoseOfDisplayedFigures(_ before: Double, _ after: Double, _ change: Double) {
    #expect(RoundedParts.change(before, after, decimals: 1) == change)
  }

  /// Effects of a programme and its communes: no displayed sum is off by a tenth.
  @Test func effectsSumAsShown() {
    for at in 0..<2_000 {
      func part(_ step: Int, of whole: Double) -> Double {
        Double(at * step % 10_007) / 10_007 * whole
      }
      let before = part(7_919, of: 1_000)
      let confirmed = -part(3_571, of: 300)
      let (unconfirmed, other) = (-part(1_237, of: 50), part(613, of: 20) - 10)
      let effect = ShownEffect(
        before: before, after: before + confirmed + unconfirmed + other,
        parts: (confirmed, unconfirmed, other))
      func tenths(_ value: Double) -> Int { Int((value * 10).rounded()) }
      #expect(tenths(effect.after) - tenths(effect.before) == tenths(effect.change))
      #expect(
        tenths(effect.confirmed) + tenths(effect.unconfirmed) + tenths(effect.other)
          == tenths(effect.change))
      for (shown, real) in [
        (effect.confirmed, confirmed), (effect.unconfirmed, unconfirmed), (effect.other, other),
      ] {
        #expect(abs(shown - real) < 0.2)
      }
    }
  }
}
