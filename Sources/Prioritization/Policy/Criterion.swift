/// One thing that a commune should have, and how much its lack counts.
public struct Criterion: Sendable, Equatable, Identifiable, Codable {
  /// Letters, digits, `_` and `-`; unique among the criteria and context of a policy.
  public var id: String
  public var label: LocalizedText
  /// The unit of a value, of ``standard`` and of ``floor``.
  public var unit: LocalizedText
  /// What the inventory measures for it; `nil` where a table brings the values.
  public var measure: String?
  /// What every commune should have: here the gap is 0.
  public var standard: Double
  /// As bad as it counts: here the gap is 1. Below the standard where more is better, above it
  /// where less is better.
  public var floor: Double
  /// The weight as written, above 0.
  public var weight: Double
  /// The weight over the sum of all weights of the policy.
  public var share: Double
  /// Gap per day by which an old value loses certainty, in both directions.
  public var drift: Double
  /// Who set the standard: a decision by name, or that it is a local assumption.
  public var source: LocalizedText

  public init(
    id: String, label: LocalizedText, unit: LocalizedText, measure: String?, standard: Double,
    floor: Double, weight: Double, share: Double, drift: Double, source: LocalizedText
  ) {
    self.id = id
    self.label = label
    self.unit = unit
    self.measure = measure
    self.standard = standard
    self.floor = floor
    self.weight = weight
    self.share = share
    self.drift = drift
    self.source = source
  }

  /// The gap of a finite value, from 0 (at or beyond the standard) to 1 (at or beyond the floor).
  public func gap(of value: Double) -> Double { scale.gap(of: value) }

  var scale: GapScale {
    GapScale(standard: standard, span: standard - floor, weight: weight, drift: drift)
  }
}

/// The numbers of a criterion alone: no reference to count while thousands of communes are scored.
struct GapScale {
  let standard: Double
  /// Standard minus floor; its sign says which direction is better.
  let span: Double
  let weight: Double
  let drift: Double

  @inline(__always) func gap(of value: Double) -> Double { clip((standard - value) / span) }

  /// The interval that the gap is known to lie in.
  @inline(__always) func gaps(of observation: Observation) -> (low: Double, high: Double) {
    guard case .known(let low, let high, let ageDays) = observation,
      low.isFinite, high.isFinite, ageDays.isFinite
    else { return (0, 1) }
    let one = gap(of: low)
    let other = high == low ? one : gap(of: high)
    // A time in the future is a clock that is wrong, not a value that is surer than today's.
    let widening = drift * max(0, ageDays)
    return (clip(min(one, other) - widening), clip(max(one, other) + widening))
  }
}

/// To 0…1; never -0, and 0 for what is no number.
func clip(_ value: Double) -> Double { value > 0 ? min(value, 1) : 0 }
