/// How long a report stands for a commune.
public struct ReportingLimits: Sendable, Equatable, Hashable, Codable {
  /// The last report is fresh up to this age in days.
  public var freshDays: Double
  /// It is ageing up to this age in days; beyond, the commune is silent.
  public var silentDays: Double
  /// Who set the limits; may be empty.
  public var source: LocalizedText

  public init(freshDays: Double = 3, silentDays: Double = 14, source: LocalizedText = "") {
    (self.freshDays, self.silentDays, self.source) = (freshDays, silentDays, source)
  }

  /// - Parameters:
  ///   - enrolled: Whether the commune has a computer that may report.
  ///   - daysSinceLastReport: `nil` if there never was one; negative if a clock is ahead.
  public func state(enrolled: Bool, daysSinceLastReport: Double?) -> ReportingState {
    guard enrolled else { return .neverEnrolled }
    guard let days = daysSinceLastReport, days <= silentDays else { return .silent }
    return days <= freshDays ? .fresh : .ageing
  }
}

/// The state of a commune's reports today.
public enum ReportingState: String, Sendable, CaseIterable {
  case fresh, ageing, silent, neverEnrolled
}
