/// A text for people in both languages of the program.
public struct LocalizedText: Sendable, Equatable, Hashable, Codable {
  /// Vietnamese.
  public var vi: String
  /// English.
  public var en: String

  public init(vi: String, en: String) {
    (self.vi, self.en) = (vi, en)
  }
}

/// The same text in both languages, for lack of a translation.
extension LocalizedText: ExpressibleByStringLiteral {
  public init(both text: String) { self.init(vi: text, en: text) }

  public init(stringLiteral value: String) { self.init(both: value) }
}
