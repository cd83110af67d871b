/// The protection section of an inventory: the antivirus programs that the system knows of.
public struct ProtectionFacts: Codable, Sendable, Equatable {
  public struct Antivirus: Codable, Sendable, Equatable {
    /// `Windows Defender`
    public var name: String
    /// nil if unknown.
    public var enabled: Bool?
    public var upToDate: Bool?

    public init(name: String, enabled: Bool? = nil, upToDate: Bool? = nil) {
      (self.name, self.enabled, self.upToDate) = (name, enabled, upToDate)
    }
  }

  public var antivirus: [Antivirus]
  /// The collector.
  public var source: FactSource?

  public init(antivirus: [Antivirus], source: FactSource? = nil) {
    (self.antivirus, self.source) = (antivirus, source)
  }
}
