/// How long a measurement of the line speaks for a commune.
public struct LineLimits: Sendable, Equatable, Hashable, Codable {
  /// A measurement older than so many days says nothing any more.
  public var maximumAgeDays: Double
  /// Who set it; may be empty.
  public var source: String

  public init(maximumAgeDays: Double = 60, source: String = "") {
    self.maximumAgeDays = maximumAgeDays
    self.source = source
  }
}
