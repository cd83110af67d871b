/// A failure between a province and the nation's database that a person can act on.
public struct NationError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Code: Sendable {
    case nothingToPublish, otherRules, otherCentre, provinceUnclear
    case schemaMissing, schemaOlder, schemaNewer
    /// Another host publishes the province.
    case overtaken
    /// The rows that arrived differ from those that were sent.
    case notEqual
    case nothingPublished
  }

  public let code: Code
  /// The problem, then what to do.
  public let message: String
  public var description: String { message }

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
