public import FoundationEssentials
public import Prioritization

/// A ranking with everything shown to people and programs; the input of the encoders here.
public struct RankingDocument: Sendable {
  /// An immutable commune in it. A class, because lists of thousands are filtered and sorted for
  /// every page.
  @dynamicMemberLookup
  public final class Entry: Sendable {
    public let ranked: RankedCommune
    public let facts: Facts

    public init(ranked: RankedCommune, facts: Facts) {
      (self.ranked, self.facts) = (ranked, facts)
    }

    public subscript<Value>(dynamicMember fact: KeyPath<Facts, Value>) -> Value {
      facts[keyPath: fact]
    }
  }

  /// The location of a commune, by the register. `nil` is unknown, never no.
  public struct Place: Sendable, Equatable {
    public var remote, border, island: Bool?
    /// Degrees north and east (WGS 84).
    public var latitude, longitude: Double?

    public init(
      remote: Bool? = nil, border: Bool? = nil, island: Bool? = nil, latitude: Double? = nil,
      longitude: Double? = nil
    ) {
      (self.remote, self.border, self.island) = (remote, border, island)
      (self.latitude, self.longitude) = (latitude, longitude)
    }
  }

  public var policy: Policy
  public var provenance: Provenance
  /// In the order of ``Ranking/communes``.
  public var entries: [Entry]
  /// The number of communes that were ranked; entries may be only some of them.
  public let rankedAmong: Int
  /// The group of communes that is shown; `nil` for all. Ranks are those among all.
  public private(set) var group: String?
  /// The province in which the group's communes are ranked; `nil` for the country.
  private var rankedProvince: String?

  public init(policy: Policy, provenance: Provenance, entries: [Entry]) {
    (self.policy, self.provenance, self.entries) = (policy, provenance, entries)
    rankedAmong = entries.count
  }

  /// The current ranking of an inventory.
  public init(policy: Policy, asOf: Date, entries: [Entry]) {
    self.init(policy: policy, provenance: Provenance(asOf: asOf), entries: entries)
  }

  /// Whether any figure of any commune is simulated.
  public var anySimulated: Bool { entries.contains(where: \.simulated) }

  /// The time of the measures; `nil` for a table.
  public var asOf: Date? { provenance.asOf }

  /// Shows only a group's communes, with their ranks among all.
  ///
  /// - Parameter group: Its name.
  public mutating func show(only codes: Set<String>, of group: String) {
    rankedProvince = onlyProvince
    entries.removeAll { !codes.contains($0.ranked.standing.code) }
    self.group = group
  }

  /// The name of the province to which all ranked communes belong, if there is one.
  var onlyProvince: String? {
    guard group == nil else { return rankedProvince }
    guard let first = entries.first, !first.provinceName.isEmpty else { return nil }
    return entries.allSatisfy { $0.provinceName == first.provinceName } ? first.provinceName : nil
  }
}

extension Array {
  /// The element, or `nil` beyond the end: lists by criterion may be shorter than the criteria.
  func at<Wrapped>(_ index: Int) -> Wrapped? where Element == Wrapped? {
    index < count ? self[index] : nil
  }
}
