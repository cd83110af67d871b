/// How long a report speaks for a commune.
public struct ReportingLimits: Sendable, Equatable, Hashable, Codable {
  /// Up to this age in days, the last report is fresh.
  public var freshDays: Double
  /// Up to this age in days it is ageing; beyond, the commune is silent.
  public var silentDays: Double
  /// Who set the limits; may be empty.
  public var source: LocalizedText

  public init(freshDays: Double = 3, silentDays: Double = 14, source: LocalizedText = "") {
    (self.freshDays, self.silentDays, self.source) = (freshDays, silentDays, source)
  }

  /// - Parameters:
  ///   - enrolled: Whether the commune has a computer that may report.
  ///   - daysSinceLastReport: `nil` where none ever came; negative where a clock is ahead.
  public func state(enrolled: Bool, daysSinceLastReport: Double?) -> ReportingState {
    guard enrolled else { return .neverEnrolled }
    guard let days = daysSinceLastReport, days <= silentDays else { return .silent }
    return days <= freshDays ? .fresh : .ageing
  }
}

/// What a commune's reports are worth today.
public enum ReportingState: String, Sendable, CaseIterable {
  case fresh, ageing, silent, neverEnrolled
}
