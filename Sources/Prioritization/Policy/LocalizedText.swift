/// A text for people, in the two languages that we speak.
public struct LocalizedText: Sendable, Equatable, Hashable, Codable {
  /// Vietnamese.
  public var vi: String
  /// English.
  public var en: String

  public init(vi: String, en: String) {
    (self.vi, self.en) = (vi, en)
  }
}

/// The same words in both languages: a text of which nobody wrote the other.
extension LocalizedText: ExpressibleByStringLiteral {
  public init(both text: String) { self.init(vi: text, en: text) }

  public init(stringLiteral value: String) { self.init(both: value) }
}
