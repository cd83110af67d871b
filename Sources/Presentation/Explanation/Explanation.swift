public import FoundationEssentials
public import Prioritization

/// One commune of a ranking, taken apart: what its points come from, what is not known, and how
/// they moved.
public struct Explanation: Sendable {
  /// How the points moved since a time in the past, and why.
  public struct Movement: Sendable {
    public var since: Date
    /// The commune as it stood then, by the same policy.
    public var before: RankingDocument.Entry
    /// Newest first.
    public var events: [Event]

    public init(since: Date, before: RankingDocument.Entry, events: [Event]) {
      (self.since, self.before, self.events) = (since, before, events)
    }
  }

  /// Something that may have moved the points.
  public struct Event: Sendable, Equatable {
    public var time: Date
    /// The machine concerned; nil if it is about the commune.
    public var machine: String?
    /// `section.hardware`, `machine.enrolled`, `register.imported`, …
    public var what: String

    public init(time: Date, machine: String?, what: String) {
      (self.time, self.machine, self.what) = (time, machine, what)
    }
  }

  public var policy: Policy
  public var provenance: Provenance
  public var entry: RankingDocument.Entry
  public var movement: Movement?
  /// What would change its rank, if requested.
  public private(set) var change: RankChange?
  /// Names of the neighbours that the change names, by code.
  public private(set) var neighbours: [String: String] = [:]

  /// - Returns: nil if the ranking has no such commune.
  public init?(of code: String, in document: RankingDocument, movement: Movement? = nil) {
    guard let entry = document.entries.first(where: { $0.ranked.standing.code == code }) else {
      return nil
    }
    policy = document.policy
    provenance = document.provenance
    self.entry = entry
    self.movement = movement
  }

  /// Adds what would change its rank.
  ///
  /// - Parameter document: The ranking that has the neighbours' names.
  public mutating func add(_ change: RankChange?, of document: RankingDocument) {
    self.change = change
    let codes = Set(
      ((change?.swapsAbove ?? []) + (change?.swapsBelow ?? [])).map(\.neighbour))
    guard !codes.isEmpty else { return }
    for entry in document.entries where codes.contains(entry.ranked.standing.code) {
      neighbours[entry.ranked.standing.code] = entry.name
    }
  }

  /// Points of a criterion if all that is unknown of it is lacking.
  public func pointsHigh(_ criterion: Int) -> Double {
    let standing = entry.ranked.standing
    return max(
      standing.contributions[criterion],
      1000 * policy.criteria[criterion].share * standing.gapHigh[criterion]
        * (standing.emphasis / policy.maximumEmphasis))
  }

  /// Criteria of which something is not known, with the points that it could bring; most first.
  public var unknown: [(criterion: Int, points: Double)] {
    let standing = entry.ranked.standing
    return policy.criteria.indices
      .filter { standing.gapHigh[$0] > standing.gapLow[$0] }
      .map { ($0, pointsHigh($0) - standing.contributions[$0]) }
      .sorted { $0.points != $1.points ? $0.points > $1.points : $0.criterion < $1.criterion }
  }
}
