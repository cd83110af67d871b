/// Who collected a section, if it was not our agent: an inventory agent of another project, or the
/// survey stick.
public struct FactSource: Codable, Sendable, Equatable, Hashable {
  /// As it calls itself, `GLPI-Agent`.
  public var agent: String
  /// `1.7.3`; nil if it does not say.
  public var version: String?

  public init(agent: String, version: String? = nil) {
    self.agent = agent
    self.version = version
  }
}
