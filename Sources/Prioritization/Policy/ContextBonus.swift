/// A circumstance that makes the same need weigh more: remoteness, a border, many dossiers.
public struct ContextBonus: Sendable, Equatable, Identifiable, Codable {
  /// Letters, digits, `_` and `-`; unique among the criteria and context of a policy.
  public var id: String
  public var label: LocalizedText
  /// The increase of the emphasis if the circumstance counts fully, 0 or above.
  public var bonus: Double
  /// The value at which it counts fully, above 0; half of it counts half.
  public var full: Double
  /// Who set it: a decision by name, or that it is a local assumption; may be empty.
  public var source: LocalizedText

  /// The degree to which a value counts, 0…1; an unknown value counts 0.
  public func counted(_ value: Double?) -> Double {
    guard let value, value.isFinite else { return 0 }
    return clip(value / full)
  }
}
