public import FoundationEssentials
public import Prioritization

/// A ranking with all that people and programs are shown of it; what the encoders here take.
public struct RankingDocument: Sendable {
  /// A commune in it; never changed once made. A class, because lists of thousands are filtered and
  /// sorted for every page.
  public final class Entry: Sendable {
    public let ranked: RankedCommune
    public let name: String
    /// Two digits.
    public let province: String
    public let provinceName: String
    /// Xã, phường or đặc khu.
    public let kind: String
    /// `nil` if the measures come from a table, which says nothing of reports: then
    /// ``simulated`` and ``machines`` are unknown too, and shown as that.
    public let reporting: ReportingState?
    /// Whether any of its machines is a simulator's.
    public let simulated: Bool
    public let machines: Int
    public let lastReport: Date?
    /// By criterion, in its unit; `nil` if unknown.
    public let values: [(low: Double, high: Double)?]
    /// By criterion: when the value was seen.
    public let observedAt: [Date?]
    /// By context of the policy, as measured; `nil` if unknown.
    public let context: [Double?]
    public let place: Place
    /// Its points, of 1,000, if all that its own officers attest were confirmed; `nil` if nothing of
    /// that waits for a confirmation. Not part of ``ranked``: an unconfirmed word proves nothing.
    public let pointsIfConfirmed: Double?

    public init(
      ranked: RankedCommune, name: String, province: String, provinceName: String, kind: String,
      reporting: ReportingState?, simulated: Bool, machines: Int, lastReport: Date?,
      values: [(low: Double, high: Double)?], observedAt: [Date?], context: [Double?],
      place: Place = Place(), pointsIfConfirmed: Double? = nil
    ) {
      self.ranked = ranked
      self.name = name
      self.province = province
      self.provinceName = provinceName
      self.kind = kind
      self.reporting = reporting
      self.simulated = simulated
      self.machines = machines
      self.lastReport = lastReport
      self.values = values
      self.observedAt = observedAt
      self.context = context
      self.place = place
      self.pointsIfConfirmed = pointsIfConfirmed
    }
  }

  /// Where a commune lies, by the register. `nil` is unknown, never no.
  public struct Place: Sendable, Equatable {
    public var remote, border, island: Bool?
    /// Degrees north and east (WGS 84).
    public var latitude, longitude: Double?

    public init(
      remote: Bool? = nil, border: Bool? = nil, island: Bool? = nil, latitude: Double? = nil,
      longitude: Double? = nil
    ) {
      self.remote = remote
      self.border = border
      self.island = island
      self.latitude = latitude
      self.longitude = longitude
    }
  }

  public var policy: Policy
  public var provenance: Provenance
  /// In the order of ``Ranking/communes``.
  public var entries: [Entry]
  /// The group of communes that is shown; `nil` for all. Ranks are those among all.
  public var group: String?

  public init(policy: Policy, provenance: Provenance, entries: [Entry]) {
    self.policy = policy
    self.provenance = provenance
    self.entries = entries
  }

  /// Of an inventory as it stands.
  public init(policy: Policy, asOf: Date, entries: [Entry]) {
    self.init(policy: policy, provenance: Provenance(asOf: asOf), entries: entries)
  }

  /// Time of the measures; `nil` for a table.
  public var asOf: Date? { provenance.asOf }

  /// The name of the province that all communes are of, if there is one.
  var onlyProvince: String? {
    guard let first = entries.first, !first.provinceName.isEmpty else { return nil }
    return entries.allSatisfy { $0.provinceName == first.provinceName } ? first.provinceName : nil
  }
}

extension Array {
  /// The element, or `nil` behind the end: lists by criterion may be shorter than the criteria.
  func at<Wrapped>(_ index: Int) -> Wrapped? where Element == Wrapped? {
    index < count ? self[index] : nil
  }
}
