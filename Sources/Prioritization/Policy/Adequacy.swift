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
