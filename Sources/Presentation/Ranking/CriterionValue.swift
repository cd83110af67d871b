public import Prioritization

/// Values of a criterion as people read them: a line in Mbit/s, a share in percent.
public struct CriterionValue {
  /// The upper end of an unlimited interval, when the office's own network hid the line's rate.
  private static let openEnd = 10e9

  /// Measures that are fractions of one.
  static let shares: Set = [
    "oldComputersShare", "reportingCoverage", "usableServicesShare", "supportedSystemsShare",
  ]

  private let criterion: Criterion

  public init(_ criterion: Criterion) { self.criterion = criterion }

  public func text(_ value: Double, _ format: PeopleFormat) -> String {
    if criterion.measure == "lineBitsPerSecond" {
      return format.number(value / 1e6, decimals: 1, trimmed: true) + " Mbit/s"
    }
    return Self.shares.contains(criterion.measure ?? "")
      ? format.number(value * 100, decimals: 1, trimmed: true) + "%"
      : format.number(value, decimals: 2, trimmed: true)
  }

  public func interval(_ low: Double, _ high: Double, _ format: PeopleFormat) -> String {
    if criterion.measure == "lineBitsPerSecond", high >= Self.openEnd {
      return "≥ " + text(low, format)
    }
    let (least, most) = (text(low, format), text(high, format))
    return least == most ? least : "\(least)–\(most)"
  }
}
