public import Prioritization

/// The change in points, rounded for display: it equals the difference of the displayed points, and
/// the three parts add up to it.
public struct ShownEffect: Sendable, Equatable {
  static let decimals = 1

  public let before, after, change, confirmed, unconfirmed, other: Double

  public init(_ effect: PurchaseEffect) {
    self.init(
      before: effect.before, after: effect.after,
      parts: (effect.confirmed, effect.unconfirmed, effect.other))
  }

  /// The effect of a whole programme.
  public init(_ document: ProgrammeDocument) {
    let effect = document.effect
    self.init(
      before: effect.before, after: effect.after,
      parts: (effect.confirmed, effect.unconfirmed, effect.other))
  }

  /// - Parameter parts: Confirmed, unconfirmed and other, which add up to the difference.
  init(before: Double, after: Double, parts: (Double, Double, Double)) {
    func rounded(_ value: Double) -> Double {
      RoundedParts.of([value], decimals: Self.decimals)[0]
    }
    self.before = rounded(before)
    self.after = rounded(after)
    change = RoundedParts.change(before, after, decimals: Self.decimals)
    let shown = RoundedParts.of(
      [parts.0, parts.1, parts.2], total: change, decimals: Self.decimals)
    (confirmed, unconfirmed, other) = (shown[0], shown[1], shown[2])
  }
}
