/// A text for people, in the two languages that we speak.
public struct LocalizedText: Sendable, Equatable, Hashable, Codable {
  /// Vietnamese.
  public var vi: String
  /// English.
  public var en: String

  public init(vi: String, en: String) {
    self.vi = vi
    self.en = en
  }
}
