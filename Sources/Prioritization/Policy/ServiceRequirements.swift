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
