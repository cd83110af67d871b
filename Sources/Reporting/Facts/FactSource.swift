/// The collector of a section, if it was not our agent: another project's inventory agent, or the
/// survey stick.
public struct FactSource: Codable, Sendable, Equatable, Hashable {
  /// As it calls itself, `GLPI-Agent`.
  public var agent: String
  /// `1.7.3`; nil if unknown.
  public var version: String?

  public init(agent: String, version: String? = nil) {
    self.agent = agent
    self.version = version
  }
}
