/// What the gap of a criterion does.
public enum CriterionEffect: String, Sendable, Codable, CaseIterable {
  /// It makes points.
  case need
  /// It makes no points and lowers the confidence: evidence that is missing, not equipment.
  case confidence
  /// It is shown and counts nowhere.
  case nothing
}

/// A workload that a standard grows with: so much of it is one standard's worth.
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
  /// The weight as written, above 0; 0 if the criterion makes no points.
  public var weight: Double
  /// The weight over the sum of all weights of the policy.
  public var share: Double
  /// Gap per day by which an old value loses certainty, in both directions.
  public var drift: Double
  /// Who set the standard: a decision by name, or that it is a local assumption.
  public var source: LocalizedText
  private var writtenEffect: CriterionEffect?
  /// What the standard grows with; `nil` if it is the same for every commune.
  public var per: Workload?
  /// What the gap takes from the confidence, in units of the other criteria's weights; `nil` unless
  /// the effect is `confidence`.
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

  /// What one commune should have.
  ///
  /// - Parameter factor: How many times the standard applies, at least 1.
  public func standard(factor: Double) -> Double { floor + (standard - floor) * factor }

  var scale: GapScale {
    GapScale(
      standard: standard, span: standard - floor, weight: weight, doubt: doubt ?? 0, drift: drift)
  }
}

/// The numbers of a criterion alone: no reference to count while thousands of communes are scored.
struct GapScale {
  let standard: Double
  /// Standard minus floor; its sign says which direction is better.
  let span: Double
  let weight: Double
  /// What a whole gap takes from the confidence.
  let doubt: Double
  let drift: Double

  @inline(__always) func gap(of value: Double, factor: Double = 1) -> Double {
    let own = span * factor
    // Exactly the standard if it applies once.
    return clip((standard + (own - span) - value) / own)
  }

  /// The interval that the gap is known to lie in.
  @inline(__always) func gaps(
    of observation: Observation, factor: Double = 1
  ) -> (low: Double, high: Double) {
    guard case .known(let low, let high, let ageDays) = observation,
      low.isFinite, high.isFinite, ageDays.isFinite
    else { return (0, 1) }
    let one = gap(of: low, factor: factor)
    let other = high == low ? one : gap(of: high, factor: factor)
    // A time in the future is a clock that is wrong, not a value that is surer than today's.
    let widening = drift * max(0, ageDays)
    return (clip(min(one, other) - widening), clip(max(one, other) + widening))
  }
}

/// To 0…1; never -0, and 0 for what is no number.
func clip(_ value: Double) -> Double { value > 0 ? min(value, 1) : 0 }
