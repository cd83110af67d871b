/// How long a measurement of the line speaks for a commune.
public struct LineLimits: Sendable, Equatable, Hashable, Codable {
  /// A measurement older than so many days says nothing any more.
  public var maximumAgeDays: Double
  /// Who set it; may be empty.
  public var source: LocalizedText

  public init(maximumAgeDays: Double = 60, source: LocalizedText = "") {
    self.maximumAgeDays = maximumAgeDays
    self.source = source
  }
}
