/// What a computer needs so that it does not count as old or underpowered.
public struct Adequacy: Sendable, Equatable, Hashable, Codable {
  /// Installed memory as the kernel reports it: it hides some of what is fitted.
  public var minimumMemoryBytes: Int
  /// Hardware threads.
  public var minimumThreads: Int
  /// Age by the firmware's date, in years.
  public var maximumAgeYears: Double
  /// Whether a disk without moving parts is demanded.
  public var solidState: Bool
  /// Who set the limits; may be empty.
  public var source: LocalizedText
  private var writtenSupportedSystem: Bool?
  private var writtenOldCounts: Double?

  /// Whether the operating system must still get security updates.
  public var supportedSystem: Bool { writtenSupportedSystem ?? false }
  /// What a computer that is not adequate counts as, beside 1 for one that is, 0…1.
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
