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
