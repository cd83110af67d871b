/// The network section of an inventory: the machine's adapters, never their addresses or the names
/// of networks.
public struct NetworkFacts: Codable, Sendable, Equatable {
  public struct Adapter: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable { case wired, wifi, other }

    public var kind: Kind
    /// The speed agreed with the other end; nil if unknown.
    public var linkBitsPerSecond: Int?
    /// Whether it is connected; nil if unknown.
    public var up: Bool?

    public init(kind: Kind, linkBitsPerSecond: Int? = nil, up: Bool? = nil) {
      (self.kind, self.linkBitsPerSecond, self.up) = (kind, linkBitsPerSecond, up)
    }
  }

  public var adapters: [Adapter]
  /// The collector.
  public var source: FactSource?

  public init(adapters: [Adapter], source: FactSource? = nil) {
    (self.adapters, self.source) = (adapters, source)
  }
}
