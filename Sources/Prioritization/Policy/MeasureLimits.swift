/// How long a commune's last report counts as current.
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

/// How long a line measurement remains valid.
public struct LineLimits: Sendable, Equatable, Hashable, Codable {
  /// The age in days beyond which a measurement no longer counts.
  public var maximumAgeDays: Double
  /// Who set it; may be empty.
  public var source: LocalizedText

  public init(maximumAgeDays: Double = 60, source: LocalizedText = "") {
    self.maximumAgeDays = maximumAgeDays
    self.source = source
  }
}

/// The ministries' services that a commune must be able to use, by the short names under which the
/// account probe reports them.
public struct ServiceRequirements: Sendable, Equatable, Hashable, Codable {
  /// Services to which a commune needs a right.
  public var required: [String]
  /// Those that are digital signatures: counted one by one, since each signs for itself.
  public var signatures: [String]
  /// Who set them; may be empty.
  public var source: LocalizedText

  public init(required: [String] = [], signatures: [String] = [], source: LocalizedText = "") {
    (self.required, self.signatures, self.source) = (required, signatures, source)
  }
}

/// The requirements that a computer must meet so as not to count as old or underpowered.
public struct Adequacy: Sendable, Equatable, Hashable, Codable {
  /// Installed memory as the kernel reports it, which is less than what is fitted.
  public var minimumMemoryBytes: Int
  /// Hardware threads.
  public var minimumThreads: Int
  /// Age by the firmware's date, in years.
  public var maximumAgeYears: Double
  /// Whether a disk without moving parts is required.
  public var solidState: Bool
  /// Who set the limits; may be empty.
  public var source: LocalizedText
  private var writtenSupportedSystem: Bool?
  private var writtenOldCounts: Double?

  /// Whether the operating system must still receive security updates.
  public var supportedSystem: Bool { writtenSupportedSystem ?? false }
  /// The worth of a computer that is not adequate, where an adequate one counts 1; 0…1.
  public var oldCounts: Double { writtenOldCounts ?? 0.5 }

  public init(
    minimumMemoryBytes: Int = 7 << 30, minimumThreads: Int = 4, maximumAgeYears: Double = 8,
    solidState: Bool = true, source: LocalizedText = "", supportedSystem: Bool? = nil,
    oldCounts: Double? = nil
  ) {
    writtenSupportedSystem = supportedSystem
    writtenOldCounts = oldCounts
    (self.minimumMemoryBytes, self.minimumThreads) = (minimumMemoryBytes, minimumThreads)
    (self.maximumAgeYears, self.solidState, self.source) = (maximumAgeYears, solidState, source)
  }
}
