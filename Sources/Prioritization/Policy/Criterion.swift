/// The effect of a criterion's gap.
public enum CriterionEffect: String, Sendable, Codable, CaseIterable {
  /// It counts as points.
  case need
  /// It gives no points but lowers the confidence: evidence is missing, not equipment.
  case confidence
  /// It is only shown.
  case nothing
}

/// A workload by which a standard scales; `amount` of it corresponds to one standard.
public struct Workload: Sendable, Equatable, Hashable, Codable {
  /// The register's figure or the table's column: `dossiersPerMonth`, `officials`, or the id of a
  /// context.
  public var source: String
  /// Above 0.
  public var amount: Double

  public init(source: String, amount: Double) {
    (self.source, self.amount) = (source, amount)
  }

  /// How many times the standard applies: at least once, and once if the workload is unknown.
  public func factor(_ value: Double?) -> Double {
    guard let value, value.isFinite else { return 1 }
    return max(1, value / amount)
  }
}

/// Something that every commune should have, and the weight of its lack.
public struct Criterion: Sendable, Equatable, Identifiable, Codable {
  /// Letters, digits, `_` and `-`; unique among the criteria and context of a policy.
  public var id: String
  public var label: LocalizedText
  /// The unit of a value, of ``standard`` and of ``floor``.
  public var unit: LocalizedText
  /// The inventory's measure for it; `nil` if a table supplies the values.
  public var measure: String?
  /// The value that every commune should have; the gap there is 0.
  public var standard: Double
  /// The value from which the gap is 1. It is below the standard if more is better, and above it if
  /// less is better.
  public var floor: Double
  /// The weight, as written or from `[weights]`; 0 if the criterion gives no points.
  public var weight: Double
  /// The weight over the sum of all weights of the policy.
  public var share: Double
  /// The gap's widening in both directions per day of a value's age.
  public var drift: Double
  /// Who set the standard: a decision by name, or that it is a local assumption.
  public var source: LocalizedText
  private var writtenEffect: CriterionEffect?
  /// The workload by which the standard scales; `nil` if it is the same for every commune.
  public var per: Workload?
  /// The weight of the gap in lowering the confidence, in units of the other criteria's weights;
  /// `nil` unless the effect is `confidence`.
  public var doubt: Double?

  public var effect: CriterionEffect { writtenEffect ?? .need }

  public init(
    id: String, label: LocalizedText, unit: LocalizedText, measure: String?, standard: Double,
    floor: Double, weight: Double, share: Double, drift: Double, source: LocalizedText,
    effect: CriterionEffect = .need, per: Workload? = nil
  ) {
    (self.id, self.label, self.unit, self.measure) = (id, label, unit, measure)
    (self.standard, self.floor) = (standard, floor)
    self.weight = effect == .need ? weight : 0
    doubt = effect == .confidence ? weight : nil
    writtenEffect = effect == .need ? nil : effect
    (self.per, self.share, self.drift, self.source) = (per, share, drift, source)
  }

  /// The gap of a finite value, from 0 (at or beyond the standard) to 1 (at or beyond the floor).
  public func gap(of value: Double) -> Double { scale.gap(of: value) }

  /// The standard for one commune.
  ///
  /// - Parameter factor: How many times the standard applies, at least 1.
  public func standard(factor: Double) -> Double { floor + (standard - floor) * factor }

  var scale: GapScale {
    GapScale(
      standard: standard, span: standard - floor, weight: weight, doubt: doubt ?? 0, drift: drift)
  }
}

/// Only the numbers of a criterion: no references to count while scoring thousands of communes.
struct GapScale {
  let standard: Double
  /// Standard minus floor; its sign says which direction is better.
  let span: Double
  let weight: Double
  /// The confidence lost to a gap of 1.
  let doubt: Double
  let drift: Double

  @inline(__always) func gap(of value: Double, factor: Double = 1) -> Double {
    let own = span * factor
    // Exactly the standard if it applies once.
    return clip((standard + (own - span) - value) / own)
  }

  /// How far a value lies beyond the floor for certain, as a part of the distance from floor to
  /// standard: what must be made up for before the gap begins to close.
  func beyondFloor(_ observation: Observation, factor: Double = 1) -> Double {
    guard case .known(let low, let high, _) = observation, low.isFinite, high.isFinite else {
      return 0
    }
    let own = span * factor
    let raw = [low, high].map { (standard + (own - span) - $0) / own }
    return max(0, min(raw[0], raw[1]) - 1)
  }

  /// The interval in which the gap is known to lie.
  @inline(__always) func gaps(
    of observation: Observation, factor: Double = 1
  ) -> (low: Double, high: Double) {
    guard case .known(let low, let high, let ageDays) = observation,
      low.isFinite, high.isFinite, ageDays.isFinite
    else { return (0, 1) }
    let one = gap(of: low, factor: factor)
    let other = high == low ? one : gap(of: high, factor: factor)
    // A time in the future means a wrong clock, not a value more certain than today's.
    let widening = drift * max(0, ageDays)
    return (clip(min(one, other) - widening), clip(max(one, other) + widening))
  }
}

/// Clips to 0…1; never -0, and 0 for NaN.
func clip(_ value: Double) -> Double { value > 0 ? min(value, 1) : 0 }
